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
    public void A_threshold_is_raised_between_releases_and_not_lowered_again_and_what_a_partner_published_is_held_against_the_records()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var (definition, inbox) = (Path.Combine(folder, "operation.yaml"), Path.Combine(folder, "external-facts"));
        var before = File.ReadAllText(definition);
        File.WriteAllText(definition, before.Replace("first_month:", "thresholds: { fs_hh: 20 }\nfirst_month:", StringComparison.Ordinal));
        Directory.CreateDirectory(inbox);
        var withheld = File.ReadAllLines(Path.Combine(folder, "releases", small.ReleaseId, "tables", "cells-CH-08.csv")).Select(line => line.Split(','))
            .Where(fields => fields[9] == "all" && fields[10] == "hidden").Select(fields => $"CH-08,{fields[2]},{fields[5]},,,signal,99999,").ToList();
        Assert.NotEmpty(withheld);
        File.WriteAllText(Path.Combine(inbox, "dashboard.csv"), $"""
            indicator,area,period,split,category,what,low,high
            VI-03,LR02,2026-Q1,,,signal,0,99999
            CH-08,LR01,2031-Q1,,,base,12,
            EC-01,LR01,2026-Q1,,,base,12,
            {string.Join('\n', withheld)}
            """);

        Assert.Contains("external-facts/dashboard.csv tells of EC-01, which is not switched on", Tip.Run("check", folder).Text, StringComparison.Ordinal);
        var raised = Tip.Run("report", folder);
        Assert.True(raised.Code == 0, raised.All);
        Assert.Contains("the inner audit has notes on CH-08 ", raised.Text, StringComparison.Ordinal);
        var sheet = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(folder, "data", "audits"), "*.md").Single(file => !file.Contains(small.ReleaseId, StringComparison.Ordinal)));
        Assert.Contains("of no use, because no record here belongs to it (check area, period and category in external-facts/): dashboard: CH-08:LR01:2031-Q1:all base.", sheet, StringComparison.Ordinal);
        Assert.Contains("otherwise than the records here count it", sheet, StringComparison.Ordinal);
        Assert.Contains("already disclosed by what others published", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("VI-03:LR02:2026-Q1:all signal", sheet, StringComparison.Ordinal);
        var audit = Tip.Run("audit", folder);
        Assert.True(audit.Code == 0, audit.All);
        Assert.Matches(@"already_disclosed +[1-9]", audit.Text);

        File.WriteAllText(definition, before);
        var lowered = Tip.Run("report", folder);
        Assert.True(lowered.Code == 0, lowered.All);
        Assert.Contains("The threshold of fs_hh stays at 20, not 5", lowered.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the inner audit has notes", lowered.Text, StringComparison.Ordinal);
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
