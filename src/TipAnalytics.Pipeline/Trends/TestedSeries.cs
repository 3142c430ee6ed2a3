using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>One indicator in one area, tested on its own; what it may claim depends on the other tests (<see cref="TrendAnalysis"/>).</summary>
/// <param name="Series">Null: withheld.</param>
/// <param name="Change">Null when withheld, or too thin to test.</param>
/// <param name="Panel">The same test at the points that reported throughout; null when withheld, missing, too small or gated.</param>
internal sealed record TestedSeries(
    IndicatorDefinition Indicator, StreamKind Kind, string AreaCode, int AreaLevel, PeriodGrain FinestGrain,
    Series? Series, bool HasAnyData, LevelChangeResult? Change, MannKendallResult? Direction, LevelChangeResult? Panel, Cautions Flags)
{
    /// <summary>The series of the panel; null with <see cref="Panel"/>.</summary>
    public Series? PanelSeries { get; init; }

    /// <summary>First period after the largest shift of level; descriptive. Null in short series.</summary>
    public Period? Shift { get; init; }

    /// <summary>In the family of tests.</summary>
    public bool IsTested => Change is { Gate: TestGate.Open };

    public static TestedSeries Test(
        IndicatorDefinition indicator, StreamKind kind, string areaCode, int areaLevel,
        ArraySegment<ReleasedCell> cells, ArraySegment<ReleasedCell> panelCells, TrendContext context)
    {
        var grains = GrainsOf(cells);
        var series = SeriesReader.Read(cells, grains, context, indicator, kind, areaCode);
        var hasData = cells.Any(cell => cell.Value is not (Cell.NoData or Cell.NotAssessed));
        var blank = new TestedSeries(indicator, kind, areaCode, areaLevel, grains[0], series, hasData, null, null, null, Cautions.None);
        if (series is null || series.IsTooThin || series.Points.Count == 0)
            return blank;

        var observations = series.Observations;
        var change = LevelChange.Test(observations, series.Onset.Index);
        var times = Array.ConvertAll(observations, o => o.T);
        var values = Array.ConvertAll(observations, o => o.Value);
        var direction = MannKendall.Test(times, values);
        if (change.Gate != TestGate.Open)
            return blank with { Change = change, Direction = direction };
        var panel = kind == StreamKind.Survey ? null : ReadPanel("in", series, panelCells, context, indicator, kind, areaCode);
        var ofPanel = panel is null ? null : TestPanel(series, panel);
        return blank with
        {
            Change = change,
            Direction = direction,
            Panel = ofPanel,
            PanelSeries = ofPanel is null ? null : panel,
            Shift = BreakDates.LargestShift(values) is { } at ? series.Points[at].Period : null,
            Flags = FlagsOf(series, observations, times, values, change, direction)
                | BreakFlags(series, context.BreaksOf(indicator.Id, areaCode))
                | CoverageFlags(series, indicator.Stream, areaCode, context)
                | (panel is null ? Cautions.None : MixFlag(panel, ReadPanel("out", series, panelCells, context, indicator, kind, areaCode), panelCells, series)),
        };
    }

    /// <summary>Finest first.</summary>
    private static PeriodGrain[] GrainsOf(ReadOnlySpan<ReleasedCell> cells)
    {
        Span<bool> isThere = stackalloc bool[EveryGrain.Length];
        foreach (var cell in cells)
            isThere[(int)cell.Period.Grain] = true;
        var grains = new List<PeriodGrain>(EveryGrain.Length);
        foreach (var grain in EveryGrain)
        {
            if (isThere[(int)grain])
                grains.Add(grain);
        }

        return [.. grains];
    }

    private static readonly PeriodGrain[] EveryGrain = Enum.GetValues<PeriodGrain>();

    private static Series? ReadPanel(
        string category, Series all, ArraySegment<ReleasedCell> panelCells, TrendContext context, IndicatorDefinition indicator, StreamKind kind, string areaCode) =>
        SeriesReader.Read([.. panelCells.Where(cell => cell.Category == category)], [all.Grain], context, indicator, kind, areaCode) is { IsTooThin: false } series
        && series.First == all.First && series.Last == all.Last ? series : null;

    private static LevelChangeResult? TestPanel(Series all, Series panel)
    {
        // Under half of the baseline reports the panel says nothing about all points.
        if (panel.Before.Sum(point => point.Share.Base) * 2 < all.Before.Sum(point => point.Share.Base))
            return null;
        var change = LevelChange.Test(panel.Observations, panel.Onset.Index);
        return change.Gate == TestGate.Open ? change : null;
    }

    private static Cautions FlagsOf(
        Series series, Observation[] observations, long[] times, double[] values, LevelChangeResult change, MannKendallResult direction)
    {
        var perYear = series.Grain switch { PeriodGrain.Month => 12, PeriodGrain.Quarter => 4, PeriodGrain.HalfYear => 2, _ => 1 };
        return (LevelChange.IsSeasonalRisk(observations, series.Onset.Index, perYear, change.Difference) || SeasonsDisagree(times, values, perYear, change.Difference) ? Cautions.SeasonalRisk : 0)
            | (LevelChange.IsUnstableBaseline(observations, series.Onset.Index) ? Cautions.UnstableBaseline : 0)
            | (change.Difference > 0 && InterruptedSeries.Test(observations, series.Onset.Index).WasRisingBefore ? Cautions.RisingBefore : 0)
            | (change.Rho > 0.6 ? Cautions.StrongCarryOver : 0)
            | (direction is { Gate: TestGate.Open, IsShort: true } ? Cautions.ShortSeries : 0);
    }

    /// <summary>Three years and more: inside the calendar months the series moves the other way, or not at all. It may only weaken a claim.</summary>
    private static bool SeasonsDisagree(long[] times, double[] values, int perYear, double difference) =>
        perYear >= 4
        && SeasonalKendall.Test(times, values, perYear) is { } seasonal
        && Math.Sign(seasonal.S) * Math.Sign(difference) <= 0;

    /// <summary>A change of partners or access inside the window: compared, but said.</summary>
    private static Cautions BreakFlags(Series series, IEnumerable<SeriesBreak> breaks)
    {
        var flags = Cautions.None;
        foreach (var change in breaks.Where(change => !change.Stops && change.From.Start > series.First.Start && change.From.Start <= series.Last.End))
            flags |= change.Kind == BreakKind.Access ? Cautions.AccessChanged : Cautions.PartnersChanged;
        return flags;
    }

    private static Cautions CoverageFlags(Series series, string? stream, string areaCode, TrendContext context)
    {
        var inside = context.Coverage.Where(index => index.Stream == stream && index.AreaCode == areaCode && index.Expected > 0
            && index.Period.Start >= series.First.Start && index.Period.End <= series.Last.End).ToArray();
        var before = inside.Where(index => index.Period.Start < series.Onset.Start).Select(Share).ToArray();
        var after = inside.Where(index => index.Period.Start >= series.Onset.Start).Select(Share).ToArray();
        if (before.Length == 0 || after.Length == 0)
            return Cautions.None;
        var (meanBefore, meanAfter) = (before.Average(), after.Average());
        return (Math.Abs(meanAfter - meanBefore) > 0.10 ? Cautions.CoverageShift : 0)
            | (meanBefore < 0.75 || meanAfter < 0.75 ? Cautions.LowCoverage : 0);

        static double Share(CoverageIndex index) => MatchedPanel.Coverage(index.Reporting, index.Expected);
    }

    private static Cautions MixFlag(Series inside, Series? outside, ArraySegment<ReleasedCell> panelCells, Series all)
    {
        // Without a readable rest the mix is unknown; only points that are wholly absent count as none.
        if (outside is null || !panelCells.Any(cell => cell.Category == "out" && cell.Period.Grain == all.Grain))
            return Cautions.None;
        var split = Kitagawa.Split([StratumOf(inside), StratumOf(outside)]);
        return split.IsMostlyComposition ? Cautions.Composition : Cautions.None;

        static Stratum StratumOf(Series series) => new(
            series.Before.Sum(point => point.Share.Share * point.Share.Base), series.Before.Sum(point => point.Share.Base),
            series.After.Sum(point => point.Share.Share * point.Share.Base), series.After.Sum(point => point.Share.Base));
    }
}
