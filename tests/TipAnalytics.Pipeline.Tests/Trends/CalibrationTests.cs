using System.Globalization;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using static TipAnalytics.Pipeline.Tests.Trends.TrendTables;

namespace TipAnalytics.Pipeline.Tests.Trends;

public class CalibrationTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"I{i:00}"))];

    [Fact]
    public void Without_a_change_few_series_rise_and_with_one_most_true_rises_are_found()
    {
        var rates = Simulate(histories: 60);
        Assert.Equal(12, rates.Series);
        Assert.InRange(rates.FalseRise, 0, 0.05);
        Assert.InRange(rates.FalseAmongClaims, 0, 0.15);
        Assert.InRange(rates.Power, 0.5, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_rates_and_another_seed_others()
    {
        Assert.Equal(Simulate(histories: 30), Simulate(histories: 30));
        Assert.NotEqual(Simulate(histories: 30).Power, Simulate(histories: 30, seed: 8).Power);
    }

    [Fact]
    public void Without_a_series_that_can_be_tested_there_is_nothing_to_calibrate()
    {
        var series = TrendAnalysis.Test([Table("A", "20 x 20")], Context(["A"]));
        Assert.Equal(0, Calibration.Simulate(series, new(2026, 8, 15), "", 0.10, 20, 1).Series);
    }

    private static Calibration Simulate(int histories, int seed = 7)
    {
        var random = new Random(3);
        ReleasedTable[] tables = [.. Ids.Select(id =>
        {
            var shares = string.Join(' ', Enumerable.Range(0, 14).Select(_ => random.Next(17, 24)));
            return Table(id, shares, inside: shares);
        })];
        return Calibration.Simulate(TrendAnalysis.Test(tables, Context(Ids)), new(2026, 8, 15), "hash", 0.10, histories, seed);
    }
}
