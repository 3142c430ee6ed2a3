using YamlDotNet.Serialization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>One provider's dataset: where its columns go and under which protocol (<c>sources/*.yaml</c>). Column names are matched
/// trimmed, inner spaces collapsed, without regard to case.</summary>
internal sealed record SourceDefinition
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Stream { get; init; }
    public required string Provider { get; init; }

    /// <summary>An id of <c>dialects.yaml</c>: how missing values, multi-values and dates are written; null: recognised by the file's own signs.</summary>
    public string? Dialect { get; init; }

    /// <summary>Worksheet of an XLSX; null: the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>Server the source is pulled from; null: files are dropped into its inbox. With a server files are taken too.</summary>
    public ApiDefinition? Api { get; init; }

    /// <summary>Sheet or file with the parents of the rows, in which columns are looked for that the rows lack; null: none.</summary>
    public string? Parent { get; init; }

    /// <summary>Rows of the header, of which one holds the names the mapping knows; null: one row, or the rows above hashtags.</summary>
    public int? HeaderRows { get; init; }

    /// <summary>Encoding of a CSV, one of <see cref="Vocabulary.Encodings"/>; null: recognised.</summary>
    public string? Encoding { get; init; }

    /// <summary>Header as written (a label, mostly) → name under which the mapping knows the column.</summary>
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>True: a taken file stays in the inbox.</summary>
    public bool Keep { get; init; }

    /// <summary>Months this source is expected to report on, for RE-01; null: every month of the window.</summary>
    public int? ExpectedEveryMonths { get; init; }

    public required ProtocolDefinition Protocol { get; init; }

    /// <summary>The provider took its data back: records are erased, nothing more is taken.</summary>
    public WithdrawalDefinition? Withdrawn { get; init; }

    /// <summary>Recorded approval; required for a stream that is off by default.</summary>
    public ApprovalDefinition? Approval { get; init; }

    /// <summary>Who compared this mapping with the form, and when; null: nobody yet (a proposal of <c>tip map</c>), and nothing is taken.</summary>
    public ReviewDefinition? Reviewed { get; init; }

    public required RecordDefinition Record { get; init; }

    public required PlaceOrTime Period { get; init; }
    public required PlaceOrTime Area { get; init; }

    /// <summary>Survey weight column; null: every record weighs 1 and the source is not representative.</summary>
    public string? Weight { get; init; }

    public string? Stratum { get; init; }
    public string? Cluster { get; init; }

    /// <summary>Organisation and reporting point (site, service point): stored as pseudonyms only.</summary>
    public PlaceOrTime? Organisation { get; init; }

    public PlaceOrTime? ReportingPoint { get; init; }

    public FormsDefinition? Forms { get; init; }

    /// <summary>Columns read for checks at the door only: none of their values is kept.</summary>
    public QualityColumns? Quality { get; init; }

    /// <summary>A table with categories as columns; null: the rows are the records.</summary>
    public UnpivotDefinition? Unpivot { get; init; }

    /// <summary>Canonical field → where its value comes from.</summary>
    public required Dictionary<string, FieldMapping> Fields { get; init; }

    /// <summary>Share of rows rejected above which the whole batch is held (0–1).</summary>
    public decimal RejectLimit { get; init; } = 0.10m;

    /// <summary>Share of a field's values that no list or limit knows above which the whole batch is held (0–1); ten values at least.</summary>
    public decimal EmptiedLimit { get; init; } = 0.20m;

    /// <summary>Changes of its files that a person accepted.</summary>
    [YamlIgnore]
    public IReadOnlyList<AcceptedDrift> Accepted { get; set; } = [];

    [YamlIgnore]
    public string File { get; set; } = "";

    /// <summary>Form version → the source as its own mapping has it; versions that name no mapping are read by this one.</summary>
    [YamlIgnore]
    public IReadOnlyDictionary<string, SourceDefinition> ByVersion { get; set; } = new Dictionary<string, SourceDefinition>();

    /// <summary>This mapping, and those of single form versions.</summary>
    [YamlIgnore]
    public IEnumerable<SourceDefinition> Mappings => ByVersion.Values.Distinct().Prepend(this);

    /// <summary>Every column a row is read from, as one of the mappings names it.</summary>
    [YamlIgnore]
    public IEnumerable<string> AllColumns => RecordColumns.Concat(Mappings.SelectMany(mapping => new[] { mapping.Quality?.Start, mapping.Quality?.End, mapping.Quality?.Enumerator }.OfType<string>())).Concat(Mappings.SelectMany(mapping => mapping.Fields.Values).SelectMany(origin => origin.AllColumns)).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Columns that make a row a record: all but those of the fields.</summary>
    [YamlIgnore]
    public IEnumerable<string> RecordColumns => Mappings.SelectMany(mapping => mapping.OwnRecordColumns);

    private IEnumerable<string> OwnRecordColumns =>
    [
        .. Record.Id, .. Record.IdentifiedBy, .. Record.Refuse.Values.Select(refused => refused.Column), .. Period.AllColumns, .. Area.AllColumns, .. Organisation?.AllColumns ?? [], .. ReportingPoint?.AllColumns ?? [],
        .. new[] { Record.Count, Record.Version, Record.Consent?.Column, Weight, Stratum, Cluster, Forms?.Column }.OfType<string>(),
    ];

    /// <summary>The mapping that reads the rows of a form version.</summary>
    public SourceDefinition For(string version) => ByVersion.GetValueOrDefault(version, this);

    /// <summary>Whether a mapping reads a field.</summary>
    public bool Maps(string field) => Mappings.Any(mapping => mapping.Fields.ContainsKey(field));
}

