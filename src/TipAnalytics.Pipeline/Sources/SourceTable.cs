namespace TipAnalytics.Pipeline.Sources;

/// <summary>Rows of an export file as text, whatever its format. Cells are given only while their row is current.</summary>
internal abstract class SourceTable : IDisposable
{
    public abstract IReadOnlyList<string> Headers { get; }

    /// <summary>What was recognised, e.g. «CSV, separator ;».</summary>
    public abstract string Format { get; }

    /// <summary>A spreadsheet: a number in it may be a day that lost its format.</summary>
    public abstract bool IsWorkbook { get; }

    /// <summary>A record leaves out what was not answered: a column that a field needs may be missing.</summary>
    public virtual bool MayOmit => false;

    /// <summary>Row of the spreadsheet, or record of the CSV; the header is row 1. In JSON the first record is row 1.</summary>
    public int Row { get; protected set; } = 1;

    /// <summary>Rule by which the current row ends before it is read, such as <c>malformed</c>: then it has no cells. Null for a row that can be read.</summary>
    public string? Broken { get; protected set; }

    /// <summary>Goes to the next row, malformed ones too.</summary>
    /// <exception cref="SourceDataException">The file cannot be read any further.</exception>
    public abstract bool Read();

    /// <summary>Trimmed text of a cell, empty for an empty or missing one. Valid until the next cell or row is asked for: the same memory is used again,
    /// so that a file costs no string a cell.</summary>
    public abstract ReadOnlySpan<char> Cell(int column);

    /// <summary>Label of the value in a cell, where the format keeps labels beside the values (SPSS); empty for none.</summary>
    public virtual ReadOnlySpan<char> Label(int column) => default;

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

    /// <summary>Opens a CSV, a workbook or JSON by its content.</summary>
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
                FileKind.Sav => new SavTable(path),
                FileKind.Json => JsonTable.OfFile(path, sheet),
                _ => new CsvTable(path),
            };
        }
        catch (Exception failure) when (failure is not TipException)
        {
            // No library's words: they may quote the file.
            throw new SourceDataException($"{name}: cannot be read ({failure.GetType().Name}). It may be cut off, locked with a password or not what its name says; ask the provider to export it again.");
        }
    }

    private enum FileKind { Csv, Xlsx, OtherWorkbook, Json, Sav }

    private static FileKind Kind(string path)
    {
        Span<byte> start = stackalloc byte[16];
        using var file = File.OpenRead(path);
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith("PK\u0003\u0004"u8))
            return XlsxPackage.Is(file) ? FileKind.Xlsx : FileKind.OtherWorkbook;
        if (SavTable.Is(start))
            return FileKind.Sav;
        // A list or an object; a header of a CSV begins with a name.
        if (start.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'[' or (byte)'{', ..])
            return FileKind.Json;
        var isNamedSo = Path.GetExtension(path).ToUpperInvariant() is ".XLSX" or ".XLS" or ".XLSB";
        return isNamedSo || start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? FileKind.OtherWorkbook : FileKind.Csv;
    }
}
