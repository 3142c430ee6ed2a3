using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Pipeline.Words;

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
    /// <summary>The language everything here is written in.</summary>
    public required LanguageWords Words { get; init; }

    /// <summary>Languages the products are written in; that of this content need not be among them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [LanguageWords.Original];

    /// <summary>The same release in the other languages of its products.</summary>
    public IReadOnlyList<ReleaseContent> Translations { get; init; } = [];

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

    /// <summary>Onsets that are others than in the release before, oldest first.</summary>
    public IReadOnlyList<OnsetMove> OnsetMoves { get; init; } = [];

    /// <summary>Dated changes of the context, oldest first.</summary>
    public IReadOnlyList<ContextEventInfo> Events { get; init; } = [];

    /// <summary>Named sources of the contextual scores, by indicator, area and quarter.</summary>
    public IReadOnlyList<ScoreSource> ScoreSources { get; init; } = [];

    /// <summary>Approved statements from anonymised verified cases, as far as they are for these readers.</summary>
    public IReadOnlyList<StatementInfo> Statements { get; init; } = [];

    /// <summary>Recorded consultations of people concerned about the indicators, oldest first.</summary>
    public IReadOnlyList<ConsultationInfo> Consultations { get; init; } = [];
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
/// <param name="Text">One sentence or two, in the language of the content.</param>
public sealed record InformationGap(string Kind, string Subject, string Text);

/// <summary>An answered or open question of the context-analysis register, as far as the audience may read it.</summary>
/// <param name="Answer">yes, no, partly, unknown, not_applicable; restricted items give «restricted».</param>
public sealed record ContextItem(
    string QuestionId, string Question, string Answer, string? Detail, string Geo, DateOnly? AsOf, string? Source, string? Confidence, DateOnly? ReviewDue)
{
    /// <summary>Part of the checklist, e.g. QE.</summary>
    public string Part => QuestionId[..Math.Min(2, QuestionId.Length)];

    /// <summary>Heading of the part.</summary>
    public string PartTitle { get; init; } = "";

    /// <summary>Its part of the checklist asks for provisions: it stands among law and treaties.</summary>
    public bool IsLaw { get; init; }

    /// <summary>Provision of law, or what of a treaty was ratified and with which reservations; null where it is not recorded, not asked for or restricted.</summary>
    public string? Provision { get; init; }
}

/// <param name="Geo">P-code.</param>
/// <param name="Kind">access, other.</param>
public sealed record ContextEventInfo(DateOnly Date, string Geo, string Kind, string Title, string Source);

/// <summary>Who says so, for a score of the register.</summary>
public sealed record ScoreSource(string IndicatorId, string AreaCode, Period Period, string Source);

/// <param name="Text">Words without digits.</param>
/// <param name="ApprovedBy">Role.</param>
public sealed record StatementInfo(string Text, string ApprovedBy, DateOnly On, string Reference);

/// <param name="With">A group.</param>
/// <param name="About">Indicator ids, in order.</param>
public sealed record ConsultationInfo(DateOnly On, string With, IReadOnlyList<string> About, string Changed);
