using System.Text;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads a CSV file (RFC 4180).</summary>
internal static class CsvFile
{
    public static BundleFile Read(string name, byte[] bytes)
    {
        var file = new BundleFile(name);
        var rows = Rows(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
        if (rows.Count == 0)
            return file;
        if (rows.Exists(row => row.Count != rows[0].Count))
            file.Unknown.Add("rows of different widths");
        file.Tables.Add(new(name, rows[0], [.. rows.Skip(1).Where(row => row.Count == rows[0].Count)]));
        return file;
    }

    internal static List<IReadOnlyList<string>> Rows(string text)
    {
        var rows = new List<IReadOnlyList<string>>();
        var (row, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (isQuoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
                cell.Append(text[++at]);
            else if (letter == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && letter == ',')
                EndCell();
            else if (!isQuoted && letter is '\n' or '\r')
            {
                if (letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
                    at++;
                EndRow();
            }
            else
                cell.Append(letter);
        }

        if (row.Count > 0 || cell.Length > 0)
            EndRow();
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            rows.Add(row);
            row = [];
        }
    }
}
