using System.Globalization;
using System.Text;
using CsvHelper;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A CSV export. Separator and encoding mark are found by themselves. Records that break the quoting or the number of fields are malformed
/// rows, each counted; a filter takes them out before the parser, which would let an unclosed quote swallow the rest of the file.</summary>
internal sealed class CsvTable : SourceTable
{
    private readonly string name;
    private readonly RecordFilter filter;
    private readonly CsvReader reader;
    private char[] letters = new char[512];
    private bool isWaiting;

    public CsvTable(string path)
    {
        name = Path.GetFileName(path);
        var (separator, isNamed, encoding, mark) = Recognise(path);
        Stream bytes = File.OpenRead(path);
        bytes.Position = mark;
        if (encoding is UnicodeEncoding)
            bytes = Encoding.CreateTranscodingStream(bytes, encoding, Encoding.UTF8);
        filter = new RecordFilter(bytes, (byte)separator, isNamed);
        reader = CsvReader.Create(filter, CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = separator,
            MalformedData = CsvMalformedDataHandling.Throw,
            IncludeValuesInExceptions = false,
        });
        Format = $"CSV, separator {(separator == '\t' ? "tab" : separator)}, {(encoding is UnicodeEncoding ? "UTF-16" : mark > 0 ? "UTF-8 with byte-order mark" : "UTF-8")}";
        try
        {
            if (!Read())
                throw new SourceDataException($"{name}: the file is empty. Export it again.");
            if (Broken is not null)
                throw new SourceDataException($"{name}, row 1: the header cannot be read (a quotation mark is opened and not closed, or stands inside a name). Export it again.");
            Headers = [.. Enumerable.Range(0, reader.FieldCount).Select(column => Cell(column).ToString())];
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public override IReadOnlyList<string> Headers { get; }

    public override string Format { get; }

    public override bool IsWorkbook => false;

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

    /// <returns>Separator, whether a first line names it, encoding, and length of the encoding mark in bytes.</returns>
    private static (char Separator, bool IsNamed, Encoding Encoding, int Mark) Recognise(string path)
    {
        using var text = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var line = text.ReadLine() ?? "";
        var encoding = text.CurrentEncoding;
        Span<byte> start = stackalloc byte[3];
        using (var bytes = File.OpenRead(path))
            start = start[..bytes.ReadAtLeast(start, 3, throwOnEndOfStream: false)];
        var mark = start.StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        if (line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5 && char.IsAscii(line[4]))
            return (line[4], true, encoding, mark);
        var isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            if (!isQuoted && counts.TryGetValue(letter, out var count))
                counts[letter] = count + 1;
        }

        return (counts.MaxBy(pair => pair.Value).Key, false, encoding, mark);
    }
}
