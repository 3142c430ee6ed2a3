using System.Text.Json;

namespace TipAnalytics.Cli.Tests;

/// <summary>The account of an ingest: what became of each row, and the way from a rejected row to a corrected file.</summary>
[Collection(DemoRun.Name)]
public class AccountTests(DemoFixture demo)
{
    private const string Name = "ZZMARK_Adia_visits.csv";

    private static string Sample => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region", "inbox", "pm-key-informants")).Order(StringComparer.Ordinal).Last();

    [Fact]
    public void A_rejected_row_is_listed_by_position_until_its_corrected_file_is_dropped_again()
    {
        var folder = TestFolders.Fresh();
        TestFolders.Copy(demo.Folder, folder);
        var before = Ingest(folder, "inbox empty", null);
        var text = File.ReadAllText(Sample).ReplaceLineEndings("\n").TrimEnd();
        var header = text.Split('\n')[0].Split(';');
        var visit = text.Split('\n').First(line => line.Split(';').Length == header.Length && line.Contains(";\"yes\";\"LR", StringComparison.Ordinal)).Split(';');
        // A new visit, with an area nobody knows: a person's name, by mistake.
        foreach (var key in new[] { "\"_uuid\"", "\"meta/rootUuid\"" })
            visit[Array.IndexOf(header, key)] = "\"00000000-0000-4000-8000-00000000000a\"";
        var right = $"{text}\n{string.Join(';', visit)}";
        visit[Array.IndexOf(header, "\"location/admin2\"")] = "\"ZZMARK Adia\"";
        var wrong = $"{text}\n{string.Join(';', visit)}";

        var first = Ingest(folder, Name, wrong);
        var page = File.ReadAllText(Path.Combine(folder, "data", "account.html"));
        var second = Ingest(folder, Name, right);

        Assert.Equal(before.Open + 1, first.Open);
        Assert.Equal(0, first.Accepted);
        Assert.Contains($"<td class=\"number\">{first.Rows + 1}</td><td class=\"plain\">location/admin2</td><td class=\"plain\">unknown_area</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ZZMARK", page, StringComparison.Ordinal);
        Assert.Equal(1, second.Accepted);
        Assert.Equal(before.Open, second.Open);
    }

    private static (int Open, int Accepted, int Rows) Ingest(string folder, string name, string? text)
    {
        if (text is not null)
        {
            var inbox = Path.Combine(folder, "inbox", "pm-key-informants");
            Directory.CreateDirectory(inbox);
            File.WriteAllText(Path.Combine(inbox, name), text);
        }

        var output = Tip.Run("ingest", folder, "--json");
        Assert.Equal(0, output.Code);
        var account = JsonDocument.Parse(output.Text).RootElement;
        Assert.DoesNotContain("ZZMARK Adia", output.All, StringComparison.Ordinal);
        return (
            account.GetProperty("open").EnumerateArray().Count(row => row.GetProperty("source_id").GetString() == "pm-key-informants"),
            account.GetProperty("batches").EnumerateArray().Sum(batch => batch.GetProperty("outcomes").GetProperty("accepted").GetInt32()),
            account.GetProperty("batches").EnumerateArray().Sum(batch => batch.GetProperty("rows").GetInt32()));
    }
}
