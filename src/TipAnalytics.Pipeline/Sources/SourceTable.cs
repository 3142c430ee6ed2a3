namespace TipAnalytics.Pipeline.Sources;

/// <summary>Rows of an export file as text, whatever its format. Cells are given only while their row is current.</summary>
internal abstract class SourceTable : IDisposable
{
    public abstract IReadOnlyList<string> Headers { get; }

    /// <summary>What was recognised, e.g. «CSV; separator ;».</summary>
    public abstract string Format { get; }

    /// <summary>Row of the spreadsheet, or record of the CSV; the header is row 1.</summary>
    public int Row { get; protected set; } = 1;

    /// <summary>The current row cannot be read; it has no cells.</summary>
    public bool IsMalformed { get; protected set; }

    /// <summary>Goes to the next row, malformed ones too.</summary>
    public abstract bool Read();

    /// <summary>Trimmed text of a cell; empty for an empty or missing one.</summary>
    public abstract string Text(int column);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>Opens a CSV or a workbook by its content.</summary>
    /// <exception cref="SourceDataException">The file cannot be read.</exception>
    public static SourceTable Open(string path, string? sheet)
    {
        var name = Path.GetFileName(path);
        try
        {
            return IsWorkbook(path) ? new WorkbookTable(path, sheet) : new CsvTable(path);
        }
        catch (Exception failure) when (failure is not TipException)
        {
            // No library's words: they may quote the file.
            throw new SourceDataException($"{name}: cannot be read ({failure.GetType().Name}). It may be cut off or not what its name says; ask the provider to export it again.");
        }
    }

    private static bool IsWorkbook(string path)
    {
        Span<byte> start = stackalloc byte[8];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(start, 8, throwOnEndOfStream: false);
        return length >= 4 && (start[..4].SequenceEqual("PK\u0003\u0004"u8) || start[..4].SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            || Path.GetExtension(path) is ".xlsx" or ".xls" or ".XLSX" or ".XLS";
    }
}
