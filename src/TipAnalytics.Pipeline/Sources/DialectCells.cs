namespace TipAnalytics.Pipeline.Sources;

/// <summary>How a dialect writes «nothing», a multi-select and a day.</summary>
internal sealed class DialectCells(string dialect)
{
    private readonly bool isPrimero = dialect == "primero";
    private readonly bool isWfp = dialect == "wfp";

    /// <summary>Format of days where the source definition names none; null: ISO 8601.</summary>
    public string? DayFormat { get; } = dialect == "incident_recorder" ? "dd-MMM-yyyy" : null;

    public string Title { get; } = dialect switch
    {
        "kobo" => "KoboToolbox",
        "wfp" => "WFP survey",
        "incident_recorder" => "GBV Incident Recorder",
        "primero" => "Primero",
        _ => "table",
    };

    /// <summary>A cell, empty where its dialect writes «nothing». Valid until the next cell is asked for.</summary>
    /// <param name="column">-1 for none.</param>
    public ReadOnlySpan<char> Of(SourceTable row, int column)
    {
        var text = row.Cell(column);
        // Primero puts an apostrophe before text that a spreadsheet could take for a formula.
        if (isPrimero && text.Length > 1 && text[0] == '\'')
            text = text[1..];
        if (isPrimero && text is "nil")
            return default;
        return text.Length == 3 && text.Equals("n/a", StringComparison.OrdinalIgnoreCase) ? default : text;
    }

    /// <summary>WFP's numbers for «don't know» and «refused» (survey code book): no value, unless the mapping gives the number a meaning.</summary>
    public bool IsNoAnswer(ReadOnlySpan<char> text) => isWfp && text is "777" or "888" or "999" or "8888";

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
}
