namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>What became of one file. Counts, rules and names only, never a value.</summary>
/// <param name="Rows">Data rows of the file; the outcomes add to it.</param>
/// <param name="Outcomes">accepted, duplicate, superseded, without_consent, rejected.</param>
/// <param name="Replaced">Of the accepted: newer versions of records that were there.</param>
/// <param name="Removed">Records that were there and that this file took out: their row says so (no consent any more, refused on purpose), or the
/// file is complete and does not have them. No row stands for the latter, so it is no outcome.</param>
/// <param name="FirstRejections">The first twenty.</param>
/// <param name="Emptied">Field → invalid values emptied, rows kept.</param>
/// <param name="AlreadyTaken">The same bytes were taken before from this source: nothing was done.</param>
/// <param name="Held">Why the whole batch is held back; nothing of it is stored. Null when it was taken.</param>
public sealed record BatchSummary(
    string SourceId, string FileName, string Dialect, int Rows, IReadOnlyDictionary<string, int> Outcomes, int Replaced, int Removed,
    IReadOnlyDictionary<string, int> RejectedByRule, IReadOnlyList<RejectedRow> FirstRejections, IReadOnlyDictionary<string, int> Emptied,
    IReadOnlyList<string> UnmappedColumns, IReadOnlyList<string> DuplicateColumns, bool AlreadyTaken, string? Held)
{
    /// <summary>The same bytes were taken before.</summary>
    internal static BatchSummary TakenBefore(string sourceId, string fileName, string dialect, string fileHash) =>
        Unread(sourceId, fileName, dialect, held: null) with { AlreadyTaken = true, FileHash = fileHash };

    /// <summary>A file of which no row was read.</summary>
    internal static BatchSummary Unread(string sourceId, string fileName, string dialect, string? held) => new(
        sourceId, fileName, dialect, 0, new Dictionary<string, int>(), 0, 0, new Dictionary<string, int>(), [], new Dictionary<string, int>(), [], [], AlreadyTaken: false, held);

    /// <summary>SHA-256 (hex) of the file: what a correction points at.</summary>
    public string FileHash { get; init; } = "";

    /// <summary>Of a workbook or archive; null for other files.</summary>
    public string? Sheet { get; init; }

    /// <summary>Further columns that were not taken and whose names read like values: they are not shown.</summary>
    public int HiddenColumns { get; init; }

    /// <summary>What the checks found in it; empty when it was held or taken before.</summary>
    public QualitySummary Quality { get; init; } = QualitySummary.None;

    /// <summary>How its places were found, and those that were not; also of a file that was held.</summary>
    public PlaceSummary Places { get; init; } = PlaceSummary.None;

    /// <summary>Columns that the last file taken from this source did not have, and those it had that are gone; names that may be shown only.</summary>
    public IReadOnlyList<string> AddedColumns { get; init; } = [];

    public IReadOnlyList<string> GoneColumns { get; init; } = [];

    /// <summary>With <see cref="Held"/>: columns that are needed and gone, or fields whose values are not understood; a person may accept these.</summary>
    public IReadOnlyList<string> HeldSubjects { get; init; } = [];

    internal HoldCause? HeldCause { get; init; }
}

/// <summary>What the checks found in one file. Counts and names only.</summary>
/// <param name="Flags">Logic rules that could be asked of a record taken, by rule.</param>
public sealed record QualitySummary(IReadOnlyList<QualityFlag> Flags)
{
    public static QualitySummary None { get; } = new([]);

    /// <summary>Null for a source that does not name the column of who asked.</summary>
    public EnumeratorSummary? Enumerators { get; init; }
}

/// <param name="Action">flag, or review: unusual, no mistake by itself.</param>
/// <param name="Records">Records of the file it held for; they stay in the figures.</param>
/// <param name="Checked">Records of the file that could be asked.</param>
public sealed record QualityFlag(string Rule, string Title, string Action, int Records, int Checked);

/// <summary>A row that was not taken, and by which rule.</summary>
/// <param name="Sheet">Of a workbook or archive; null for other files.</param>
/// <param name="Row">Row of the spreadsheet, or record of the CSV; the header is row 1.</param>
public sealed record RejectedRow(string File, string? Sheet, int Row, string? Column, string Rule);

/// <summary>How many enumerators of a file stand out; who they are is not kept.</summary>
/// <param name="Judged">Those with enough interviews in the file.</param>
/// <param name="RoundNumbers">Judged, with too many ages and sizes ending in 0 or 5.</param>
/// <param name="RepeatedAnswers">Judged, with too many interviews that answer like the one before.</param>
/// <param name="Outlying">Judged, with a mean far from the others'.</param>
public sealed record EnumeratorSummary(int Enumerators, int Judged, int RoundNumbers, int RepeatedAnswers, int Outlying);

/// <summary>How the places of one file were found.</summary>
/// <param name="Found">name, alias, recoded, successor (a unit that became another), whole (a unit without a single successor, put into the area that holds all of them),
/// out_of_date (its code was not in force in its month) → rows; P-codes of the boundaries are not listed.</param>
/// <param name="Unmatched">Places that were not found and may be shown.</param>
/// <param name="OtherPlaces">Further places that were not found: rare ones, and what may be something about a person.</param>
/// <param name="OtherRows">Their rows.</param>
public sealed record PlaceSummary(IReadOnlyDictionary<string, int> Found, IReadOnlyList<UnmatchedPlace> Unmatched, int OtherPlaces, int OtherRows)
{
    public static PlaceSummary None { get; } = new(new Dictionary<string, int>(), [], 0, 0);
}

/// <summary>A place that was not found, with what it may mean: for a person to decide.</summary>
/// <param name="Rule">unknown_area, damaged_area_code, area_not_valid, ambiguous_area.</param>
/// <param name="Rows">By order of magnitude: how many records a place has is a figure that nobody has protected.</param>
public sealed record UnmatchedPlace(string Column, string Rule, string Written, string Rows, IReadOnlyList<PlaceProposal> Proposals);

/// <param name="Likeness">0–1.</param>
public sealed record PlaceProposal(string Code, string Name, double Likeness);
