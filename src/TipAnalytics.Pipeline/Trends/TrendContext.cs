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
    IReadOnlyList<CoverageIndex> Coverage);

/// <summary>What trends say: one finding for every share, area and level planned; the families of tests; convergence for every area.</summary>
internal sealed record TrendResult(
    IReadOnlyList<Finding> Findings, IReadOnlyList<TestFamily> Families, IReadOnlyList<AreaConvergence> Convergence);
