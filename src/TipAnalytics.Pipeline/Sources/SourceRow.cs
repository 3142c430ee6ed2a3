using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>How a row of a file ended. Every row has exactly one; their sum is the file's row count.</summary>
internal enum RowOutcome
{
    Accepted,

    /// <summary>The same record in the same version was taken before, in this file or an earlier batch.</summary>
    Duplicate,

    /// <summary>A later version of the record is in this file or was taken before.</summary>
    Superseded,

    WithoutConsent,

    /// <summary>Rejected under a named rule.</summary>
    Rejected,
}

/// <summary>One data row after mapping and coarsening. Nothing in it identifies a person; the raw cells are gone.</summary>
internal sealed record SourceRow
{
    /// <summary>Row of the spreadsheet or record of the CSV; the header is row 1. Several follow each other with one number where a row stands for several records.</summary>
    public required int Row { get; init; }

    /// <summary>Records the row of a table of counts stands for.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Null when the row is acceptable so far; <see cref="RowOutcome.WithoutConsent"/> or <see cref="RowOutcome.Rejected"/> when it ended at the door.</summary>
    public RowOutcome? Ended { get; init; }

    /// <summary>Rule and column when rejected (<c>unknown_area</c>, <c>missing_period</c>, <c>malformed</c>, <c>reported_elsewhere</c> …).</summary>
    public string? Rule { get; init; }

    public string? Column { get; init; }

    /// <summary>HMAC-SHA-256 of the record id with the deployment key; empty for an ended row whose record cannot be told.</summary>
    public byte[] Key { get; init; } = [];

    /// <summary>Orders versions of one record, as text in ordinal order (ISO UTC time, or a number padded); empty when the source has none.</summary>
    public string Version { get; init; } = "";

    /// <summary>Month; of an ended row that of the row where it was read, else the default.</summary>
    public DateOnly PeriodStart { get; init; }

    /// <summary>P-code at the lowest level the stream and protocol permit; empty for an ended row whose place was not read.</summary>
    public string AreaCode { get; init; } = "";

    public string FormVersion { get; init; } = "";

    /// <summary>Survey weight; 1 without one.</summary>
    public decimal Weight { get; init; } = 1;

    /// <summary>Pseudonyms (first 16 hex digits of a keyed hash), empty when the source has none.</summary>
    public string Stratum { get; init; } = "";

    public string Cluster { get; init; } = "";
    public string Organisation { get; init; } = "";
    public string ReportingPoint { get; init; } = "";

    /// <summary>One value a field of the stream, in the stream's field order: string, long, decimal, DateOnly, or null (missing or emptied).</summary>
    public object?[] Values { get; init; } = [];

    /// <summary>Minutes between the two columns of <see cref="QualityColumns"/>; for rules at the door, not stored.</summary>
    public long? Minutes { get; init; }

    /// <summary>The row as the file has it, where a correction changed it: versions of a record are compared as written, so that the same row in a later
    /// export is known again and does not undo the correction. Null mostly.</summary>
    public SourceRow? AsWritten { get; init; }

    /// <summary>What was corrected.</summary>
    public IReadOnlyList<CorrectedValue> Corrected { get; init; } = [];
}

/// <summary>A value that an agreed correction replaced.</summary>
/// <param name="Written">What the row held; null for none.</param>
/// <param name="WasUnreadable">The row would have been rejected for it: there is nothing to go back to.</param>
internal sealed record CorrectedValue(Correction Correction, object? Written, bool WasUnreadable);

/// <summary>A file opened under a source definition.</summary>
/// <param name="FileName">Name without folder.</param>
/// <param name="FileHash">SHA-256 (hex) of the bytes.</param>
/// <param name="Dialect">What was recognised, for the report: «Kobo CSV; separator ;, UTF-8 with BOM».</param>
/// <param name="UnmappedColumns">Columns dropped, by name as in the file; duplicates of a name are listed with «(2)».</param>
/// <param name="DuplicateColumns">Names that occur more than once; only the first is read.</param>
/// <param name="Rows">Read lazily, once.</param>
/// <param name="Emptied">Canonical field → invalid values emptied so far; complete when the rows have been read.</param>
/// <remarks>Holds the file open until its rows have been read to their end, or it is disposed of.</remarks>
internal sealed record SourceFile(
    string FileName,
    string FileHash,
    string Dialect,
    IReadOnlyList<string> UnmappedColumns,
    IReadOnlyList<string> DuplicateColumns,
    IEnumerable<SourceRow> Rows,
    IReadOnlyDictionary<string, int> Emptied) : IDisposable
{
    /// <summary>What stands for the sheet of a workbook, or part of an archive, that its rows stand in: its name where that may be shown, else «2 of 3». Null for other files.</summary>
    public string? Sheet { get; init; }

    /// <summary>What is open; null when the rows stand in memory.</summary>
    public IDisposable? Opened { get; init; }

    /// <summary>What it means that a record is not in it, where that is not for the source to say (a pull has all there is); null: as the source says.</summary>
    public Completeness? Complete { get; init; }

    public void Dispose() => Opened?.Dispose();

    /// <summary>All columns of the file in its order, with the kind of value the mapping reads from each.</summary>
    public IReadOnlyList<FileColumn> Columns { get; init; } = [];

    /// <summary>How its places were found, added up as rows are read; null where nobody looked.</summary>
    public PlaceTally? Places { get; init; }

    /// <summary>Who asked, added up as rows are read; null for a source that does not name the column.</summary>
    public EnumeratorTally? Enumerators { get; init; }
}
