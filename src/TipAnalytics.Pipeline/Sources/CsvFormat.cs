using System.Text;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Separator and encoding of a CSV.</summary>
/// <param name="IsNamed">The first line names the separator (<c>sep=;</c>) and is no record.</param>
internal sealed record CsvFormat(char Separator, bool IsNamed, TextEncoding Text)
{
    public string Title => $"CSV, separator {(Separator == '\t' ? "tab" : Separator)}, {Text.Title}";

    /// <param name="open">Opens the file at its beginning.</param>
    /// <param name="encoding">Encoding that the source definition names; null: recognised.</param>
    public static CsvFormat Of(string fileName, Func<Stream> open, string? encoding)
    {
        var text = TextEncoding.Of(fileName, open, encoding);
        using var reader = new StreamReader(open(), text.Encoding, detectEncodingFromByteOrderMarks: true);
        var line = reader.ReadLine() ?? "";
        if (line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5 && char.IsAscii(line[4]))
            return new(line[4], true, text);
        // What stands above the names, such as a title, may hold no separator.
        for (var i = 1; i < TableStart.RowsLookedAt && SeparatorOf(line) is null && reader.ReadLine() is { } next; i++)
            line = next;
        return new(SeparatorOf(line) ?? ',', false, text);
    }

    /// <summary>A file in this encoding, from its first letter on, as UTF-8.</summary>
    public Stream Utf8(Stream bytes)
    {
        bytes.ReadExactly(new byte[Text.Mark]);
        return Text.Encoding is UTF8Encoding ? bytes : Encoding.CreateTranscodingStream(bytes, Text.Encoding, Encoding.UTF8);
    }

    /// <summary>The one of <c>, ; tab |</c> that stands most often outside of quotation marks; null for none.</summary>
    private static char? SeparatorOf(string line)
    {
        var isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            if (!isQuoted && counts.TryGetValue(letter, out var count))
                counts[letter] = count + 1;
        }

        var (separator, most) = counts.MaxBy(pair => pair.Value);
        return most > 0 ? separator : null;
    }
}