/// <summary>Information-sharing protocol. Expired or missing means no ingest.</summary>
internal sealed class ProtocolDefinition
{
    public required List<string> Parties { get; init; }
    public required string Purpose { get; init; }
    public required DateOnly AgreedOn { get; init; }
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Lowest admin level a record may keep.</summary>
    public required int LowestLevel { get; init; }

    /// <summary>Classes of people who may read what rests on the data.</summary>
    public required List<string> Audiences { get; init; }

    /// <summary>Of these, the classes for which the provider has to agree before a release is published.</summary>
    public List<string> AgreementFor { get; init; } = [];

    public required int MinimumCell { get; init; }
    public required int RetentionMonths { get; init; }

    /// <summary>Canonical fields the protocol permits; a mapped field outside is a definition fault.</summary>
    public required List<string> Fields { get; init; }

    /// <summary>Field → the only indicators the protocol permits it for; a field left out serves all that its stream permits.</summary>
    public Dictionary<string, List<string>> Indicators { get; init; } = [];
}

internal sealed class WithdrawalDefinition
{
    public required DateOnly On { get; init; }

    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required string Reason { get; init; }
}

internal sealed class ApprovalDefinition
{
    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Last day it holds, included; null: until it is taken back.</summary>
    public DateOnly? Until { get; init; }

    public required string Reference { get; init; }
}

internal sealed class ReviewDefinition
{
    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }
}

/// <summary>What makes a row a record, and which rows do not count.</summary>
internal sealed class RecordDefinition
{
    /// <summary>Columns whose first non-empty one identifies the record through its versions, hashed at the door
    /// (<c>[meta/rootUuid, _uuid]</c>); empty: file hash and row number.</summary>
    public List<string> Id { get; init; } = [];

    /// <summary>Columns that identify the record only together (area, round, reason), hashed at the door; takes the place of <see cref="Id"/>.</summary>
    public List<string> IdentifiedBy { get; init; } = [];

    /// <summary>Column with a number: the source is a table of counts, and a row stands for that many records, known by its mapped columns only.</summary>
    public string? Count { get; init; }

    /// <summary>Column that orders versions of one record (ISO time or number); null: the later batch wins.</summary>
    public string? Version { get; init; }

    /// <summary>Format of times in <see cref="Version"/>; null: ISO 8601, or the dialect's own format of days.</summary>
    public string? VersionFormat { get; init; }

    /// <summary>Rows count only with one of these values; others end as «without consent».</summary>
    public ColumnValues? Consent { get; init; }

    /// <summary>Rows with one of these values are rejected under the rule named by the key, e.g. <c>reported_elsewhere</c>, <c>not_approved</c>.</summary>
    public Dictionary<string, ColumnValues> Refuse { get; init; } = [];

    /// <summary>What it means that a record is not in a file.</summary>
    public Completeness Complete { get; init; }
}

/// <summary>What a file of a source says of records that are not in it.</summary>
internal enum Completeness
{
    /// <summary>Nothing: the file brings additions and edits.</summary>
    None,

    /// <summary>Of the months it has rows of, the file holds every record: others of these months are gone.</summary>
    Months,

    /// <summary>The file holds every record of the source: others are gone.</summary>
    All,
}

