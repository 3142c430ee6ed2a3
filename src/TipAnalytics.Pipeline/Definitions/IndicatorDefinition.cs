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

    /// <summary>Rows with a usable answer (SQL filter).</summary>
    public string? Base { get; init; }

    /// <summary>Rows with the signal, within the base (SQL filter).</summary>
    public string? Signal { get; init; }

    /// <summary>Kind level: column of the model that holds the value; null value = unknown.</summary>
    public string? Value { get; init; }

    /// <summary>Model columns that decide why a row of the universe is not in the base: refused before dont_know before not_applicable before not_asked (null).</summary>
    public List<string> Answers { get; init; } = [];

    public required string Unit { get; init; }

    /// <summary>higher_is_more_concern, lower_is_more_concern or none.</summary>
    public required string Direction { get; init; }

    public List<string> DisaggregateBy { get; init; } = [];

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
