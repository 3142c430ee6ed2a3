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
    private bool isWaiting;

    public CsvTable(string path)
    {
        name = Path.GetFileName(path);
        var (separator, isNamed, encoding) = Recognise(path);
        var text = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        if (isNamed)
            text.ReadLine();
        filter = new RecordFilter(text, separator);
        reader = CsvReader.Create(filter, CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = separator,
            MalformedData = CsvMalformedDataHandling.Throw,
            IncludeValuesInExceptions = false,
        });
        Format = $"CSV, separator {(separator == '\t' ? "tab" : separator)}, {encoding}";
        Headers = [];
        if (!Read())
            throw new SourceDataException($"{name}: the file is empty. Export it again.");
        if (IsMalformed)
            throw new SourceDataException($"{name}, row 1: the header cannot be read (a quotation mark is opened and not closed, or stands inside a name). Export it again.");
        Headers = [.. Enumerable.Range(0, reader.FieldCount).Select(Text)];
    }

    public override IReadOnlyList<string> Headers { get; }

    public override string Format { get; }

    public override bool Read()
    {
        try
        {
            if (!isWaiting)
                isWaiting = reader.Read();
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw new SourceDataException($"{name}: cannot be read beyond row {Row} ({failure.GetType().Name}). Ask the provider to export it again.");
        }

        if (!filter.Records.TryDequeue(out var record))
            return false;
        (Row, IsMalformed) = record;
        if (!IsMalformed)
            isWaiting = false;
        return true;
    }

    public override string Text(int column) => reader.GetString(column).Trim();

    protected override void Dispose(bool disposing) => reader.Dispose();

    private static (char Separator, bool IsNamed, string Encoding) Recognise(string path)
    {
        using var bytes = File.OpenRead(path);
        Span<byte> mark = stackalloc byte[3];
        var read = bytes.ReadAtLeast(mark, 3, throwOnEndOfStream: false);
        bytes.Position = 0;
        using var text = new StreamReader(bytes, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var line = text.ReadLine() ?? "";
        var encoding = text.CurrentEncoding is UnicodeEncoding ? "UTF-16"
            : read == 3 && mark.SequenceEqual(Encoding.UTF8.Preamble) ? "UTF-8 with byte-order mark" : "UTF-8";
        if (line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5)
            return (line[4], true, encoding);
        var isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            if (!isQuoted && counts.TryGetValue(letter, out var count))
                counts[letter] = count + 1;
        }

        return (counts.MaxBy(pair => pair.Value).Key, false, encoding);
    }
}
