using CsCheck;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Tests.Statistics;

public class StatisticsPropertyTests
{
    private static readonly Gen<double[]> Shares = Gen.Int[1, 59].Select(k => k / 60.0).Array[16, 30];

    [Fact]
    public void Reversing_a_series_changes_the_sign_of_its_slope_and_its_z() =>
        Shares.Sample(shares =>
        {
            long[] times = [.. Enumerable.Range(0, shares.Length).Select(i => (long)i)];
            var forward = MannKendall.Test(times, shares);
            var backward = MannKendall.Test(times, [.. shares.Reverse()]);
            Assert.Equal(forward.S, -backward.S);
            Assert.Equal(forward.Slope, -backward.Slope, 9);
            Assert.Equal(Math.Sign(forward.Z), -Math.Sign(backward.Z));
        });

    [Fact]
    public void Swapping_before_and_after_turns_the_difference_and_keeps_its_error() =>
        Shares.Where(shares => shares.Length % 2 == 0).Sample(shares =>
        {
            var half = shares.Length / 2;
            var change = LevelChange.Test(Observe(shares, 60), half);
            var swapped = LevelChange.Test(Observe([.. shares[half..], .. shares[..half]], 60), half);
            Assert.Equal(change.Difference, -swapped.Difference, 9);
            Assert.Equal(change.StandardError, swapped.StandardError, 9);
            Assert.Equal(change.PUp, swapped.PDown, 9);
        });

    [Fact]
    public void Larger_samples_with_the_same_shares_never_widen_the_interval() =>
        Shares.Sample(shares =>
        {
            var small = LevelChange.Test(Observe(shares, 60), shares.Length / 2);
            var large = LevelChange.Test(Observe(shares, 240), shares.Length / 2);
            Assert.Equal(small.Difference, large.Difference, 9);
            Assert.True(large.StandardError <= small.StandardError + 1e-12);
        });

    [Fact]
    public void Adjusted_p_are_never_below_p_and_keep_its_order() =>
        Gen.Double[0, 1].Array[1, 40].Sample(p =>
        {
            var adjusted = ManyTests.BenjaminiHochberg(p);
            var order = Enumerable.Range(0, p.Length).OrderBy(i => p[i]).ToArray();
            Assert.All(order, i => Assert.InRange(adjusted[i], p[i] * (1 - 1e-12), 1)); // 3·p/3 may round below p
            Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(adjusted[pair.First] <= adjusted[pair.Second]));
        });

    [Fact]
    public void One_extreme_family_alone_is_never_convergence() =>
        Gen.Double[0.2, 1].Array[2, 4].Sample(others =>
            Assert.True(ManyTests.PartialConjunction([1e-12, .. others], 2) > 0.10));

    [Fact]
    public void Series_without_a_change_seem_to_rise_about_as_often_as_the_test_says()
    {
        // 400 series of 24 periods around 30 %, carry-over 0.3, 60 interviews each: one-sided 5 %.
        var random = new Random(20_240_501);
        var rises = Enumerable.Range(0, 400).Count(_ =>
        {
            var noise = 0.0;
            var shares = new double[24];
            for (var t = 0; t < shares.Length; t++)
            {
                noise = 0.3 * noise + Math.Sqrt(1 - 0.09) * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1);
                shares[t] = Math.Clamp(0.30 + 0.08 * noise, 0, 1);
            }

            return LevelChange.Test(Observe(shares, 60), 12).PUp <= 0.05;
        });
        Assert.InRange(rises / 400.0, 0.02, 0.09);
    }

    private static Observation[] Observe(double[] shares, double n) => [.. shares.Select((share, t) => new Observation(t, share, n))];
}
