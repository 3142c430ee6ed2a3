using System.Globalization;
using System.Text;
using CsvHelper;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Records of a CSV. Records that break the quoting or the number of fields are malformed rows, each counted; a filter takes them out before the
/// parser, which would let an unclosed quote swallow the rest of the file.</summary>
internal sealed class CsvTable : SourceTable
{
    private readonly string name;
    private readonly RecordFilter filter;
    private readonly CsvReader reader;
    private char[] letters = new char[512];
    private bool isWaiting;

    /// <param name="bytes">From the first byte of the file; closed with the table.</param>
    public CsvTable(string name, Stream bytes, CsvFormat format, TableStart start)
        : base(start)
    {
        this.name = name;
        filter = new RecordFilter(format.Utf8(bytes), (byte)format.Separator, format.IsNamed, start.RowsBefore, start.Width);
        reader = CsvReader.Create(filter, CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = format.Separator,
            MalformedData = CsvMalformedDataHandling.Throw,
            IncludeValuesInExceptions = false,
        });
        Format = format.Title;
    }

    public override string Format { get; }

    public override int Width => reader.FieldCount;

    public override bool Read()
    {
        try
        {
            if (!isWaiting)
                isWaiting = reader.Read();
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw new SourceDataException(string.Create(CultureInfo.InvariantCulture, $"{name}: cannot be read beyond row {Row} ({failure.GetType().Name}). Ask the provider to export it again."));
        }

        if (!filter.Records.TryDequeue(out var record))
            return false;
        Row = record.Row;
        Broken = record.Malformed ? "malformed" : null;
        if (!record.Malformed)
            isWaiting = false;
        return true;
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        if (column < 0)
            return default;
        var bytes = reader.GetSpan(column);
        if (bytes.IsEmpty)
            return default;
        if (bytes.Length > letters.Length)
            letters = new char[2 * bytes.Length];
        return letters.AsSpan(0, Encoding.UTF8.GetChars(bytes, letters)).Trim();
    }

    protected override void Dispose(bool disposing) => reader.Dispose();
}
