using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Tests.Statistics;

public class RobustTests
{
    [Fact]
    public void One_far_value_stands_out_and_does_not_hide_itself() =>
        Assert.Equal([false, false, false, false, true], Robust.StandOut([10, 11, 9, 10.5, 60]));

    [Fact]
    public void Equal_values_have_no_spread_to_stand_out_from() => Assert.All(Robust.StandOut([5, 5, 5, 5, 9]), Assert.False);

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[0], double.NaN)]
    public void A_median_is_the_middle(double[] values, double median) => Assert.Equal(median, Robust.Median(values));
}
