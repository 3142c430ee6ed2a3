using System.Diagnostics;
using Xunit.Abstractions;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class SpeedTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(60, 0.3)]
    [InlineData(60, 0.08)]
    [InlineData(35, 0.15)]
    public void A_household_indicator_of_fourteen_quarters_takes_about_half_a_second(int interviews, double share)
    {
        var table = HouseholdSurvey.Table(1, 14, interviews, share);
        Release(HouseholdSurvey.Table(2, 1, interviews, share), Areas(6, 5));
        var watch = Stopwatch.StartNew();
        var audit = Release(table, Areas(6, 5)).Audit;
        output.WriteLine($"{watch.ElapsedMilliseconds} ms, {audit}");
        Assert.Equal(0, audit.Unknown);
    }
}
