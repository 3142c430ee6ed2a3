using YamlDotNet.Serialization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>How an indicator's value comes about.</summary>
internal enum IndicatorKind
{
    /// <summary>Signal over base, both filters on the model's rows.</summary>
    Share,

    /// <summary>A score or fraction of functions by area and period, taken from the model as it stands; no people behind it.</summary>
    Level,

    /// <summary>RE-01: which sources reported where; made from batches and records, not from a filter.</summary>
    Coverage,

    /// <summary>CO-08: number of elevated driver families, made from released cells only.</summary>
    Convergence,

    /// <summary>CO-09: conditions on other indicators that meet in one area and quarter, made from released cells only; 1 yes, 0 no, empty undetermined.</summary>
    AreaState,
}

/// <summary>One part of a declared combination (families co_occurrence): a condition on the record, or on another indicator's released cell.</summary>
internal sealed class CombinationPart
{
    /// <summary>In words, as it is printed.</summary>
    public required string Says { get; init; }

    /// <summary>act, means, purpose, vulnerability, context: what the part tells of, in the terms of the legal definition (rule PG-6).</summary>
    public required string Element { get; init; }

    /// <summary>adult, child, person (of any age), household, community, area: whom the part is about.</summary>
    public required string About { get; init; }

    /// <summary>Kind share: rows in which the part is determined (SQL filter).</summary>
    public string? Base { get; init; }

    /// <summary>Kind share: rows in which it holds (SQL filter).</summary>
    public string? Signal { get; init; }

    /// <summary>Kind area_state: indicators of which one has to be in <see cref="State"/>; those that are not switched on are left aside.</summary>
    public List<string> Of { get; init; } = [];

    /// <summary>Kind area_state: elevated (against the reference band) or worse (by <see cref="By"/> since the quarter before).</summary>
    public string? State { get; init; }

    /// <summary>Smallest worsening that counts, in the unit of the indicator.</summary>
    public decimal? By { get; init; }
}

/// <summary>A worked example: a few invented rows and what the indicator makes of them. Run by <c>tip check</c>, printed in the catalogue.</summary>
internal sealed class IndicatorExample
{
    /// <summary>What it shows, one sentence.</summary>
    public required string Says { get; init; }

    /// <summary>Rows of the stream, columns parted by |, the header first. Kind share: the last column is «result», one of signal, no signal, undetermined, outside.</summary>
    public required string Rows { get; init; }

    /// <summary>Kind share: «2 of 3», unweighted. Others: the value or state.</summary>
    public required string Figure { get; init; }

    /// <summary>Kind share of a weighted survey: the weighted share in whole per cent.</summary>
    public int? Weighted { get; init; }
}

/// <summary>A change of what an indicator measures.</summary>
internal sealed class DefinitionChange
{
    /// <summary>First month measured in the new way (yyyy-MM).</summary>
    public required string From { get; init; }

    /// <summary>What changed, one sentence.</summary>
    public required string What { get; init; }
}

