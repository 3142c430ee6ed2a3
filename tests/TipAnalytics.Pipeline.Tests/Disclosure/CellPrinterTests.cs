using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class CellPrinterTests
{
    private static Cell Print(IndicatorCell cell, StreamKind kind = StreamKind.Interviews) =>
        Release(Table([cell], kind), Areas(1, 0)).Table.Cells.Single().Value;

    [Fact]
    public void A_share_is_printed_in_whole_per_cent_with_outward_limits_and_a_band() =>
        // Wilson at 67 of 200: 0.2733–0.4029.
        Assert.Equal(
            new Cell.Shown(new(34), new(27), new(41), ShareBound.Exact, new(200, 299), false, new(0, 0, 0, 0)),
            Print(Cell("X", 0, 67, 200)));

    [Theory]
    [InlineData(40, 1000, ShareBound.Under5, 5)]
    [InlineData(960, 1000, ShareBound.Over95, 95)]
    public void Nearly_none_and_nearly_all_are_bounds_without_limits(long signal, long total, ShareBound bound, int printed)
    {
        var shown = Assert.IsType<Cell.Shown>(Print(Cell("X", 0, signal, total)));
        Assert.Equal((bound, printed, null, null), (shown.Bound, shown.Share.Value, shown.Low, shown.High));
    }

    [Fact]
    public void An_imprecise_share_is_withheld_in_print_and_kept_for_trends()
    {
        var hidden = Assert.IsType<Cell.Hidden>(Print(Cell("X", 0, 15, 31)));
        Assert.Equal(new ExactShare(15, 31, 15 / 31.0, 31), hidden.Exact);
    }

    [Fact]
    public void A_cell_withheld_to_protect_people_keeps_nothing() =>
        Assert.Null(Assert.IsType<Cell.Hidden>(Print(Cell("X", 0, 3, 200))).Exact);

    [Theory]
    [InlineData(8, 20, false, 20, 29)]
    [InlineData(16, 40, true, 30, 49)]
    public void Key_informants_carry_limits_from_thirty_communities(long signal, long total, bool hasLimits, int low, int high)
    {
        var shown = Assert.IsType<Cell.Shown>(Print(Cell("X", 0, signal, total), StreamKind.KeyInformants));
        Assert.Equal((40, hasLimits, new BaseBand(low, high)), (shown.Share.Value, shown.Low is not null, shown.Base));
    }

    [Fact]
    public void No_band_of_missing_answers_tells_of_a_few()
    {
        var shown = Assert.IsType<Cell.Shown>(Print(Cell("X", 0, 16, 40) with { Missing = new(0, 4, 60, 12) }, StreamKind.KeyInformants));
        Assert.Equal(new MissingBands(0, 0, 3, 1), shown.Missing);
        var few = Assert.IsType<Cell.Shown>(Print(Cell("X", 0, 16, 40) with { Missing = new(0, 0, 0, 4) }, StreamKind.KeyInformants));
        Assert.Equal(new MissingBands(0, 0, 0, null), few.Missing);
    }

    [Fact]
    public void Scores_and_states_are_released_as_they_stand()
    {
        var table = DisclosureControl.ReleaseLevels(Table([]).Indicator, PeriodGrain.Quarter,
            [new("X2", 1, Quarter, null, null, null), new("X1", 1, Quarter, 2, null, null), new("X3", 1, Quarter, null, 0, 8)]);
        Assert.Equal([new Cell.Level(2, null, null), new Cell.NotAssessed(), new Cell.NoData()], table.Cells.Select(cell => cell.Value));
        Assert.Empty(DisclosureControl.NotAssessed(Table([]).Indicator).Cells);
    }
}
