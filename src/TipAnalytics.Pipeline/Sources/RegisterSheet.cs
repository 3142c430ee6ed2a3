namespace TipAnalytics.Pipeline.Sources;

/// <summary>The sheet of a workbook in which the context register was filled in: words in row 1, tags (keys of the register's fields) in row 2, one entry a row after them.</summary>
internal static class RegisterSheet
{
    private static readonly string[] Signs = ["question", "geo", "answer"];

    /// <summary>Entries with their row; tag → text, empty cells left out. Columns without a tag are not read.</summary>
    /// <exception cref="SourceDataException">The file is no workbook that can be read, or none of its sheets has the tags.</exception>
    public static IReadOnlyList<(string Sheet, int Row, IReadOnlyDictionary<string, string> Fields)> Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new SourceDataException($"{path}: there is no such file.");
        using var container = SourceContainers.Open(path, null);
        try
        {
            foreach (var section in container.Sections)
            {
                if (Entries(container, section) is { } entries)
                    return [.. entries.Select(entry => (section, entry.Row, entry.Fields))];
            }
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw SourceContainers.Unreadable(name, failure);
        }

        throw new SourceDataException($"{name}: no sheet has the row of tags ({string.Join(", ", Signs)} …) under its header. Take the workbook that «tip register DIR form» writes, and leave its second row as it is.");
    }

    private static List<(int Row, IReadOnlyDictionary<string, string> Fields)>? Entries(SourceContainer container, string section)
    {
        using var table = container.Open(section, TableStart.Unknown);
        if (!table.Read() || !table.Read())
            return null;
        var tags = Enumerable.Range(0, table.Width).Select(column => table.Cell(column).ToString()).ToList();
        if (!Signs.All(tags.Contains))
            return null;
        var entries = new List<(int, IReadOnlyDictionary<string, string>)>();
        while (table.Read())
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var column = 0; column < Math.Min(tags.Count, table.Width); column++)
            {
                if (tags[column].Length > 0 && table.Cell(column) is { IsEmpty: false } text)
                    fields.TryAdd(tags[column], text.ToString());
            }

            if (fields.Count > 0)
                entries.Add((table.Row, fields));
        }

        return entries;
    }
}
