using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>The tables of a gazetteer file, whole: the one of a CSV, or every sheet of a workbook.</summary>
internal static class PlaceTables
{
    /// <exception cref="SourceDataException">The file cannot be read.</exception>
    public static IReadOnlyList<PlaceTable> Read(string path)
    {
        using var container = SourceContainers.Open(path, null);
        try
        {
            return [.. container.Sections.Select(section => Read(container, section)).OfType<PlaceTable>()];
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw SourceContainers.Unreadable(container.Name, failure);
        }
    }

    /// <returns>Null for a sheet that is empty, as readme sheets with pictures are.</returns>
    private static PlaceTable? Read(SourceContainer container, string section)
    {
        using (var first = container.Open(section, TableStart.Unknown))
        {
            if (!first.Read())
                return null;
        }

        using var table = container.OpenData(section).Table;
        var rows = new List<(int, string[])>();
        while (table.Read())
        {
            if (table.Broken is not null)
                throw new SourceDataException(FormattableString.Invariant($"{container.Name}, row {table.Row}: cannot be read; it has another number of cells than the header, or a quotation mark that is not closed."));
            var cells = new string[table.Headers.Count];
            for (var column = 0; column < cells.Length; column++)
                cells[column] = table.Cell(column).ToString();
            rows.Add((table.Row, cells));
        }

        return new(container.Kind == "csv" ? null : section, table.Headers, rows);
    }
}
