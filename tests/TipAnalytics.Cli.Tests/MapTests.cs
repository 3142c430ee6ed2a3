namespace TipAnalytics.Cli.Tests;

public class MapTests
{
    private static string Sample(string source) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region", "inbox", source)).Order(StringComparer.Ordinal).Last();

    [Fact]
    public void A_proposal_passes_the_check_once_its_blanks_are_filled_and_takes_nothing_until_it_is_reviewed()
    {
        var folder = TestFolders.Fresh();
        Tip.Run("new", folder);
        foreach (var other in Directory.EnumerateFiles(Path.Combine(folder, "sources"), "*.yaml"))
            File.Delete(other);
        var source = Path.Combine(folder, "sources", "interviews.yaml");

        var map = Tip.Run("map", Sample("pm-households"), "--stream", "pm_hh", "--out", source);

        Assert.True(map.Code == 0, map.All);
        Assert.Contains("CH-05: could be fed", map.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ZZMARK", map.All + File.ReadAllText(source), StringComparison.Ordinal);
        Assert.Equal(10, Tip.Run("check", folder).Code);
        Assert.Equal(13, Tip.Run("map", Sample("pm-households"), "--stream", "pm_hh", "--out", source).Code);

        Fill(source, ("title:", "Interviews"), ("provider:", "P"), ("parties:", "[P, Cluster]"), ("purpose:", "Analysis"), ("agreed_on:", "2026-01-01"), ("expires_on:", "2027-12-31"), ("audiences:", "[cluster]"), ("retention_months:", "24"));
        var check = Tip.Run("check", folder);
        Assert.True(check.Code == 0, check.All);
        Assert.Contains("Note: Nobody has reviewed the mapping of «Interviews» yet.", check.Text, StringComparison.Ordinal);

        var inbox = Directory.CreateDirectory(Path.Combine(folder, "inbox", "interviews"));
        File.Copy(Sample("pm-households"), Path.Combine(inbox.FullName, "first.csv"));
        var ingest = Tip.Run("ingest", folder);
        Assert.Equal(11, ingest.Code);
        Assert.Contains("first.csv: not taken. Nobody has reviewed", ingest.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_stream_and_a_missing_file_are_said()
    {
        Assert.Contains("\"pm_hhh\" is no stream. Did you mean \"pm_hh\"?", Tip.Run("map", Sample("services"), "--stream", "pm_hhh").Error, StringComparison.Ordinal);
        Assert.Contains("nothing.csv: there is no such file.", Tip.Run("map", "nothing.csv", "--stream", "pm_hh").Error, StringComparison.Ordinal);
    }

    /// <summary>Writes what only people know behind its key.</summary>
    private static void Fill(string source, params (string Key, string Value)[] blanks) =>
        File.WriteAllLines(source, File.ReadAllLines(source).Select(line => Array.Find(blanks, blank => line.TrimStart().StartsWith(blank.Key, StringComparison.Ordinal)) is { Key: { } key } blank
            ? $"{line[..line.IndexOf(key, StringComparison.Ordinal)]}{key} {blank.Value}" : line));
}
