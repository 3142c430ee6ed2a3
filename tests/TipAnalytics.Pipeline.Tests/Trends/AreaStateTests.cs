using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Tests.Indicators;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Pipeline.Tests.Trends;

/// <summary>CO-09: conditions on printed cells of an area and quarter; and that an indicator and its other forms count once.</summary>
public class AreaStateTests
{
    private static readonly Period Before = new(PeriodGrain.Quarter, 4 * 2025);
    private static readonly Period Now = new(PeriodGrain.Quarter, 4 * 2025 + 1);

    [Theory]
    [InlineData(31, 0.25, 0.375, 1)]     // elevated, and one function of eight lost
    [InlineData(31, 0.25, 0.374, 0)]     // not quite one
    [InlineData(20, 0.25, 0.5, 0)]       // not elevated
    public void Elevated_pressure_and_a_wider_gap_meet(int share, double before, double now, int state) =>
        Assert.Equal(state, State(TrendTables.Shown(share, 400), (decimal)before, (decimal)now));

    [Fact]
    public void A_hidden_share_or_a_gap_that_is_unknown_leaves_it_undetermined_also_where_the_other_part_does_not_hold()
    {
        Assert.Null(State(new Cell.Hidden(), 0.25m, 0.5m));
        Assert.Null(State(TrendTables.Shown(31, 400), null, 0.5m));
        Assert.Null(State(TrendTables.Shown(20, 400), null, 0.5m));
    }

    [Fact]
    public void Of_an_indicator_and_its_other_form_the_indicator_itself_counts_and_the_other_only_in_its_place()
    {
        var context = TrendTables.Context(["CH-06", "CH-06k", "CH-01"]);
        var forms = context with { Indicators = context.Indicators.ToDictionary(known => known.Key, known => known.Key == "CH-06k" ? Form(known.Value, "CH-06") : known.Value) };
        var quarter = new Period(PeriodGrain.Quarter, 4 * 2026 + 1);
        IEnumerable<bool> Levels(string principal)
        {
            ReleasedTable[] tables =
            [
                TrendTables.Table("CH-06", $"0 0 0 0 0 0 0 0 0 0 0 0 0 {principal}"), TrendTables.Table("CH-06k", "0 0 0 0 0 0 0 0 0 0 0 0 0 40"), TrendTables.Table("CH-01", "0 0 0 0 0 0 0 0 0 0 0 0 0 35"),
            ];
            return DriverLevels.Read(tables, AreaCells.Of(tables), forms, quarter)[("LR01", "children")].Order();
        }

        Assert.Equal([false, true], Levels("10"));
        Assert.Equal([true, true], Levels("50"));
    }

    private static IndicatorDefinition Form(IndicatorDefinition known, string principal) => new()
    {
        Id = known.Id, Title = known.Title, Definition = known.Definition, Family = known.Family, Stream = known.Stream, Unit = known.Unit, Direction = known.Direction, ElevatedFrom = known.ElevatedFrom,
        VariantOf = principal, Why = "", Caveat = "", LowMeans = "",
    };

    private static decimal? State(Cell share, decimal? before, decimal? now)
    {
        var switchedOn = TestCatalogue.Shipped.Indicators.Where(known => known.Key is "EC-01" or "CX-07").ToDictionary();
        ReleasedCell Printed(string id, Period period, Cell value) => new($"{id}:X11", "X11", 2, period, "all", "all", value);
        ReleasedTable[] tables =
        [
            new("EC-01", "", PeriodGrain.Quarter, [Printed("EC-01", Now, share)]),
            new("CX-07", "", PeriodGrain.Quarter, [Printed("CX-07", Before, Gap(before)), Printed("CX-07", Now, Gap(now))]),
        ];
        return AreaStates.Of(TestCatalogue.Shipped.Indicators["CO-09"], switchedOn, tables, TestCatalogue.Areas, [Now]).Single(cell => cell.AreaCode == "X11").Value;
    }

    private static Cell Gap(decimal? value) => value is { } known ? new Cell.Level(known, 8, 8) : new Cell.NoData();
}
