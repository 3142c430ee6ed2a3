using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>One protected snapshot: all that reports, charts, maps, tables and <c>indicators.duckdb</c> are made from.</summary>
public sealed record ReleaseContent(
    ReleaseHeader Header,
    IReadOnlyList<AreaInfo> Areas,
    IReadOnlyList<IndicatorInfo> Indicators,
    IReadOnlyList<ReleasedTable> Tables,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<TestFamily> TestFamilies,
    IReadOnlyList<AreaConvergence> Convergence,
    IReadOnlyList<SeriesBreak> Breaks,
    IReadOnlyList<CoverageLine> Coverage,
    IReadOnlyList<SourceInfo> Sources,
    IReadOnlyList<InformationGap> Gaps,
    IReadOnlyList<ContextItem> Context,
    IReadOnlyDictionary<string, string> StandingCaveats,
    IReadOnlyDictionary<string, string> CategoryLabels)
{
    /// <summary>Area codes → GeoJSON geometry text (RFC 7946), for the areas that have one.</summary>
    public required IReadOnlyDictionary<string, string> Geometries { get; init; }

    /// <summary>Monthly series whose last month stands out.</summary>
    public IReadOnlyList<MonthNotice> Notices { get; init; } = [];

    /// <summary>Released shares drawn towards their neighbours', for maps and ranking.</summary>
    public IReadOnlyList<SmoothedShare> Smoothed { get; init; } = [];

    /// <summary>Error rates on this operation's own layout, from the last calibration under these definitions; null where there was none.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>How far figures can be relied on, by indicator and area: share indicators with a source.</summary>
    public IReadOnlyList<QualityGrade> Grades { get; init; } = [];

    /// <summary>Set where the release is a declared revision of released months.</summary>
    public Revision? Revision { get; init; }
}

/// <param name="Id">Release id, the same for the same inputs: as-of date and eight hex digits.</param>
/// <param name="FirstPeriod">First month of the series.</param>
/// <param name="LastPeriod">Last closed month.</param>
/// <param name="Onset">Onset of the crisis; its month belongs to the crisis period.</param>
/// <param name="CodeVersion">Version of the program.</param>
public sealed record ReleaseHeader(
    string Id, string OperationId, string OperationName, string CountryCode, string AreaVersion, string Audience, DateOnly AsOf,
    Period FirstPeriod, Period LastPeriod, DateOnly Onset, string OnsetTitle, string OnsetSource, string DefinitionsHash, string CodeVersion)
{
    /// <summary>cluster, partners, hct, donors or public; <see cref="Audience"/> is the same in words.</summary>
    public string AudienceClass { get; init; } = "";

    /// <summary>Areas with an onset of their own (it holds for the areas inside them), by code.</summary>
    public IReadOnlyList<AreaOnsetInfo> AreaOnsets { get; init; } = [];
}

/// <summary>Onset of one area, declared with its source.</summary>
public sealed record AreaOnsetInfo(string AreaCode, DateOnly Onset, string Title, string Source);

public sealed record AreaInfo(string Code, string Name, int Level, string? Parent);

/// <summary>Documentation of an indicator as printed; texts as in its definition file.</summary>
/// <param name="Kind">share, level, coverage or convergence.</param>
/// <param name="StreamKind">survey, interviews, keyinformants, incidents, cases, reference; null where no stream feeds it.</param>
/// <param name="UnitNoun">What a base counts, plural: households, communities, reported incidents, cases.</param>
/// <param name="ElevatedFrom">Reference band; null without one.</param>
/// <param name="HasSource">False: switched on, but no source of this operation feeds it (an information gap).</param>
public sealed record IndicatorInfo(
    string Id, string Title, string Definition, string Family, string Kind, string? Stream, string? StreamKind, string UnitNoun, string Unit,
    string Direction, string Why, string Caveat, IReadOnlyList<string> StandingCaveats, IReadOnlyList<string> ProtectionRisks,
    IReadOnlyList<string> CanAct, IReadOnlyList<string> Response, string LowMeans, IReadOnlyDictionary<string, string> ResponseOptions,
    decimal? ElevatedFrom, int MinimumBase, string DefinitionHash, bool HasSource);

/// <param name="ReportingPoints">Sentence data for «reporting expanded: points up from a to b»; null where a source has no points.
/// Mean number of reporting points a period before and since the onset, country level, whole numbers.</param>
public sealed record SourceInfo(
    string Id, string Title, string Provider, string Stream, string StreamTitle, string Purpose, string Parties, DateOnly ProtocolAgreedOn, DateOnly ProtocolExpiresOn,
    int LowestLevel, Period? FirstMonth, Period? LastMonth, IReadOnlyList<string> FormVersions, ReportingPoints? ReportingPoints,
    bool HasLateReports, IReadOnlyList<string> Notes);

/// <param name="Kind">no_source, silent_area, series_break, withheld, register, expired, protocol, erased, short_series, late, restated.</param>
/// <param name="Subject">Indicator id, area code or question id.</param>
/// <param name="Text">One sentence in the report's language (English for now).</param>
public sealed record InformationGap(string Kind, string Subject, string Text);

/// <summary>An answered or open question of the context-analysis register, as far as the audience may read it.</summary>
/// <param name="Answer">yes, no, partly, unknown, not_applicable; restricted items give «restricted».</param>
public sealed record ContextItem(
    string QuestionId, string Question, string Answer, string? Detail, string Geo, DateOnly? AsOf, string? Source, string? Confidence, DateOnly? ReviewDue);
