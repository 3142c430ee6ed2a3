using System.Text.Json;

namespace TipAnalytics.Cli.Tests;

/// <summary><c>tip calibrate</c> and <c>tip backtest</c> on a copy of the demo.</summary>
[Collection(DemoRun.Name)]
public class HindsightTests(DemoFixture demo)
{
    [Fact]
    public void A_calibration_names_its_error_rates_and_the_next_release_prints_them_with_their_day()
    {
        var folder = TestFolders.CopyOf(demo.Folder);
        var output = Tip.Run("calibrate", folder, "--histories", "20", "--json");
        Assert.True(output.Code == 0, output.All);
        var rates = JsonDocument.Parse(output.Text).RootElement;
        Assert.True(rates.GetProperty("series").GetInt32() > 100);
        Assert.InRange(rates.GetProperty("false_rise").GetDouble(), 0, 0.02);
        Assert.InRange(rates.GetProperty("false_among_claims").GetDouble(), 0, 0.11);
        Assert.InRange(rates.GetProperty("power").GetDouble(), 0.3, 1);

        Assert.Equal(0, Tip.Run("run", folder).Code);
        var release = Directory.EnumerateDirectories(Path.Combine(folder, "releases")).Single(path => Path.GetFileName(path) != demo.ReleaseId);
        var html = File.ReadAllText(Path.Combine(release, "trend-report.html"));
        Assert.Contains("Calibrated on 15 August 2026", html, StringComparison.Ordinal);
        Assert.Contains("have not been simulated", File.ReadAllText(Path.Combine(demo.Release, "trend-report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_backtest_says_when_each_rise_would_first_have_been_said_and_changes_nothing()
    {
        var before = File.ReadAllBytes(Path.Combine(demo.Folder, "data", "vault.duckdb.aes"));
        var output = Tip.Run("backtest", demo.Folder, "--by", "month", "--as-of", "2025-08-31", "--json");
        Assert.True(output.Code == 0, output.All);
        var findings = JsonDocument.Parse(output.Text).RootElement.GetProperty("findings").EnumerateArray().ToList();
        var rise = findings.Single(finding => finding.GetProperty("indicator_id").GetString() == "VI-03" && finding.GetProperty("area_code").GetString() == "LR");
        Assert.Equal("2025-08-14", rise.GetProperty("first_said").GetString());
        Assert.True(rise.GetProperty("stood").GetBoolean());
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(demo.Folder, "data", "vault.duckdb.aes")));

        var byIngest = Tip.Run("backtest", demo.Folder, "--as-of", "2025-02-01");
        Assert.Contains("All files were taken on one day", byIngest.Text, StringComparison.Ordinal);
    }
}
