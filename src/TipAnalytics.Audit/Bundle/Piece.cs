namespace TipAnalytics.Audit.Bundle;

/// <summary>One text of a file: a paragraph, a table cell, an attribute, a property.</summary>
/// <param name="Place">Where it stands, for a person who looks for it.</param>
/// <param name="Above">What gives it meaning beside its own words, nearest first: head of its column, head of its row, caption. Never the whole heading structure: a number must be
/// understood where it stands.</param>
internal sealed record Piece(string Place, string Text, IReadOnlyList<string> Above)
{
    public Piece(string place, string text)
        : this(place, text, [])
    {
    }
}

/// <summary>Rows of a table of data, by column name.</summary>
/// <param name="Place">File, and sheet or table inside it.</param>
internal sealed record DataTable(string Place, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public int Column(string name)
    {
        for (var at = 0; at < Columns.Count; at++)
        {
            if (Columns[at] == name)
                return at;
        }

        return -1;
    }
}

/// <summary>What was read out of one file.</summary>
internal sealed class BundleFile(string name)
{
    /// <summary>Relative to the bundle.</summary>
    public string Name { get; } = name;

    public List<Piece> Pieces { get; } = [];

    public List<DataTable> Tables { get; } = [];

    /// <summary>Files inside the file (pictures), by a name for people.</summary>
    public List<(string Name, byte[] Bytes)> Inside { get; } = [];

    /// <summary>What no reader can look through: the release is refused for it.</summary>
    public List<string> Unknown { get; } = [];

    public void Say(string place, string text, params IReadOnlyList<string> above)
    {
        if (text.Length > 0)
            Pieces.Add(new(place, text, above));
    }
}
