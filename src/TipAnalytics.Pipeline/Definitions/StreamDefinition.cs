namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What a stream's records are; decides threshold, base rules and which caveat stands under a figure.</summary>
internal enum StreamKind
{
    /// <summary>Households of a designed, weighted sample; no reporting points.</summary>
    Survey,

    /// <summary>Household interviews without a sampling frame: «not representative».</summary>
    Interviews,

    /// <summary>One record a community and round; shares «of assessed communities».</summary>
    KeyInformants,

    /// <summary>Reported incidents; base is always incidents of the same stream.</summary>
    Incidents,

    /// <summary>Cases (children); treated as incidents in disclosure control.</summary>
    Cases,

    /// <summary>No people: services, context scores, public events.</summary>
    Reference,
}

/// <summary>Type of a canonical field after mapping and coarsening.</summary>
internal enum FieldType
{
    /// <summary>One code of a code list; text in the store.</summary>
    Code,

    /// <summary>Several codes of a code list; in the store sorted and separated by one space, empty text for «answered, none».</summary>
    Codes,

    /// <summary>Answers to a list of items in one text: <c>crisis.child_work:used em.begged:no_need</c>, sorted by item;
    /// items from <see cref="FieldDefinition.Items"/>, answers from <see cref="FieldDefinition.Codes"/>. Items not asked are absent.</summary>
    Answers,

    /// <summary>Whole number within <see cref="FieldDefinition.Minimum"/>–<see cref="FieldDefinition.Maximum"/>; BIGINT.</summary>
    Integer,

    /// <summary>Decimal number within the limits; DECIMAL(18,6).</summary>
    Decimal,

    /// <summary>A month; DATE of its first day.</summary>
    Month,
}

/// <summary>A stream: one shape of canonical records, whatever tool made them (<c>pipelines/streams/*.yaml</c>).</summary>
internal sealed class StreamDefinition
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required StreamKind Kind { get; init; }

    /// <summary>What one record is, in the singular: household, community, incident, case, service.</summary>
    public required string Unit { get; init; }

    /// <summary>Off by default: a source of it needs a recorded approval of <see cref="ApprovalBy"/>.</summary>
    public bool OnByDefault { get; init; } = true;

    /// <summary>Who approves a source of a stream that is off by default, e.g. «GBV AoR»; null when on by default.</summary>
    public string? ApprovalBy { get; init; }

    /// <summary>Smallest count a released cell may rest on; null for reference streams.</summary>
    public int? Threshold { get; init; }

    /// <summary>Lowest admin level a record may carry in the vault (0–2), before the protocol may raise it.</summary>
    public int LowestLevel { get; init; } = 2;

    /// <summary>Tables planned for release, each with all its margins; empty for reference streams (they release every level cell).</summary>
    public List<PlannedTable> Tables { get; init; } = [];

    /// <summary>Combinations of categories that cannot be (structural zeros), each field → code: known to everybody, so neither shown nor protected. Never taken from
    /// data.</summary>
    public List<Dictionary<string, string>> Impossible { get; init; } = [];

    public required List<FieldDefinition> Fields { get; init; }

    /// <summary>Where it was read from, for messages.</summary>
    [YamlDotNet.Serialization.YamlIgnore]
    public string File { get; set; } = "";
}

/// <summary>One table of the publication plan.</summary>
internal sealed class PlannedTable
{
    /// <summary>0 country, 1 admin 1, 2 admin 2.</summary>
    public required int Level { get; init; }

    public required PeriodGrain Grain { get; init; }

    /// <summary>Splits shown one at a time beside «all», e.g. <c>head_sex</c>; an indicator uses those it also lists in <c>disaggregate_by</c>.</summary>
    public List<string> Splits { get; init; } = [];
}

/// <summary>A canonical column of a stream.</summary>
internal sealed class FieldDefinition
{
    public required string Name { get; init; }
    public required FieldType Type { get; init; }
    public required string Label { get; init; }

    /// <summary>Code list id (<c>codelists/*.csv</c>) for code, codes and answers.</summary>
    public string? Codes { get; init; }

    /// <summary>Code list id of the items of an answers field.</summary>
    public string? Items { get; init; }

    public decimal? Minimum { get; init; }
    public decimal? Maximum { get; init; }

    /// <summary>low, medium, high, very_high.</summary>
    public required string Sensitivity { get; init; }

    /// <summary>act, means, purpose, vulnerability, context; by_code where the code list says it for each code. Asked of every field that an indicator may use, and of all
    /// coded fields of incidents and cases; null elsewhere.</summary>
    public string? Element { get; init; }

    /// <summary>Purpose binding: indicators that may use the field. Empty: a field for splits and models of the stream only.</summary>
    public List<string> Indicators { get; init; } = [];
}

/// <summary>A code list (<c>codelists/*.csv</c>: code,label,missing[,from,to], or code,label,missing,element).</summary>
/// <param name="Id">File name without extension.</param>
/// <param name="Entries">In file order, which is the order of rows in tables.</param>
internal sealed record CodeList(string Id, IReadOnlyList<CodeListEntry> Entries)
{
    public bool Contains(string code) => Entries.Any(entry => entry.Code == code);
}

/// <summary>One code.</summary>
/// <param name="Missing">Kind of missing answer the code stands for, or null for a substantive answer.</param>
/// <param name="From">Lowest value of a band, included; null for codes that are no band (or an open lower end).</param>
/// <param name="To">Highest value of a band, included; null for no band or an open upper end.</param>
/// <param name="Element">What the code tells of (rule PG-6); null in lists without elements.</param>
internal sealed record CodeListEntry(string Code, string Label, MissingKind? Missing, int? From, int? To, string? Element = null);

/// <summary>Why an answer is not in a base.</summary>
internal enum MissingKind { NotAsked, NotApplicable, DontKnow, Refused }
