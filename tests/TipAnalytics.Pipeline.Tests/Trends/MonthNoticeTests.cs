using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using static TipAnalytics.Pipeline.Tests.Trends.TrendTables;

namespace TipAnalytics.Pipeline.Tests.Trends;

public class MonthNoticeTests
{
    private const string Calm = "20 21 19 20 22 20 19 21 20 21 19 20 22 20 19 21 20 21 19 20 22 20 19 21 20 21 19 20 22 20 19 21 20 21 19 20 22 20 19 21 20";

    [Fact]
    public void A_last_month_far_above_the_months_before_it_is_named_to_look_at() =>
        Assert.Equal(new MonthNotice("A", "LR01", new(PeriodGrain.Month, 12 * 2026 + 5), NoticeLevel.Alert), Assert.Single(Notices(Calm + " 38")));

    [Fact]
    public void A_last_month_like_the_others_is_not() => Assert.Empty(Notices(Calm + " 22"));

    [Fact]
    public void Nothing_is_said_of_a_month_without_data_nor_over_a_hidden_baseline()
    {
        Assert.Empty(Notices(Calm + " -"));
        Assert.Empty(Notices(Calm[..^11] + " x 20 19 21" + " 38"));
    }

    [Fact]
    public void Months_before_a_break_are_no_baseline()
    {
        SeriesBreak[] breaks = [new("A", "", new(PeriodGrain.Month, 12 * 2026 + 3), "new wording")];
        Assert.Empty(Notices(Calm + " 38", breaks));
    }

    [Fact]
    public void Quarters_have_no_notices() =>
        Assert.Empty(TrendAnalysis.Analyse([Table("A", "20 21 19 20 22 20 19 21  20 21 19 22 20 60")], Context(["A"])).Notices);

    private static IReadOnlyList<MonthNotice> Notices(string months, IReadOnlyList<SeriesBreak>? breaks = null) => TrendAnalysis.Analyse(
        [new ReleasedTable("A", "", PeriodGrain.Month, [.. Cells("A", months, "all", "all", "LR01", 400, PeriodGrain.Month)])], Context(["A"], breaks: breaks)).Notices;
}
