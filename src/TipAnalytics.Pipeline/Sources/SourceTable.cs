namespace TipAnalytics.Pipeline.Sources;

/// <summary>Rows of an export file as text, whatever its format. Cells are given only while their row is current.</summary>
internal abstract class SourceTable : IDisposable
{
    public abstract IReadOnlyList<string> Headers { get; }

    /// <summary>What was recognised, e.g. «CSV, separator ;».</summary>
    public abstract string Format { get; }

    /// <summary>A spreadsheet: a number in it may be a day that lost its format.</summary>
    public abstract bool IsWorkbook { get; }

    /// <summary>Row of the spreadsheet, or record of the CSV; the header is row 1.</summary>
    public int Row { get; protected set; } = 1;

    /// <summary>The current row cannot be read; it has no cells.</summary>
    public bool IsMalformed { get; protected set; }

    /// <summary>Goes to the next row, malformed ones too.</summary>
    /// <exception cref="SourceDataException">The file cannot be read any further.</exception>
    public abstract bool Read();

    /// <summary>Trimmed text of a cell, empty for an empty or missing one. Valid until the next cell or row is asked for: the same memory is used again,
    /// so that a file costs no string a cell.</summary>
    public abstract ReadOnlySpan<char> Cell(int column);

    /// <summary>Says that from the next row on only these columns will be asked for; a format whose cells cost time passes over the others.</summary>
    public virtual void Need(IReadOnlySet<int> columns)
    {
    }

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
            return Kind(path) switch
            {
                FileKind.Xlsx => new XlsxTable(path, sheet),
                FileKind.OtherWorkbook => new WorkbookTable(path, sheet),
                _ => new CsvTable(path),
            };
        }
        catch (Exception failure) when (failure is not TipException)
        {
            // No library's words: they may quote the file.
            throw new SourceDataException($"{name}: cannot be read ({failure.GetType().Name}). It may be cut off, locked with a password or not what its name says; ask the provider to export it again.");
        }
    }

    private enum FileKind { Csv, Xlsx, OtherWorkbook }

    private static FileKind Kind(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using var file = File.OpenRead(path);
        var isWhole = file.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4;
        if (isWhole && start.SequenceEqual("PK\u0003\u0004"u8))
            return XlsxPackage.Is(file) ? FileKind.Xlsx : FileKind.OtherWorkbook;
        var isNamedSo = Path.GetExtension(path).ToUpperInvariant() is ".XLSX" or ".XLS" or ".XLSB";
        return isNamedSo || (isWhole && start.SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) ? FileKind.OtherWorkbook : FileKind.Csv;
    }
}
