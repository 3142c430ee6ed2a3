using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Cli.Commands;

/// <summary>A query's result as text: aligned table, CSV, or JSON (an array of objects).</summary>
internal static class QueryOutput
{
    public static string Text(QueryResult result, string format) => format switch
    {
        "csv" => CsvText.Of(result.Columns.Select(column => column.Name), result.Rows.Select(row => row.Select(Plain))),
        "json" => Json(result),
        _ => Table(result),
    };

    private static string Table(QueryResult result)
    {
        var rows = result.Rows.Select(row => row.Select(value => Plain(value)).ToArray()).ToList();
        var widths = result.Columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Name.Length).Max()).ToList();
        var text = new StringBuilder();
        void Line(IEnumerable<string> cells) => text.Append(string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        Line(result.Columns.Select(column => column.Name));
        Line(widths.Select(width => new string('-', width)));
        foreach (var row in rows)
            Line(row);
        return text.ToString();
    }

    private static string Json(QueryResult result)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            foreach (var row in result.Rows)
            {
                writer.WriteStartObject();
                for (var i = 0; i < row.Length; i++)
                {
                    writer.WritePropertyName(result.Columns[i].Name);
                    JsonSerializer.Serialize(writer, row[i] is DateTime date ? Plain(date) : row[i]);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static string Plain(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
