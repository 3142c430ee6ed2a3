using TipAnalytics.Pipeline.Disclosure;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>What can be said of one series (trend-statistics, statuses). The words for them live with the report texts.</summary>
public enum TrendStatus
{
    RisingClear,
    RisingProbable,
    NoClearChange,
    FallingProbable,
    FallingClear,

    /// <summary>All values equal: no change observed.</summary>
    Constant,

    /// <summary>Rises over all reporting points, not at those that reported throughout.</summary>
    ReportingArtefactPossible,

    InsufficientData,

    /// <summary>A series break (form, partner, definition) lies between.</summary>
    NotComparable,

    /// <summary>Cells needed for the series are not released.</summary>
    Withheld,
}

/// <summary>A: most families rise, effort verified. B: two or more. C: one family, or effort unverified. D: insufficient data.</summary>
public enum EvidenceGrade { A, B, C, D }

/// <summary>What the points that reported throughout say.</summary>
public enum EffortCheck
{
    /// <summary>Designed sample or no rise: nothing to check.</summary>
    NotNeeded,

    /// <summary>«Points that reported throughout show the same.»</summary>
    Verified,

    /// <summary>Panel too small or withheld: effort cannot be ruled out.</summary>
    Unverified,

    /// <summary>The rise is not there in the matched panel.</summary>
    Artefact,

    /// <summary>Rise in the panel hidden by a change of points.</summary>
    RiseHiddenByChangeOfPoints,
}

/// <summary>Direction inside the window (Mann–Kendall with AR(1) correction), said beside the level change, never instead of it.</summary>
public enum WindowDirection { NotTested, StillRising, NoClearDirection, StillFalling }

/// <summary>Why a series has no test; also what is missing.</summary>
public enum InsufficientReason { None, TooFewPeriods, TooFewAdjacent, TooFewEvents, TooFewNonEvents, NoData }

[Flags]
public enum Cautions
{
    None = 0,
    SeasonalRisk = 1,
    UnstableBaseline = 2,

    /// <summary>Estimated carry-over between periods above 0.6: confidence is overstated.</summary>
    StrongCarryOver = 4,

    ShortSeries = 8,

    /// <summary>Mean coverage differs between the periods by more than 10 points.</summary>
    CoverageShift = 16,

    /// <summary>Coverage below 75 %.</summary>
    LowCoverage = 32,

    /// <summary>The change of mix is larger than the change inside the points.</summary>
    Composition = 64,

    /// <summary>Segmented regression: the level was already rising before the onset.</summary>
    RisingBefore = 128,

    /// <summary>A source of the stream joined or left inside the window.</summary>
    PartnersChanged = 256,

    /// <summary>Who can be reached changed inside the window.</summary>
    AccessChanged = 512,
}

/// <summary>Level of a period group as printed.</summary>
/// <param name="Low">95 % limit in whole per cent; null where none is printed.</param>
public sealed record PrintedLevel(WholePercent Share, WholePercent? Low, WholePercent? High, int Periods)
{
    /// <summary>Whether the share is printed as a bound (rule P6): 5 for «under 5 %», 95 for «over 95 %».</summary>
    public ShareBound Bound { get; init; }
}

/// <summary>Released periods large enough for a test, before and since the onset.</summary>
/// <param name="Needed">On either side.</param>
public sealed record PeriodCount(int Before, int Since, int Needed);

/// <summary>Two snapshots side by side. They may differ by no more than periods usually do.</summary>
/// <param name="Difference">Newcombe's interval; null where a level is printed without one.</param>
public sealed record PrintedSnapshots(Period FirstPeriod, PrintedLevel First, Period LastPeriod, PrintedLevel Last, PrintedDifference? Difference, int Periods);

/// <summary>Difference in whole percentage points, with its 95 % limits.</summary>
public sealed record PrintedDifference(int Points, int Low, int High);

/// <summary>What is said about one indicator in one area since the onset. Made from released cells only.</summary>
/// <param name="FigureId">e.g. <c>CH-03:LR01:change</c>.</param>
/// <param name="Grain">Grain at which the series was whole.</param>
/// <param name="Before">Null when not shown.</param>
/// <param name="SmallestVisibleRise">Whole points; printed with every «no clear change».</param>
/// <param name="BreakFrom">First period after the break that stands in the way (or is drawn), null without one.</param>
/// <param name="PanelDifference">The same difference at the points that reported throughout; null when not computed or withheld.</param>
public sealed record Finding(
    string FigureId, string IndicatorId, string AreaCode, int AreaLevel, PeriodGrain Grain,
    TrendStatus Status, EvidenceGrade Grade, InsufficientReason Reason,
    PrintedLevel? Before, PrintedLevel? After, PrintedDifference? Difference, int? SmallestVisibleRise,
    WindowDirection Direction, EffortCheck Effort, PrintedDifference? PanelDifference,
    Period? BreakFrom, Cautions Flags)
{
    /// <summary>First period after the largest shift of level: a description of the series, no test. Null where the series is too short, or not told.</summary>
    public Period? LargestShift { get; init; }

    /// <summary>Of a series with too few periods on one side: how many there are before and since the onset. Null elsewhere.</summary>
    public PeriodCount? TooFew { get; init; }

    /// <summary>First and last observed period with their levels, where nothing can be tested: two snapshots, not a trend. Null elsewhere.</summary>
    public PrintedSnapshots? Snapshots { get; init; }

    /// <summary>One-sided p for a rise, NaN when gated; for families of tests only, never printed.</summary>
    internal double PUp { get; init; } = double.NaN;
}

/// <summary>Tests made and what to expect of them (section «many tests»).</summary>
/// <param name="Tests">Series that could be tested.</param>
/// <param name="Claims">Rises claimed.</param>
/// <param name="ExpectedFalse">q × claims, rounded up.</param>
public sealed record TestFamily(int AreaLevel, int Tests, int Claims, int FallClaims, int ExpectedFalse);

/// <summary>State of one driver family in an area.</summary>
public enum FamilyState { Unknown, NotElevated, Elevated }

/// <summary>CO-08 and the tested convergence, apart from each other.</summary>
/// <param name="Families">Family → level state in the latest period.</param>
/// <param name="Elevated">Families elevated, of <paramref name="Known"/> known.</param>
/// <param name="RisingFamilies">Families with a claimed rise; empty when none.</param>
/// <param name="SeveralFamiliesRise">«has risen in two or more families», by the tested rule; null: insufficient domains.</param>
/// <param name="MostFamiliesRise">As above for most families.</param>
/// <param name="IsMixed">A family falls clearly while others rise.</param>
public sealed record AreaConvergence(
    string AreaCode, int AreaLevel, Period Period, IReadOnlyDictionary<string, FamilyState> Families, int Elevated, int Known,
    IReadOnlyList<string> RisingFamilies, bool? SeveralFamiliesRise, bool? MostFamiliesRise, bool IsMixed, EvidenceGrade Grade);
