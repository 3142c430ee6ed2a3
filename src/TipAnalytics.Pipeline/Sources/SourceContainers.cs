using ExcelDataReader.Exceptions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Opens an export file by its content, whatever its name says.</summary>
internal static class SourceContainers
{
    /// <param name="encoding">Encoding of a CSV that the source definition names; null: recognised.</param>
    /// <exception cref="SourceDataException">The file cannot be read.</exception>
    public static SourceContainer Open(string path, string? encoding)
    {
        var name = Path.GetFileName(path);
        try
        {
            return Kind(path) switch
            {
                FileKind.Xlsx => new XlsxContainer(path),
                FileKind.OtherWorkbook => new WorkbookContainer(path),
                FileKind.Sav => new SavContainer(path),
                FileKind.Json => new JsonContainer(path),
                FileKind.Zip => new ZipContainer(path, encoding),
                FileKind.BinaryWorkbook => throw new SourceDataException($"{name}: binary workbooks (XLSB) are not read. Open it, save it as an Excel workbook (XLSX) where it is safe to do so, and bring that."),
                _ => new CsvContainer(path, encoding),
            };
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw Unreadable(name, failure);
        }
    }

    /// <summary>No library's words: they may quote the file.</summary>
    public static SourceDataException Unreadable(string name, Exception failure) => failure is InvalidPasswordException
        ? new($"{name}: the workbook is locked with a password. Open it, save it without one where it is safe to do so, and bring it again.")
        : new($"{name}: cannot be read ({failure.GetType().Name}). It may be cut off, locked with a password or not what its name says; ask the provider to export it again.");

    private enum FileKind { Csv, Xlsx, OtherWorkbook, BinaryWorkbook, Json, Sav, Zip }

    private static FileKind Kind(string path)
    {
        Span<byte> start = stackalloc byte[16];
        using var file = File.OpenRead(path);
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith("PK\u0003\u0004"u8))
            return XlsxPackage.Is(file) ? FileKind.Xlsx : ZipContainer.Is(path) ? FileKind.Zip : ZipContainer.Has(path, "xl/workbook.bin") ? FileKind.BinaryWorkbook : FileKind.OtherWorkbook;
        if (SavTable.Is(start))
            return FileKind.Sav;
        // A list or an object; a header of a CSV begins with a name.
        if (start.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'[' or (byte)'{', ..])
            return FileKind.Json;
        var isNamedSo = Path.GetExtension(path).ToUpperInvariant() is ".XLSX" or ".XLS" or ".XLSB";
        return isNamedSo || start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? FileKind.OtherWorkbook : FileKind.Csv;
    }
}
