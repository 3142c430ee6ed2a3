using System.Text.Json;

namespace TipAnalytics.Cli.Tests;

/// <summary>Retention and withdrawal on a copy of a finished operation.</summary>
[Collection(SmallRun.Name)]
public class PurgeTests(SmallFixture small)
{
    private string Copy()
    {
        var folder = TestFolders.Fresh();
        TestFolders.Copy(small.Folder, folder);
        return folder;
    }

    private static void Change(string folder, string source, string old, string now)
    {
        var path = Path.Combine(folder, "sources", $"{source}.yaml");
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Receipts(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "data", "receipts")).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    [Fact]
    public void Nothing_is_erased_before_its_time()
    {
        var folder = Copy();
        var before = TestFolders.Hashes(folder);
        var output = Tip.Run("purge", folder);
        Assert.Equal((0, "Nothing to erase: no record is past its retention or withdrawn."), (output.Code, output.Text.Trim()));
        var after = TestFolders.Hashes(folder);
        Assert.Equal(before["data/vault.duckdb.aes"], after["data/vault.duckdb.aes"]);
        Assert.Equal(before.Keys, after.Keys);
    }

    [Fact]
    public void Past_its_retention_a_month_is_erased_with_a_receipt_and_stays_away()
    {
        var (folder, other) = (Copy(), Copy());
        Change(folder, "services", "retention_months: 60", "retention_months: 30");
        Change(other, "services", "retention_months: 60", "retention_months: 30");

        var output = Tip.Run("purge", folder);

        Assert.Equal(0, output.Code);
        Assert.Contains("services  retention  2023-01 to 2024-01", output.Text, StringComparison.Ordinal);
        var (name, receipt) = Assert.Single(Receipts(folder));
        Assert.Equal("2026-08-15-0001-services-retention.json", name);
        var read = JsonDocument.Parse(receipt).RootElement;
        Assert.Equal("records are kept for 30 months under the protocol of 2022-11-15", read.GetProperty("rule").GetString());
        Assert.Equal("2026-08-15 2023-01 2024-01", string.Join(' ', new[] { "erased_on", "first_month", "last_month" }.Select(key => read.GetProperty(key).GetString())));
        Assert.Matches("^(fewer than 100|100 to 999|1,000 to 9,999)$", read.GetProperty("records").GetString());
        Assert.Equal(0, Tip.Run("purge", other).Code);
        Assert.Equal(Receipts(folder), Receipts(other));

        // The same months come again in a cumulative export.
        var first = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region", "inbox", "services")).Order(StringComparer.Ordinal).First();
        var export = Path.Combine(folder, "cumulative.csv");
        File.WriteAllBytes(export, [.. File.ReadAllBytes(first), .. "\n"u8]);
        var again = Tip.Run("ingest", folder, "--source", "services", export, "--json");
        Assert.Equal(0, again.Code);
        Assert.Contains("\"past_retention\":", again.Text, StringComparison.Ordinal);
        Assert.StartsWith("Nothing to erase", Tip.Run("purge", folder).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_withdraws_is_out_of_the_next_release_which_says_so_and_the_last_one_stands()
    {
        var folder = Copy();
        var release = Path.Combine(folder, "releases", small.ReleaseId);
        var before = TestFolders.Hashes(release);
        Change(folder, "gbv-incidents", "record:", "withdrawn: { on: 2026-08-01, by: Head of programme, reason: New data policy }\nrecord:");

        var output = Tip.Run("run", folder);

        Assert.Equal(0, output.Code);
        Assert.Contains("gbv-incidents  withdrawal", output.Text, StringComparison.Ordinal);
        Assert.Equal("2026-08-15-0001-gbv-incidents-withdrawal.json", Assert.Single(Receipts(folder)).Key);
        Assert.Equal(before, TestFolders.Hashes(release));
        var made = Directory.EnumerateDirectories(Path.Combine(folder, "releases")).Single(path => Path.GetFileName(path) != small.ReleaseId);
        Assert.Contains(
            "GBV incidents, Incident Recorder: the provider withdrew it on 1 August 2026 and its records are erased; earlier releases stand, this one does without.",
            File.ReadAllText(Path.Combine(made, "trend-report.html")), StringComparison.Ordinal);
        Assert.Equal("[]", Tip.Run("query", folder, "select 1 as one from cell where indicator_id in ('VI-03', 'VI-04', 'VI-05')", "--format", "json").Text.Trim());
        Assert.StartsWith("Nothing new", Tip.Run("run", folder).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_protocol_does_not_permit_is_left_out_and_said()
    {
        var folder = Copy();
        Change(folder, "gbv-incidents", "audiences: [cluster, partners]\n  agreement_for: [partners]", "audiences: [cluster]\n  agreement_for: []");
        Change(folder, "pm-households", "minimum_cell:", "indicators: { child_away_reason: [MV-03] }\n  minimum_cell:");
        var check = Tip.Run("check", folder);
        Assert.Contains("GBV incidents, Incident Recorder: the information-sharing protocol does not name «Protection Cluster and partners»; nothing here rests on it.", check.Text, StringComparison.Ordinal);
        Assert.Equal(0, Tip.Run("report", folder).Code);
        Assert.Equal("[]", Tip.Run("query", folder, "select 1 as one from cell where indicator_id in ('VI-03', 'VI-04', 'VI-05', 'CH-05')", "--format", "json").Text.Trim());
    }
}
