namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Known errors of one source (<c>corrections/SOURCE.yaml</c>).</summary>
internal sealed class CorrectionsDefinition
{
    public required List<CorrectionDefinition> Corrections { get; init; }
}

/// <summary>One error and what is done about it. It points at a file and a row, never at a name or a case code.</summary>
internal sealed class CorrectionDefinition
{
    /// <summary>SHA-256 (hex) of the export file, as the ingest gives it.</summary>
    public required string File { get; init; }

    /// <summary>Row of the spreadsheet, or record of the CSV; the header is row 1.</summary>
    public required int Row { get; init; }

    /// <summary>Canonical field, or <c>period</c> or <c>area</c>; null with <see cref="Drop"/>.</summary>
    public string? Field { get; init; }

    /// <summary>Canonical value that holds instead.</summary>
    public string? Value { get; init; }

    /// <summary>True: no value holds, the answer is missing.</summary>
    public bool Empty { get; init; }

    /// <summary>True: the row is no record.</summary>
    public bool Drop { get; init; }

    public required string Reason { get; init; }
    public required CorrectionStatus Status { get; init; }

    /// <summary>Role that was told, never a name.</summary>
    public required string Told { get; init; }

    public required DateOnly On { get; init; }
}

/// <summary>Only agreed corrections act.</summary>
internal enum CorrectionStatus { Proposed, Agreed, Withdrawn }

/// <summary>An agreed correction.</summary>
/// <param name="Field">Canonical field, <see cref="Period"/> or <see cref="Area"/>; empty: the row is dropped.</param>
/// <param name="Value">As a row holds it: text, long, decimal, day, or null.</param>
/// <param name="File">Where it stands, for messages.</param>
internal sealed record Correction(string SourceId, string FileHash, int Row, string Field, object? Value, string File, int Line)
{
    public const string Period = "period";
    public const string Area = "area";

    public bool IsDrop => Field.Length == 0;

    /// <summary>Column of the record it is about.</summary>
    public string Column => Field switch { Period => "period_start", Area => "area_code", _ => Field };
}

/// <summary>Agreed corrections of one file, by row.</summary>
internal sealed class RowCorrections(IEnumerable<Correction> corrections)
{
    private readonly ILookup<int, Correction> byRow = corrections.ToLookup(correction => correction.Row);

    public static RowCorrections Of(OperationSetup setup, string sourceId, string fileHash) =>
        new(setup.Corrections.Where(correction => correction.SourceId == sourceId && correction.FileHash == fileHash));

    /// <summary>True for nearly every file.</summary>
    public bool IsEmpty => byRow.Count == 0;

    public IEnumerable<Correction> At(int row) => byRow[row];

    /// <summary>Rows with a corrected month or area: rejected without it, they become records with it.</summary>
    public IEnumerable<int> Placed => byRow.Where(row => row.Any(correction => correction.Field is Correction.Period or Correction.Area)).Select(row => row.Key).Order();
}
