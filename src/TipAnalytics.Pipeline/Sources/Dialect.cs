using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>How a file writes «nothing», a multi-select and a day: the conventions of one dialect, or of known names of questions and the tool together.</summary>
/// <param name="parts">The first gives its day format.</param>
internal sealed class Dialect(params IReadOnlyList<DialectDefinition> parts)
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> nothing = Set(parts.SelectMany(part => part.Nothing)).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> noAnswer = Set(parts.SelectMany(part => part.NoAnswer)).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly int longestNothing = parts.SelectMany(part => part.Nothing).Select(text => text.Length).DefaultIfEmpty(0).Max();
    private readonly bool hasApostrophe = parts.Any(part => part.Apostrophe);

    /// <summary>Format of days where the source definition names none; null: ISO 8601.</summary>
    public string? DayFormat { get; } = parts.Select(part => part.DayFormat).FirstOrDefault(format => format is not null);

    public string Title { get; } = string.Join(", ", parts.Select(part => part.Title));

    /// <summary>0 in all 0/1 columns of a question does not say that it was asked.</summary>
    public bool ZeroWhenUnasked { get; } = parts.Any(part => part.ZeroWhenUnasked);

    /// <summary>Rows the tool itself marks as not usable: rule, column, values.</summary>
    public IEnumerable<KeyValuePair<string, ColumnValues>> Refuse => parts.SelectMany(part => part.Refuse);

    /// <summary>A cell, empty where its dialect writes «nothing». Valid until the next cell is asked for.</summary>
    /// <param name="column">-1 for none.</param>
    public ReadOnlySpan<char> Of(SourceTable row, int column)
    {
        var text = row.Cell(column);
        if (hasApostrophe && text.Length > 1 && text[0] == '\'')
            text = text[1..];
        return text.Length <= longestNothing && !text.IsEmpty && !char.IsAsciiDigit(text[0]) && nothing.Contains(text) ? default : text;
    }

    /// <summary>A number that the dialect writes for «don't know» and «refused».</summary>
    public bool IsNoAnswer(ReadOnlySpan<char> text) => noAnswer.Contains(text);

    /// <summary>Takes the first value off a multi-select: separated by spaces, by <c>|||</c> (Primero workbook), or in Ruby notation <c>["a", "b"]</c>.</summary>
    /// <returns>Empty when there is none left.</returns>
    public static ReadOnlySpan<char> NextPart(ref ReadOnlySpan<char> rest)
    {
        if (rest is ['[', .., ']'])
            rest = rest[1..^1];
        while (!rest.IsEmpty)
        {
            var isQuoted = rest[0] == '"';
            var end = isQuoted ? rest[1..].IndexOf('"') + 1 : rest.Contains("|||", StringComparison.Ordinal) ? rest.IndexOf("|||") : rest.IndexOfAny(' ', ',');
            if (end < (isQuoted ? 1 : 0))
                end = rest.Length;
            var part = rest[(isQuoted ? 1 : 0)..end].Trim();
            rest = rest[Math.Min(rest.Length, end + 1)..].TrimStart(" ,|");
            if (!part.IsEmpty && part is not "nil")
                return part;
        }

        return default;
    }

    private static HashSet<string> Set(IEnumerable<string> texts) => new(texts, StringComparer.OrdinalIgnoreCase);
}
