using System.Text;

namespace TipAnalytics.SampleData;

/// <summary>Export files as text, byte for byte: CRLF, separator and quoting of the tool that would have written them.</summary>
public sealed class Delimited(char separator, bool quoteAll)
{
    private readonly StringBuilder text = new();

    public void Row(IEnumerable<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        text.AppendJoin(separator, cells.Select(Quoted)).Append("\r\n");
    }

    /// <summary>A line as it stands, for rows that are broken on purpose.</summary>
    public void Raw(string line) => text.Append(line);

    public void Write(string path, bool byteOrderMark = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(byteOrderMark));
    }

    private string Quoted(string cell) =>
        quoteAll || cell.AsSpan().IndexOfAny(separator, '"', '\n') >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