internal sealed class ColumnValues
{
    public required string Column { get; init; }
    public List<string> Values { get; init; } = [];

    /// <summary>To refuse only: every value but these (<c>""</c> is an empty cell).</summary>
    public List<string> Except { get; init; } = [];
}

/// <summary>A value from a column, or the same for the whole source. Exactly one of column and constant.</summary>
internal sealed class PlaceOrTime
{
    public string? Column { get; init; }
    public string? Constant { get; init; }

    /// <summary>Columns tried in order until one is not empty (areas: the finest first).</summary>
    public List<string> Columns { get; init; } = [];

    /// <summary>Date format of the column, e.g. <c>dd-MMM-yyyy</c>; null: ISO date or date-time. Excel date cells are always understood.</summary>
    public string? Format { get; init; }

    /// <summary>Areas: value as written → P-code, where the export carries names; compared like column names.</summary>
    public Dictionary<string, string> Codes { get; init; } = [];

    [YamlIgnore]
    public IEnumerable<string> AllColumns => Column is null ? Columns : [Column];
}

/// <summary>Columns of the checks at the door; what is kept is whether a rule held, and how many enumerators stand out.</summary>
internal sealed class QualityColumns
{
    /// <summary>Who asked: name or code, compared in memory.</summary>
    public string? Enumerator { get; init; }

    /// <summary>Start and end of the interview (of an incident report: incident and interview).</summary>
    public string? Start { get; init; }

    public string? End { get; init; }

    /// <summary>Format of start and end; null: ISO 8601, or the dialect's own.</summary>
    public string? Format { get; init; }
}

/// <summary>Form versions, so that a change is seen and said.</summary>
internal sealed class FormsDefinition
{
    /// <summary>Column with the version; null: by date only.</summary>
    public string? Column { get; init; }

    public required List<FormVersion> Versions { get; init; }
}

internal sealed class FormVersion
{
    public required string Id { get; init; }
    public required DateOnly From { get; init; }

    /// <summary>File with the mapping of this version, in <c>sources/forms</c>; null: the source's own.</summary>
    public string? Mapping { get; init; }

    /// <summary>Names of export files whose rows are of this version, <c>*</c> for anything, where no column says it; null: the day decides.</summary>
    public string? Files { get; init; }

    /// <summary>Canonical field → what changed in it with this version: a series break for every indicator that rests on it.</summary>
    public Dictionary<string, string> Changes { get; init; } = [];
}

/// <summary>Where a canonical field's value comes from; exactly one of column, columns, items, age, days, constant.</summary>
internal sealed class FieldMapping
{
    public string? Column { get; init; }

    /// <summary>Codes field: 0/1 columns, raw column → canonical code. The summary column may be given in <see cref="Column"/> as well; then the 0/1 columns win.</summary>
    public Dictionary<string, string> Columns { get; init; } = [];

    /// <summary>Answers field: raw column → item code.</summary>
    public Dictionary<string, string> Items { get; init; } = [];

    /// <summary>Raw value → canonical code, compared trimmed and without regard to case; values that already are canonical codes need no entry.</summary>
    public Dictionary<string, string> Codes { get; init; } = [];

    /// <summary>Whole years between two date columns, as a band of the field's code list.</summary>
    public DateSpan? Age { get; init; }

    /// <summary>Days between two date columns, as a band of the field's code list.</summary>
    public DateSpan? Days { get; init; }

    /// <summary>A number column put into a band of the field's code list (age in years → age group).</summary>
    public bool Band { get; init; }

    public string? Constant { get; init; }

    /// <summary>Date format for month fields and date spans.</summary>
    public string? Format { get; init; }

    /// <summary>Every column the field is read from.</summary>
    [YamlIgnore]
    public IEnumerable<string> AllColumns => new[] { Column, Age?.From, Age?.To, Days?.From, Days?.To }.OfType<string>().Concat(Columns.Keys).Concat(Items.Keys);
}

/// <summary>Columns of a wide table that become rows of their own.</summary>
internal sealed class UnpivotDefinition
{
    /// <summary>Name that the column with their content gets.</summary>
    public required string Value { get; init; }

    /// <summary>Column → name of a new column → what stands in it, e.g. <c>F_00_04: { sex: female, age: 0-4 }</c>.</summary>
    public required Dictionary<string, Dictionary<string, string>> Columns { get; init; }
}

internal sealed class DateSpan
{
    public required string From { get; init; }
    public required string To { get; init; }
}
