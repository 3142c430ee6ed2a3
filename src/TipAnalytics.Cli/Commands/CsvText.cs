using System.Globalization;
using CsvHelper;

namespace TipAnalytics.Cli.Commands;

/// <summary>Rows as the text of a CSV file: commas, line feeds, nothing a spreadsheet would run as a formula.</summary>
internal static class CsvText
{
    public static string Of(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = CsvWriter.Create(text, CsvWriterOptions.Default with { Injection = CsvInjection.Escape, NewLine = "\n" }))
        {
            writer.WriteRecord(columns.ToArray());
            foreach (var row in rows)
                writer.WriteRecord(row.ToArray());
        }

        return text.ToString();
    }
}
