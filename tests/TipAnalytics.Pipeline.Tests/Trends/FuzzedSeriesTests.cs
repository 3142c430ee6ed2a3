using TipAnalytics.Pipeline.Trends;
using static TipAnalytics.Pipeline.Tests.Trends.TrendTables;

namespace TipAnalytics.Pipeline.Tests.Trends;

/// <summary>Whatever stands in a series, nothing is claimed of one that cannot be tested, and no number that is none comes out.
/// <c>TIP_FUZZED_SERIES</c> sets how many.</summary>
public class FuzzedSeriesTests
{
    private static readonly string[] Odd = ["-", "-", "x", "0", "100"];

    [Fact]
    public void No_series_gives_an_untested_claim_or_a_number_that_is_none()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("TIP_FUZZED_SERIES"), out var asked) ? asked : 10_000;
        var random = new Random(20251);
        var context = Context(["A"]);
        var untested = 0;
        for (var i = 0; i < count; i++)
        {
            var shares = Shares(random);
            var finding = Assert.Single(TrendAnalysis.Analyse([Table("A", shares, inside: random.Next(2) == 0 ? shares : null, baseSize: random.Next(5) == 0 ? 40 : 400)], context).Findings);
            var isTested = !double.IsNaN(finding.PUp);
            if (isTested)
            {
                Assert.InRange(finding.PUp, 0, 1);
                Assert.True(finding.Difference is not null && finding.SmallestVisibleRise is not null, shares);
                Assert.True(finding.Difference!.Low <= finding.Difference.Points && finding.Difference.Points <= finding.Difference.High, shares);
                continue;
            }

            untested++;
            Assert.True(
                finding.Status is TrendStatus.Constant or TrendStatus.InsufficientData or TrendStatus.NotComparable or TrendStatus.Withheld,
                $"{shares}: {finding.Status}");
            Assert.True(finding.Status == TrendStatus.Constant || finding.Difference is null, shares);
            Assert.Null(finding.SmallestVisibleRise);
            Assert.Null(finding.LargestShift);
            Assert.Null(finding.PanelDifference);
            Assert.Equal(EvidenceGrade.D, finding.Status == TrendStatus.Constant ? EvidenceGrade.D : finding.Grade);
        }

        Assert.InRange(untested, count / 2, count - count / 50);
    }

    /// <summary>0–7 points most of the time, now and then more: constant, alternating, gappy, hidden, at 0 or 100.</summary>
    private static string Shares(Random random)
    {
        var periods = random.Next(4) == 0 ? random.Next(8, 15) : random.Next(0, 8);
        var level = random.Next(0, 101);
        return random.Next(5) switch
        {
            0 => Join(periods, _ => $"{level}"),
            1 => Join(periods, i => i % 2 == 0 ? "-" : $"{random.Next(0, 101)}"),
            2 => Join(periods, _ => Odd[random.Next(Odd.Length)]),
            3 => Join(14, i => i >= 14 - periods ? $"{random.Next(0, 101)}" : "-"),
            _ => Join(periods, _ => random.Next(6) == 0 ? Odd[random.Next(Odd.Length)] : $"{Math.Clamp(level + random.Next(-8, 9), 0, 100)}"),
        };
    }

    private static string Join(int count, Func<int, string> at) => count == 0 ? "-" : string.Join(' ', Enumerable.Range(0, count).Select(at));
}
