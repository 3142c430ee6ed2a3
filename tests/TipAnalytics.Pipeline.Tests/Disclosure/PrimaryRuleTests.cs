using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class PrimaryRuleTests
{
    private static Cell Only(StreamKind kind, IndicatorCell cell, int threshold = 5) =>
        Release(Table([cell], kind), Areas(1, 0), threshold).Table.Cells.Single().Value;

    [Theory]
    [InlineData(4, 60)]
    [InlineData(56, 60)]
    [InlineData(10, 29)]
    [InlineData(0, 60)]
    [InlineData(60, 60)]
    public void Interviews_need_the_threshold_on_both_sides_and_thirty_answers(long signal, long total) =>
        Assert.Null(Exact(new("", "X", 0, Quarter, "all", "all", Only(StreamKind.Interviews, Cell("X", 0, signal, total)))));

    [Fact]
    public void A_place_without_interviews_has_no_data_but_a_place_without_incidents_is_withheld()
    {
        IndicatorCell[] cells = [Cell("X", 0, 30, 90, organisations: [30, 30, 30]), Cell("X1", 1, 30, 90, organisations: [30, 30, 30]), Cell("X2", 1, 0, 0, hasRecords: false)];

        Assert.IsType<Cell.NoData>(Release(Table(cells), Areas(2, 0)).Table.Cells[2].Value);
        Assert.IsType<Cell.Hidden>(Release(Table(cells, StreamKind.Incidents), Areas(2, 0)).Table.Cells[2].Value);
    }

    [Fact]
    public void A_month_without_any_incident_report_in_the_country_has_no_data() =>
        Assert.IsType<Cell.NoData>(Only(StreamKind.Incidents, Cell("X", 0, 0, 0, hasRecords: false), 10));

    [Theory]
    [InlineData(new long[] { 60, 60 }, false)]
    [InlineData(new long[] { 111, 5, 4 }, false)]
    [InlineData(new long[] { 70, 47, 3 }, false)]
    [InlineData(new long[] { 40, 40, 40 }, true)]
    [InlineData(new long[] { }, false)]
    public void Incidents_need_three_organisations_of_which_none_can_see_the_others(long[] organisations, bool isShown) =>
        Assert.Equal(isShown, Only(StreamKind.Incidents, Cell("X", 0, 40, 120, organisations: organisations), 10) is Cell.Shown);

    [Fact]
    public void The_caseload_of_few_organisations_cannot_be_subtracted()
    {
        IndicatorCell[] cells =
        [
            Cell("X", 0, 150, 360, organisations: [100, 90, 90, 80]),
            Cell("X1", 1, 50, 120, organisations: [100, 20]),
            Cell("X2", 1, 50, 120, organisations: [40, 40, 40]),
            Cell("X3", 1, 50, 120, organisations: [40, 40, 40]),
        ];

        var released = Release(Table(cells, StreamKind.Incidents), Areas(3, 0), 10).Table.Cells;

        Assert.True(IsReleased(released[0]));
        Assert.Equal(2, released.Count(cell => !IsReleased(cell)));
    }

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(1, 5, true)]
    [InlineData(2, 4, false)]
    public void Key_informants_need_five_communities_and_nothing_else(long signal, long total, bool isShown) =>
        Assert.Equal(isShown, Only(StreamKind.KeyInformants, Cell("X", 0, signal, total)) is Cell.Shown);

    [Fact]
    public void An_empty_unknown_category_of_interviews_is_left_out()
    {
        IndicatorCell[] cells =
        [
            Cell("X", 0, 60, 120), Cell("X", 0, 30, 60, "sex", "female"), Cell("X", 0, 30, 60, "sex", "male"), Cell("X", 0, 0, 0, "sex", "unknown"),
        ];

        var released = Release(Table(cells), Areas(1, 0)).Table.Cells;

        Assert.Equal(3, released.Count);
        Assert.All(released, cell => Assert.True(IsReleased(cell)));
        Assert.Equal("T-01:X:2026-Q2:sex=female", released[1].FigureId);
    }

    [Fact]
    public void Records_known_for_the_province_only_are_protected_like_a_district()
    {
        // X1 has 3 signals more than its districts: with all three published they could be subtracted.
        IndicatorCell[] cells = [Cell("X", 0, 43, 120), Cell("X1", 1, 43, 120), Cell("X101", 2, 20, 50), Cell("X102", 2, 20, 50)];

        var released = Release(Table(cells), Areas(1, 2)).Table.Cells;

        Assert.Contains(released, cell => cell.AreaLevel == 2 && !IsReleased(cell));
    }
}
