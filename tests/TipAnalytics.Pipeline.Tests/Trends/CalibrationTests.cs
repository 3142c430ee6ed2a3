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
    public void Rates_stand_inside_intervals_that_narrow_with_more_histories()
    {
        var (few, more) = (Simulate(histories: 20), Simulate(histories: 120));
        foreach (var rates in new[] { few, more })
        {
            Assert.InRange(rates.FalseRise, rates.FalseRiseLow, rates.FalseRiseHigh);
            Assert.InRange(rates.AnyFalseRise, rates.AnyFalseRiseLow, rates.AnyFalseRiseHigh);
            Assert.InRange(rates.FalseAmongClaims, rates.FalseAmongClaimsLow, rates.FalseAmongClaimsHigh);
            Assert.InRange(rates.Power, rates.PowerLow, rates.PowerHigh);
            Assert.True(rates.AnyFalseRiseHigh > 0 && rates.FalseRiseHigh > 0);
        }

        // Of 20 histories without one, 3.84 of 23.84 may have one (Wilson).
        Assert.True(few.AnyFalseRise > 0 || Math.Abs(few.AnyFalseRiseHigh - 3.8415 / 23.8415) < 1e-4);
        Assert.True(more.AnyFalseRiseHigh - more.AnyFalseRiseLow < few.AnyFalseRiseHigh - few.AnyFalseRiseLow);
        Assert.True(more.PowerHigh - more.PowerLow < few.PowerHigh - few.PowerLow);
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
