using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Reports.Tables;

/// <summary>A CSV file (RFC 4180, comma, UTF-8 with byte order mark so that Excel reads names right).</summary>
/// <remarks>Not CsvHelper's writer: its injection option escapes every field that begins with a minus, negative numbers too, and knows neither
/// a formula after blanks nor full-width signs.</remarks>
internal sealed class CsvTable
{
    private readonly List<IReadOnlyList<object?>> rows = [];

    public CsvTable(params string[] columns) => Columns = columns;

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<IReadOnlyList<object?>> Rows => rows;

    /// <param name="cells">Text, whole and decimal numbers, dates, true/false, or null for empty.</param>
    public void Row(params object?[] cells)
    {
        if (cells.Length != Columns.Count)
            throw new ArgumentException($"{cells.Length} cells in a table of {Columns.Count} columns", nameof(cells));
        rows.Add(cells);
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(Columns))
            text.AppendJoin(',', row.Select(Cell)).Append('\n');
        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string words => Quote(Neutral(Bidirectional.Plain(words))),
        bool truth => truth ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quote(Neutral(value.ToString() ?? "")),
    };

    // Numbers written by us keep their sign: they are no text.
    private static string Neutral(string words) => IsFormula(words) ? "'" + words : words;

    /// <summary>A spreadsheet would run such a text as a formula.</summary>
    public static bool IsFormula(string words) =>
        words.TrimStart(' ', '\u00A0', '\uFEFF') is [('=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'), ..];

    private static string Quote(string words) =>
        words.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{words.Replace("\"", "\"\"")}\"" : words;
}
