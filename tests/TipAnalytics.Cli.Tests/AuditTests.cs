namespace TipAnalytics.Cli.Tests;

/// <summary><c>tip audit</c> on a release that was changed after it was drafted.</summary>
[Collection(SmallRun.Name)]
public class AuditTests(SmallFixture small)
{
    [Fact]
    public void A_number_that_was_put_in_is_named_inside_alone_until_it_is_out_again()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var (page, inside) = (Path.Combine(folder, "releases", small.ReleaseId, "trend-report.html"), Path.Combine(folder, "data", "audits", $"{small.ReleaseId}-refused.json"));
        var whole = File.ReadAllText(page);
        File.WriteAllText(page, whole.Replace("</main>", "<p>Nordmere, 7391 children.</p></main>", StringComparison.Ordinal));

        var refused = Tip.Run("audit", folder);

        Assert.Equal(12, refused.Code);
        Assert.Contains("Audit A0: trend-report.html: 1 number without a fact or a formula behind it.", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("7391", refused.All, StringComparison.Ordinal);
        Assert.Contains("7391", File.ReadAllText(inside), StringComparison.Ordinal);

        File.WriteAllText(page, whole);
        Assert.Equal(0, Tip.Run("audit", folder).Code);
        Assert.False(File.Exists(inside));
    }

    [Fact]
    public void A_file_that_is_gone_is_missed_though_no_number_is_new()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        File.Delete(Path.Combine(folder, "releases", small.ReleaseId, "tables", "gaps.csv"));
        var output = Tip.Run("audit", folder);
        Assert.Equal(12, output.Code);
        Assert.Contains("are not those that were drafted", output.Error, StringComparison.Ordinal);
        Assert.Contains("gaps.csv", output.Error, StringComparison.Ordinal);
    }
}
