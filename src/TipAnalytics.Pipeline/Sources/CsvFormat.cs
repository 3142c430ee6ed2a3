using System.Text;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Separator and encoding of a CSV.</summary>
/// <param name="IsNamed">The first line names the separator (<c>sep=;</c>) and is no record.</param>
/// <param name="Mark">Length of the encoding mark in bytes.</param>
internal sealed record CsvFormat(char Separator, bool IsNamed, Encoding Encoding, int Mark)
{
    public string Title => $"CSV, separator {(Separator == '\t' ? "tab" : Separator)}, {(Encoding is UnicodeEncoding ? "UTF-16" : Mark > 0 ? "UTF-8 with byte-order mark" : "UTF-8")}";

    public static CsvFormat Recognise(Func<Stream> open)
    {
        using var text = new StreamReader(open(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var line = text.ReadLine() ?? "";
        var encoding = text.CurrentEncoding;
        Span<byte> start = stackalloc byte[3];
        using (var bytes = open())
            start = start[..bytes.ReadAtLeast(start, 3, throwOnEndOfStream: false)];
        var mark = start.StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        if (line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5 && char.IsAscii(line[4]))
            return new(line[4], true, encoding, mark);
        return new(SeparatorOf(line), false, encoding, mark);
    }

    /// <summary>The one of <c>, ; tab |</c> that stands most often outside of quotation marks.</summary>
    private static char SeparatorOf(string line)
    {
        var isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            if (!isQuoted && counts.TryGetValue(letter, out var count))
                counts[letter] = count + 1;
        }

        return counts.MaxBy(pair => pair.Value).Key;
    }
}
