using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class SuppressionTests
{
    private static IndicatorTable FourDistricts(long small) => Table(
    [
        Cell("X101", 2, small, 60), Cell("X102", 2, 20, 60), Cell("X103", 2, 25, 70), Cell("X104", 2, 30, 90),
        Cell("X1", 1, small + 75, 280), Cell("X", 0, small + 75, 280),
    ]);

    [Fact]
    public void A_remainder_of_one_hidden_child_cannot_be_subtracted()
    {
        var cells = Release(FourDistricts(3), Areas(1, 4)).Table.Cells;

        Assert.True(cells.Single(cell => cell.AreaCode == "X1").Value is Cell.Shown);
        Assert.Equal(2, cells.Count(cell => cell.AreaLevel == 2 && !IsReleased(cell)));
        Assert.False(IsReleased(cells.Single(cell => cell.AreaCode == "X101")));
    }

    [Fact]
    public void Zero_is_withheld_like_one()
    {
        var zero = Release(FourDistricts(0), Areas(1, 4)).Table.Cells;
        var one = Release(FourDistricts(1), Areas(1, 4)).Table.Cells;

        Assert.IsType<Cell.Hidden>(zero.Single(cell => cell.AreaCode == "X101").Value);
        Assert.Equal(zero.Select(IsReleased), one.Select(IsReleased));
    }

    [Fact]
    public void A_weighted_share_without_its_weighted_sums_is_not_printed_over_a_withheld_part_in_any_quarter()
    {
        var before = new Period(PeriodGrain.Quarter, Quarter.Index - 1);
        var quarters = FourDistricts(3).Cells.Concat(FourDistricts(3).Cells.Select(cell => cell with { Period = before, Signal = cell.AreaCode == "X101" ? 20 : cell.Level == 2 ? cell.Signal : 95 }));

        var released = Release(Table(quarters.Select(cell => cell with { IsWeighted = true, Share = 0.4 })), Areas(1, 4));

        var shown = released.Table.Cells.Where(cell => cell.AreaCode is "X" or "X1").Select(cell => (Cell.Shown)cell.Value).ToList();
        Assert.Equal(4, shown.Count);
        Assert.All(shown, cell => Assert.False(cell.IsWeighted));
        Assert.Equal(78 / 280.0, shown[1].Exact!.Share);
        Assert.All(released.Table.Cells.Where(cell => cell.AreaLevel == 2).Select(cell => cell.Value).OfType<Cell.Shown>(), cell => Assert.True(cell.IsWeighted));
        Assert.Equal(4, released.Audit.Unweighted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    [InlineData(-4, false)]
    [InlineData(5, true)]
    public void A_released_cell_that_changes_by_fewer_than_the_threshold_is_withheld_and_cannot_be_subtracted(long change, bool isShown)
    {
        var (before, areas) = (FourDistricts(20), Areas(1, 4));
        var history = IndicatorHistory.None.After(Release(before, areas), 1);
        var now = Table(before.Cells.Select(cell => cell.AreaCode == "X101" ? cell with { Signal = cell.Signal + change } : cell.Level == 2 ? cell : cell with { Signal = cell.Signal + change }));

        var cells = Release(now, areas, history: history).Table.Cells;

        Assert.Equal(isShown, cells.All(IsReleased));
        // The district and the two wholes that changed with it.
        Assert.Equal(isShown ? [] : ["X", "X1", "X101"], cells.Where(cell => !IsReleased(cell)).Select(cell => cell.AreaCode));
    }

    [Fact]
    public void Changes_that_are_large_together_and_small_in_one_district_hide_it_beside_another()
    {
        var (before, areas) = (FourDistricts(20), Areas(1, 4));
        var history = IndicatorHistory.None.After(Release(before, areas), 1);
        var now = Table(before.Cells.Select(cell => cell with { Signal = cell.Signal + cell.AreaCode switch { "X101" => 2, "X102" => 9, "X103" or "X104" => 0, _ => 11 } }));

        var cells = Release(now, areas, history: history).Table.Cells;

        Assert.True(IsReleased(cells.Single(cell => cell.AreaCode == "X1")));
        Assert.False(IsReleased(cells.Single(cell => cell.AreaCode == "X101")));
        Assert.Equal(2, cells.Count(cell => !IsReleased(cell)));
    }

    [Fact]
    public void What_was_withheld_stays_withheld_so_that_no_later_release_gives_back_an_earlier_remainder()
    {
        var (areas, grown) = (Areas(1, 4), FourDistricts(30));
        var first = Release(FourDistricts(3), areas);
        var withheld = first.Table.Cells.Where(cell => !IsReleased(cell)).Select(cell => cell.FigureId).ToHashSet();

        Assert.All(Release(grown, areas).Table.Cells, cell => Assert.True(IsReleased(cell)));
        var cells = Release(grown, areas, history: IndicatorHistory.None.After(first, 1)).Table.Cells;

        Assert.Equal(2, withheld.Count);
        Assert.Equal(withheld.Order(StringComparer.Ordinal), cells.Where(cell => !IsReleased(cell)).Select(cell => cell.FigureId).Order(StringComparer.Ordinal));
    }
}
