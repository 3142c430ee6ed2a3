using System.Text.Json;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Cli.Tests;

/// <summary>Late data after a release of an operation: what stands, what is said, what a declared revision changes.</summary>
[Collection(SmallRun.Name)]
public class RevisionTests(SmallFixture small)
{
    private const string Printed = "state, share_percent, low_percent, high_percent, bound, base_low, base_high, is_weighted, level_value, level_known, level_out_of";

    private const string Sentence = "Late reports or corrections exist for months already released (Food security survey). Figures of these months stay as released until a declared revision.";

    [Fact]
    public void Late_interviews_change_no_figure_until_a_revision_that_says_which_from_what_to_what_and_why()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var before = Cells(folder);
        Assert.DoesNotContain("\"late\"", Query(folder, "select kind from information_gap"), StringComparison.Ordinal);
        var title = Query(folder, "select title from source where source_id = 'fs-households'");
        var sentence = Sentence.Replace("Food security survey", JsonDocument.Parse(title).RootElement[0].GetProperty("title").GetString(), StringComparison.Ordinal);
        Ingest(folder, households: 90, "LATE");

        var next = Report(folder);
        Assert.NotEqual(small.ReleaseId, Path.GetFileName(next));
        Assert.Equal(before, Cells(folder));
        Assert.Contains(sentence, Query(folder, "select text from information_gap where kind = 'late'"), StringComparison.Ordinal);
        Assert.All(new[] { "trend-report.html", "hno-pack.html" }, file => Assert.Contains(sentence.TrimEnd('.'), File.ReadAllText(Path.Combine(next, file)), StringComparison.Ordinal));

        Assert.Equal((2, 2), (Tip.Run("report", folder, "--revision").Code, Tip.Run("report", folder, "--reason", "late round").Code));
        var refused = Tip.Run("report", folder, "--revision", "--reason", "prevalence of trafficking victims");
        Assert.Equal(10, refused.Code);
        Assert.Equal(before, Cells(folder));

