using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>All that trends need besides the released tables.</summary>
/// <param name="Indicators">Definitions by id.</param>
/// <param name="StreamKinds">Kind of each stream, by stream id.</param>
/// <param name="Onset">Declared before results are computed; the period that holds it belongs to the crisis.</param>
/// <param name="FirstMonth">First month of the series.</param>
/// <param name="LastMonth">Last closed month.</param>
/// <param name="Coverage">Reporting points by stream, area and period; empty where a stream has none.</param>
internal sealed record TrendContext(
    IReadOnlyDictionary<string, IndicatorDefinition> Indicators,
    IReadOnlyDictionary<string, StreamKind> StreamKinds,
    AreaTree Areas,
    DateOnly Onset,
    Period FirstMonth,
    Period LastMonth,
    IReadOnlyList<SeriesBreak> Breaks,
    IReadOnlyList<CoverageIndex> Coverage)
{
    /// <summary>P-code → onset of areas that have another one than the country.</summary>
    public IReadOnlyDictionary<string, DateOnly> AreaOnsets { get; init; } = new Dictionary<string, DateOnly>();

    public DateOnly OnsetOf(string areaCode) => AreaOnsets.TryGetValue(areaCode, out var own) ? own : Onset;

    /// <summary>Breaks of an indicator that concern an area: those declared for it, for an area around it, or for one inside it.</summary>
    public IEnumerable<SeriesBreak> BreaksOf(string indicatorId, string areaCode) => Breaks.Where(b => b.IndicatorId == indicatorId && (
        b.AreaCode is null || IsInside(areaCode, b.AreaCode) || (b.ReachesOut && IsInside(b.AreaCode, areaCode))));

    private bool IsInside(string inner, string outer) => Areas.Find(outer) is { } area && Areas.At(inner, area.Level)?.Code == outer;
}

/// <summary>What trends say: one finding for every share, area and level planned; the families of tests; convergence for every area.</summary>
internal sealed record TrendResult(
    IReadOnlyList<Finding> Findings, IReadOnlyList<TestFamily> Families, IReadOnlyList<AreaConvergence> Convergence)
{
    public IReadOnlyList<MonthNotice> Notices { get; init; } = [];

    public IReadOnlyList<SmoothedShare> Smoothed { get; init; } = [];
}
