using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using static TipAnalytics.Pipeline.Tests.Trends.TrendTables;

namespace TipAnalytics.Pipeline.Tests.Trends;

public class SmoothedShareTests
{
    [Fact]
    public void Areas_on_a_small_base_are_drawn_further_towards_the_others()
    {
        var shares = Smooth(("10", 400), ("20", 400), ("30", 400), ("40", 400), ("25", 400), ("50", 40));
        Assert.Equal(6, shares.Count);
        Assert.InRange(shares[0].Percent, 10, 12);
        Assert.InRange(shares[5].Percent, 35, 47);
        Assert.All(shares, share => Assert.True(share.Low < share.Percent && share.Percent < share.High));
    }

    [Fact]
    public void Where_areas_differ_by_no_more_than_chance_every_one_shows_the_share_of_all()
    {
        var shares = Smooth(("20", 40), ("25", 40), ("20", 40), ("25", 40), ("20", 40), ("25", 40));
        Assert.All(shares, share => Assert.True(share is { Percent: 22, IsNoMoreThanChance: true }));
    }

    [Fact]
    public void Hidden_areas_are_neither_used_nor_filled_and_five_areas_are_too_few()
    {
        Assert.Empty(Smooth(("10", 400), ("20", 400), ("30", 400), ("40", 400), ("x", 400), ("25", 400)));
        var shares = Smooth(("10", 400), ("20", 400), ("30", 400), ("40", 400), ("x", 400), ("25", 400), ("35", 400));
        Assert.DoesNotContain(shares, share => share.AreaCode == "LR05");
        Assert.Equal(6, shares.Count);
    }

    private static IReadOnlyList<SmoothedShare> Smooth(params (string Share, int Base)[] areas)
    {
        string Code(int i) => string.Create(CultureInfo.InvariantCulture, $"LR{i + 1:00}");
        var context = Context(["A"]) with
        {
            Areas = new AreaTree([new("LR", "Lake Region", 0, null), .. areas.Select((_, i) => new Area(Code(i), Code(i), 1, "LR"))]),
        };
        var cells = areas.SelectMany((area, i) => Cells("A", area.Share, "all", "all", Code(i), area.Base));
        return TrendAnalysis.Analyse([new ReleasedTable("A", "", PeriodGrain.Quarter, [.. cells])], context).Smoothed;
    }
}
