using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Raw value → canonical code of one field, compared trimmed and without regard to case.</summary>
internal sealed class CodeLookup
{
    private readonly Dictionary<string, string> codes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CodeListEntry> bands;

    /// <param name="list">Canonical codes, which stand for themselves unless the mapping says otherwise.</param>
    public CodeLookup(FieldMapping mapping, CodeList list)
    {
        foreach (var (raw, code) in mapping.Codes)
            codes.TryAdd(raw.Trim(), code);
        // «question/choice» of a 0/1 column also says what the choice means in the summary column.
        foreach (var (column, code) in mapping.Columns)
            codes.TryAdd(column[(column.LastIndexOf(column.Contains('/', StringComparison.Ordinal) ? '/' : '.') + 1)..].Trim(), code);
        foreach (var entry in list.Entries)
            codes.TryAdd(entry.Code, entry.Code);
        HasSpaces = codes.Keys.Any(raw => raw.Contains(' ', StringComparison.Ordinal));
        bands = [.. list.Entries.Where(entry => (entry.From ?? entry.To) is not null)];
    }

    /// <summary>A raw value holds a space: labels, not names.</summary>
    public bool HasSpaces { get; }

    /// <returns>Null for a value that neither mapping nor list knows, and for none: an empty cell has no answer, whatever the mapping makes of it.</returns>
    public string? Find(ReadOnlySpan<char> text) => text.IsEmpty ? null : codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var code) ? code : Only(text);

    /// <summary>A list of one value, <c>["a"]</c>, is that value.</summary>
    private string? Only(ReadOnlySpan<char> text)
    {
        if (text is not ['[', .., ']'])
            return null;
        var value = Dialect.NextPart(ref text);
        return Dialect.NextPart(ref text).IsEmpty ? Find(value) : null;
    }

    /// <returns>Code of the band the number falls in; null for none.</returns>
    public string? Band(double number)
    {
        foreach (var band in bands)
        {
            if (number >= (band.From ?? double.MinValue) && Math.Floor(number) <= (band.To ?? double.MaxValue))
                return band.Code;
        }

        return null;
    }
}