/// <summary>A proxy indicator (<c>pipelines/indicators/*.yaml</c>). Its text goes into catalogue, reports and <c>indicators.duckdb</c> as it stands.</summary>
internal sealed class IndicatorDefinition
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Definition { get; init; }

    /// <summary>children, pressure, work, movement, violations, context, co_occurrence, environment.</summary>
    public required string Family { get; init; }

    public IndicatorKind Kind { get; init; } = IndicatorKind.Share;

    /// <summary>Stream it is fed by; null for coverage and convergence.</summary>
    public string? Stream { get; init; }

    /// <summary>Model (<c>models/NAME.sql</c>) whose rows are filtered; null for coverage and convergence.</summary>
    public string? Model { get; init; }

    /// <summary>Rows the question concerns (SQL filter over the model); null: every row. Rows outside count as not applicable nowhere.</summary>
    public string? Universe { get; init; }

    /// <summary>Rows with a usable answer (SQL filter); null where <see cref="Parts"/> say it.</summary>
    public string? Base { get; init; }

    /// <summary>Rows with the signal, within the base (SQL filter); null where <see cref="Parts"/> say it.</summary>
    public string? Signal { get; init; }

    /// <summary>A declared combination: what has to meet in one record, or in one area.</summary>
    public List<CombinationPart> Parts { get; init; } = [];

    /// <summary>How many parts have to hold; null where there are none.</summary>
    public int? AtLeast { get; init; }

    /// <summary>Filter for the base. Of a combination: every part is determined; a record with an unknown part is undetermined, not «no».</summary>
    [YamlIgnore]
    public string? BaseFilter => Parts.Count == 0 ? Base : string.Join(" and ", Parts.Select(part => $"coalesce((\n{part.Base}\n), false)"));

    /// <summary>Filter for the signal. Of a combination: so many parts hold.</summary>
    [YamlIgnore]
    public string? SignalFilter => Parts.Count == 0 ? Signal : FormattableString.Invariant($"{string.Join(" + ", Parts.Select(part => $"cast((\n{part.Signal}\n) as integer)"))} >= {AtLeast}");

    /// <summary>Whether reviewers score it in the context register.</summary>
    [YamlIgnore]
    public bool IsScored => Kind == IndicatorKind.Level && Stream is null;

    /// <summary>Expressions over the model's rows that the figure rests on.</summary>
    [YamlIgnore]
    public IEnumerable<string> Expressions => new[] { Universe, BaseFilter, SignalFilter, Value }.OfType<string>();

    /// <summary>Kind level: column of the model that holds the value; null value = unknown.</summary>
    public string? Value { get; init; }

    /// <summary>Model columns that decide why a row of the universe is not in the base: refused before dont_know before not_applicable before not_asked (null).</summary>
    public List<string> Answers { get; init; } = [];

    /// <summary>In words: which answers are left out, and what stands for an unknown.</summary>
    public string? MissingRules { get; init; }

    /// <summary>Indicator of which this is another form, from another question, stream or base; the two are never joined in one series, and count once in CO-08.</summary>
    public string? VariantOf { get; init; }

    /// <summary>Body that approves the use of the indicator in an operation (<c>approvals</c> in operation.yaml); null: none needed.</summary>
    public string? ApprovalBy { get; init; }

    /// <summary>Worked examples with invented rows.</summary>
    public List<IndicatorExample> Examples { get; init; } = [];

    public required string Unit { get; init; }

    /// <summary>higher_is_more_concern, lower_is_more_concern or none.</summary>
    public required string Direction { get; init; }

    public List<string> DisaggregateBy { get; init; } = [];

    /// <summary>Publication plan of its own, where the stream's is too fine or lacks a split; empty: the stream's.</summary>
    public List<PlannedTable> Tables { get; init; } = [];

    /// <summary>Combinations of categories that cannot be for this indicator, besides those of its stream.</summary>
    public List<Dictionary<string, string>> Impossible { get; init; } = [];

    /// <summary>Whether a combination of categories cannot be.</summary>
    public bool IsImpossible(StreamDefinition stream, IReadOnlyDictionary<string, string> categories) =>
        Impossible.Concat(stream.Impossible).Any(combination => combination.All(pair => categories.GetValueOrDefault(pair.Key) == pair.Value));

    /// <summary>The plan it is published by.</summary>
    public IReadOnlyList<PlannedTable> PlanOn(StreamDefinition stream) => Tables.Count > 0 ? Tables : stream.Tables;

    /// <summary>Smallest unweighted base a share is printed on.</summary>
    public int MinimumBase { get; init; } = 30;

    /// <summary>Share (0–100) or level from which the indicator counts as elevated for CO-08; null: never elevated, never determined.</summary>
    public decimal? ElevatedFrom { get; init; }

    public required string Why { get; init; }
    public required string Caveat { get; init; }

    /// <summary>Standing caveats printed under it besides CAV-0, e.g. CAV-3.</summary>
    public List<string> StandingCaveats { get; init; } = [];

    public List<string> ProtectionRisks { get; init; } = [];
    public List<string> CanAct { get; init; } = [];

    /// <summary>prev, prot, pros, part.</summary>
    public List<string> Response { get; init; } = [];

    public required string LowMeans { get; init; }

    /// <summary>Response options to be edited by people: sector code → one sentence.</summary>
    public Dictionary<string, string> ResponseOptions { get; init; } = [];

    /// <summary>Changes of the definition itself: figures before and after are not compared.</summary>
    public List<DefinitionChange> Changes { get; init; } = [];

    [YamlIgnore]
    public string File { get; set; } = "";

    /// <summary>SHA-256 (hex) of the definition and its model files.</summary>
    [YamlIgnore]
    public string Hash { get; set; } = "";
}
