using TipAnalytics.Pipeline.Statistics;
using Xunit.Abstractions;

namespace TipAnalytics.Pipeline.Tests.Statistics;

/// <summary>How often the tests are wrong where nothing changes, on seeded simulations. <c>TIP_SIMULATIONS</c> multiplies their number; the rates are printed.</summary>
public class ErrorRateTests(ITestOutputHelper output)
{
    private static readonly int Scale = int.TryParse(Environment.GetEnvironmentVariable("TIP_SIMULATIONS"), out var asked) ? Math.Max(1, asked) : 1;

    [Theory]
    [InlineData(12, 0.0)]
    [InlineData(12, 0.4)]
    [InlineData(24, 0.2)]
    [InlineData(24, 0.4)]
    [InlineData(48, 0.0)]
    [InlineData(48, 0.4)]
    public void The_trend_test_finds_a_direction_in_at_most_7_5_per_cent_of_series_without_one(int months, double rho)
    {
        var random = new Random(11 * months + (int)(100 * rho));
        var times = Enumerable.Range(0, months).Select(t => (long)t).ToArray();
        var rate = Rate(2000, () => MannKendall.Test(times, Wave(months, rho, random)) is { Gate: TestGate.Open, PTwo: < 0.05 });
        output.WriteLine($"Mann-Kendall, {months} months, carry-over {rho}: {rate:P1}");
        Assert.InRange(rate, 0.005, 0.075);
    }

    [Theory]
    [InlineData(12, 12, 0.0)]
    [InlineData(12, 12, 0.3)]
    [InlineData(24, 12, 0.3)]
    [InlineData(24, 18, 0.5)]
    public void The_level_test_shows_a_rise_in_3_to_7_5_per_cent_of_series_without_one(int before, int after, double rho)
    {
        var random = new Random(before * 100 + after + (int)(100 * rho));
        var rate = Rate(2500, () => LevelChange.Test(Shares(before + after, 0.3, 0.05, rho, _ => 120, random), before) is { Gate: TestGate.Open, PUp: < 0.05 });
        output.WriteLine($"Level change, {before}+{after} months, carry-over {rho}: {rate:P1}");
        Assert.InRange(rate, 0.03, 0.075);
    }

    [Fact]
    public void Of_the_rises_claimed_over_many_series_at_most_11_per_cent_are_false()
    {
        var random = new Random(4711);
        var (panels, series) = (60 * Scale, 200);
        var shares = 0.0;
        for (var panel = 0; panel < panels; panel++)
        {
            var isTrue = Enumerable.Range(0, series).Select(_ => random.Next(5) == 0).ToArray();
            var tests = isTrue.Select(rises => LevelChange.Test(Shares(30, 0.25, 0.03, 0.2, t => rises && t >= 18 ? 0.12 : 0, _ => 100, random), 18)).ToArray();
            var adjusted = ManyTests.BenjaminiHochberg([.. tests.Select(test => test.PUp)]);
            var claims = Enumerable.Range(0, series).Where(i => adjusted[i] <= 0.10 && tests[i].Low > 0).ToArray();
            shares += claims.Length == 0 ? 0 : (double)claims.Count(i => !isTrue[i]) / claims.Length;
        }

        output.WriteLine($"False among indicator claims: {shares / panels:P1}");
        Assert.InRange(shares / panels, 0.001, 0.11);
    }

    [Fact]
    public void Of_the_areas_said_to_rise_in_several_families_at_most_5_per_cent_do_not()
    {
        var random = new Random(815);
        var (panels, areas) = (50 * Scale, 40);
        var shares = 0.0;
        var claimed = 0;
        for (var panel = 0; panel < panels; panel++)
        {
            // One area in five truly rises in three of five families, one in five in one family only: that is not «several».
            var rising = Enumerable.Range(0, areas).Select(_ => random.Next(5) switch { 0 => 3, 1 => 1, _ => 0 }).ToArray();
            var p = rising.Select(count => ManyTests.PartialConjunction(
                Enumerable.Range(0, 5).Select(family => ManyTests.Simes(Enumerable.Range(0, 3).Select(_ =>
                    LevelChange.Test(Shares(30, 0.25, 0.03, 0.2, t => family < count && t >= 18 ? 0.14 : 0, _ => 100, random), 18).PUp))), 2)).ToArray();
            var adjusted = ManyTests.BenjaminiHochberg(p);
            var claims = Enumerable.Range(0, areas).Where(i => adjusted[i] <= 0.10).ToArray();
            claimed += claims.Length;
            shares += claims.Length == 0 ? 0 : (double)claims.Count(i => rising[i] < 2) / claims.Length;
        }

        output.WriteLine($"False among convergence claims: {shares / panels:P1} of {claimed}");
        Assert.True(claimed > 0);
        Assert.InRange(shares / panels, 0, 0.05);
    }

    [Fact]
    public void Doubled_service_points_of_another_mix_show_a_false_rise_in_at_most_6_per_cent_of_the_panels()
    {
        var random = new Random(1955);
        var (all, panel) = (0, 0);
        var runs = 800 * Scale;
        for (var run = 0; run < runs; run++)
        {
            // Ten points throughout at about 15 %, ten more of about 30 % from the onset on; no point changes.
            var levels = Enumerable.Range(0, 20).Select(s => (s < 10 ? 0.15 : 0.30) + 0.03 * Gauss(random)).ToArray();
            var months = Enumerable.Range(0, 24).Select(t => Enumerable.Range(0, t < 12 ? 10 : 20).Select(s => (Base: 20.0, Signal: Count(20, Math.Clamp(levels[s], 0.01, 0.99), random))).ToArray()).ToArray();
            Observation[] Of(int points) => [.. months.Select((month, t) => new Observation(t, month.Take(points).Sum(m => m.Signal) / month.Take(points).Sum(m => m.Base), month.Take(points).Sum(m => m.Base)))];
            all += LevelChange.Test(Of(20), 12).PUp < 0.05 ? 1 : 0;
            panel += LevelChange.Test(Of(10), 12) is { PUp: < 0.05, Difference: > 0 } ? 1 : 0;
        }

        output.WriteLine($"Doubled points: all points rise in {(double)all / runs:P0}, points that reported throughout in {(double)panel / runs:P1}");
        Assert.True(all > runs / 2);
        Assert.InRange((double)panel / runs, 0, 0.06);
    }

    private static double Rate(int runs, Func<bool> isFalse)
    {
        var wrong = 0;
        for (var run = 0; run < runs * Scale; run++)
            wrong += isFalse() ? 1 : 0;
        return (double)wrong / (runs * Scale);
    }

    private static double[] Wave(int count, double rho, Random random)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = (i == 0 ? 0 : rho * values[i - 1]) + Math.Sqrt(i == 0 ? 1 : 1 - rho * rho) * Gauss(random);
        return values;
    }

    private static Observation[] Shares(int count, double level, double spread, double rho, Func<int, double> n, Random random) =>
        Shares(count, level, spread, rho, _ => 0, n, random);

    private static Observation[] Shares(int count, double level, double spread, double rho, Func<int, double> rise, Func<int, double> n, Random random)
    {
        var wave = Wave(count, rho, random);
        return [.. wave.Select((value, t) => new Observation(t, Count(n(t), Math.Clamp(level + rise(t) + spread * value, 0.005, 0.995), random) / n(t), n(t)))];
    }

    private static double Count(double n, double share, Random random)
    {
        var count = 0;
        for (var i = 0; i < n; i++)
            count += random.NextDouble() < share ? 1 : 0;
        return count;
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