        var revision = Report(folder, "--revision", "--reason", "A late round of the survey");
        var after = Cells(folder);
        var restated = Rows(folder, "select figure_id, state_before, share_before, state_after, share_after, why from restatement order by figure_id");
        Assert.Equal(before.Keys.Where(figure => before[figure] != after[figure]).Order(StringComparer.Ordinal), restated.Select(row => row.GetProperty("figure_id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Contains(restated, row => row.GetProperty("state_before").GetString() == "shown" && row.GetProperty("state_after").GetString() == "shown");
        Assert.All(restated, row => Assert.Equal($"Late reports: {sentence[(sentence.IndexOf('(', StringComparison.Ordinal) + 1)..sentence.IndexOf(')', StringComparison.Ordinal)]}", row.GetProperty("why").GetString()));
        Assert.Equal("A late round of the survey", JsonDocument.Parse(File.ReadAllText(Path.Combine(revision, "manifest.json"))).RootElement.GetProperty("revision").GetString());
        var html = File.ReadAllText(Path.Combine(revision, "trend-report.html"));
        Assert.Contains("Revised figures", html, StringComparison.Ordinal);
        Assert.Contains("A late round of the survey.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Late reports or corrections exist", html, StringComparison.Ordinal);
        Assert.Equal(restated.Count, File.ReadAllLines(Path.Combine(revision, "tables", "restatement.csv")).Length - 1);

        Assert.StartsWith("Nothing to revise", Tip.Run("report", folder, "--revision", "--reason", "again").Text, StringComparison.Ordinal);
        Assert.StartsWith("Nothing new", Tip.Run("run", folder).Text, StringComparison.Ordinal);
        Assert.Equal(after, Cells(folder));
        var later = Report(folder);
        Assert.Equal(after, Cells(folder));
        Assert.Contains($"Figures of earlier months were revised on 15 August 2026 (A late round of the survey); what changed is listed in release {Path.GetFileName(revision)}.", File.ReadAllText(Path.Combine(later, "trend-report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Months_before_the_first_are_released_with_it_as_a_case_opened_then_stays_in_the_figures()
    {
        var plain = Path.Combine(TestFolders.Fresh(), "plain.duckdb");
        Directory.CreateDirectory(Path.GetDirectoryName(plain)!);
        VaultFile.Read(Path.Combine(small.Folder, "data", Vault.FileName), plain, VaultKey.Find(small.Folder));
        using var connection = new DuckDB.NET.Data.DuckDBConnection($"DataSource={plain}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from frozen_month where stream = 'cp_cm' and month in (date '2022-11-01', date '2023-01-01', date '2026-06-01')";
        Assert.Equal(3L, command.ExecuteScalar());
        command.CommandText = "select count(*) from frozen_month where month > date '2026-06-01'";
        Assert.Equal(0L, command.ExecuteScalar());
    }

    [Fact]
    public void A_change_of_few_people_is_withheld_and_a_run_killed_after_the_decision_is_completed_by_the_next_command()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var before = Cells(folder);
        Ingest(folder, households: 3, "FEW");
        var revision = Report(folder, "--revision", "--reason", "Three forms were found");
        // The households of the file live in one district; what reads otherwise elsewhere are neighbours hidden with it, and shares no longer weighted.
        const string touched = "period = '2026-Q2' and area_code in ('LR', 'LR01', 'LR0101')";
        Assert.NotEmpty(Rows(folder, $"select figure_id from restatement where state_before = 'shown' and state_after = 'hidden' and {touched}"));
        Assert.Empty(Rows(folder, $"select figure_id from restatement where state_before = 'shown' and share_before <> share_after and {touched}"));
        Assert.Empty(Rows(folder, "select figure_id from restatement where state_before = 'hidden'"));
        Assert.NotEqual(before, Cells(folder));

        // As if the machine had stopped between the vault, which holds the decision, and the release; and another before it.
        var (id, store) = (Path.GetFileName(revision), Path.Combine(folder, "data", "indicators.duckdb"));
        var files = TestFolders.Hashes(revision);
        var bytes = File.ReadAllBytes(store);
        Directory.Move(revision, Path.Combine(folder, "releases", $".{id}.tmp"));
        File.Move(store, Path.Combine(folder, "data", $"pending-{id}.duckdb"));
        Directory.CreateDirectory(Path.Combine(folder, "releases", ".2026-08-15-00000000.tmp"));
        File.WriteAllText(Path.Combine(folder, "data", "pending-2026-08-15-00000000.duckdb"), "half");
        Assert.Equal(0, Tip.Run("ingest", folder).Code);
        Assert.Equal(files, TestFolders.Hashes(revision));
        Assert.Equal(bytes, File.ReadAllBytes(store));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(folder, "releases"), ".*"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "data"), "pending-*"));
    }

    [Fact]
    public void Records_erased_from_released_months_change_no_figure_of_another_month()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var source = Path.Combine(folder, "sources", "fs-households.yaml");
        var text = File.ReadAllText(source);
        Assert.Contains("retention_months: 60", text, StringComparison.Ordinal);
        File.WriteAllText(source, text.Replace("retention_months: 60", "retention_months: 31", StringComparison.Ordinal));
        var others = Cells(folder).Where(cell => !cell.Key.Contains(":2023", StringComparison.Ordinal)).ToList();

        Assert.Single(Directory.EnumerateFiles(Path.Combine(Report(folder), "..", "..", "data", "receipts")));
        var after = Cells(folder);
        Assert.Equal(others, after.Where(cell => !cell.Key.Contains(":2023", StringComparison.Ordinal)));
        Assert.Contains(after, cell => cell.Key.StartsWith("CH-03:LR:2023", StringComparison.Ordinal) && cell.Value.Contains("no_data", StringComparison.Ordinal));
    }

    /// <summary>Households of the last round again, as others: a file that comes after its months were released.</summary>
    private static void Ingest(string folder, int households, string mark)
    {
        var round = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region", "inbox", "fs-households")).Order(StringComparer.Ordinal).Last();
        var lines = File.ReadAllLines(round);
        var file = Path.Combine(Path.GetDirectoryName(folder)!, "late.csv");
        File.WriteAllLines(file, lines.Take(1 + households).Select(line => line.Replace("ZZMARKFSHHID", $"ZZMARKFSHHID{mark}", StringComparison.Ordinal)));
        var output = Tip.Run("ingest", folder, "--source", "fs-households", file);
        Assert.True(output.Code == 0, output.All);
    }

    private static string Report(string folder, params string[] options)
    {
        var known = Directory.EnumerateDirectories(Path.Combine(folder, "releases")).ToHashSet();
        var output = Tip.Run(["report", folder, .. options]);
        Assert.True(output.Code == 0, output.All);
        return Directory.EnumerateDirectories(Path.Combine(folder, "releases")).Single(path => !known.Contains(path));
    }

    private static SortedDictionary<string, string> Cells(string folder) => new(
        Rows(folder, $"select figure_id, {Printed} from cell order by figure_id").ToDictionary(row => row.GetProperty("figure_id").GetString()!, row => row.GetRawText()), StringComparer.Ordinal);

    private static IReadOnlyList<JsonElement> Rows(string folder, string sql) => [.. JsonDocument.Parse(Query(folder, sql)).RootElement.EnumerateArray()];

    private static string Query(string folder, string sql)
    {
        var output = Tip.Run("query", folder, sql, "--format", "json");
        Assert.True(output.Code == 0, output.All);
        return output.Text;
    }
}
