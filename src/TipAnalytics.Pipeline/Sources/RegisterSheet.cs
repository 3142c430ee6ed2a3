namespace TipAnalytics.Pipeline.Sources;

/// <summary>Sheets of a workbook in which the context register was filled in: words in row 1, tags (keys of the register's fields) in row 2, one entry a row after them.</summary>
internal static class RegisterSheet
{
    /// <param name="kinds">Kind of entry → tags by which its sheet is known.</param>
    /// <returns>Entries with their kind, sheet and row; tag → text, empty cells left out. Columns without a tag and sheets of no kind are not read.</returns>
    /// <exception cref="SourceDataException">The file is no workbook that can be read, or none of its sheets has the tags.</exception>
    public static IReadOnlyList<(string Kind, string Sheet, int Row, IReadOnlyDictionary<string, string> Fields)> Read(string path, IReadOnlyDictionary<string, IReadOnlyList<string>> kinds)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new SourceDataException($"{path}: there is no such file.");
        using var container = SourceContainers.Open(path, null);
        var entries = new List<(string, string, int, IReadOnlyDictionary<string, string>)>();
        var isForm = false;
        try
        {
            foreach (var section in container.Sections)
            {
                using var table = container.Open(section, TableStart.Unknown);
                if (Tags(table) is not { } tags || kinds.FirstOrDefault(kind => kind.Value.All(tags.Contains)).Key is not { } found)
                    continue;
                isForm = true;
                entries.AddRange(Entries(table, tags).Select(entry => (found, section, entry.Row, entry.Fields)));
            }
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw SourceContainers.Unreadable(name, failure);
        }

        return isForm ? entries : throw new SourceDataException(
            $"{name}: no sheet has the row of tags ({string.Join(", ", kinds.Values.First())} …) under its header. Take the workbook that «tip register DIR form» writes, and leave its second row as it is.");
    }

    private static List<string>? Tags(SourceTable table) =>
        table.Read() && table.Read() ? [.. Enumerable.Range(0, table.Width).Select(column => table.Cell(column).ToString())] : null;

    private static IEnumerable<(int Row, IReadOnlyDictionary<string, string> Fields)> Entries(SourceTable table, List<string> tags)
    {
        while (table.Read())
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var column = 0; column < Math.Min(tags.Count, table.Width); column++)
            {
                if (tags[column].Length > 0 && table.Cell(column) is { IsEmpty: false } text)
                    fields.TryAdd(tags[column], text.ToString());
            }

            if (fields.Count > 0)
                yield return (table.Row, fields);
        }
    }
}
