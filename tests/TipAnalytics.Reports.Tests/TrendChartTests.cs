using SkiaSharp;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

/// <summary>Names of the lines in a chart of one series. <c>TIP_CHARTS</c> names a folder to look at them.</summary>
public class TrendChartTests
{
    private static readonly SKRect Body = new(12, 60, 468, 190);

    [Fact]
    public void A_break_and_a_change_in_the_quarter_of_the_onset_stand_one_below_the_other()
    {
        var labels = Placed("2025-Q1", ("2025-Q1", true), ("2025-Q1", false));
        Assert.Equal([("crisis onset", 0), ("form or source changed", 1), ("sources or access changed", 2)], labels.Select(label => (label.Text, label.Row)));
    }

    [Fact]
    public void Names_that_do_not_meet_share_a_row_and_those_that_do_have_rows_of_their_own()
    {
        var labels = Placed("2025-Q1", ("2023-Q3", true), ("2023-Q4", false), ("2026-Q1", false), ("2026-Q2", true));
        Assert.Equal([0, 1, 2, 1, 2], labels.Select(label => label.Row));
        Assert.All(labels, label => Assert.DoesNotContain(labels, other => other != label && other.Row == label.Row && other.Left < label.Right && label.Left < other.Right));
        Assert.All(labels, label => Assert.InRange(label.Left, Body.Left, label.Right));
        Assert.All(labels, label => Assert.InRange(label.Right, label.Left, Body.Right));
    }

    [Fact]
    public void Lines_of_the_same_look_side_by_side_are_named_once()
    {
        var all = Enumerable.Range(0, 8).Select(at => ($"{2023 + at / 4}-Q{1 + at % 4}", false)).ToArray();
        Assert.Equal([0, 1, 1], Placed("2025-Q1", all).Select(label => label.Row));
    }

    private static List<TrendChart.LineLabel> Placed(string onset, params (string From, bool Stops)[] breaks)
    {
        var series = new TrendSeries(
            "Area", [.. Enumerable.Range(0, 14).Select(at => (LakeRegion.Parse($"{2023 + at / 4}-Q{1 + at % 4}"), (TrendPoint?)new TrendPoint(20 + at, 15 + at, 27 + at)))],
            LakeRegion.Parse(onset), [.. breaks.Select(each => new TrendBreak(LakeRegion.Parse(each.From), each.Stops))]);
        var words = new TrendWords("Title", "Subtitle", "Source", "Note", "crisis onset", "form or source changed", "sources or access changed", period => period.ToString(), value => $"{value}%", false);
        if (Environment.GetEnvironmentVariable("TIP_CHARTS") is { } folder)
            File.WriteAllBytes(Path.Combine(folder, $"{breaks.Length}-breaks.png"), TrendChart.Single(series, words));
        return TrendChart.Placed(series, words, Body);
    }
}
