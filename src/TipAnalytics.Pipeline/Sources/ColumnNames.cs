using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Columns of a file by name: trimmed, inner spaces collapsed, without regard to case. Of equal names the first counts.</summary>
internal sealed class ColumnNames
{
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> names;

    public ColumnNames(IReadOnlyList<string> headers)
    {
        names = headers;
        var duplicates = new List<string>();
        for (var i = 0; i < headers.Count; i++)
        {
            if (headers[i].Trim().Length > 0 && !index.TryAdd(Key(headers[i]), i))
                duplicates.Add(headers[i].Trim());
        }

        Duplicates = [.. duplicates.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Names that occur more than once.</summary>
    public IReadOnlyList<string> Duplicates { get; }

    /// <summary>Position of a column, or null.</summary>
    public int? Find(string name) => index.TryGetValue(Key(name), out var position) ? position : null;

    /// <summary>A name of the file that is close to a missing one, or null.</summary>
    public string? Near(string missing) => Suggestion.Nearest(missing, names);

    /// <summary>Columns at none of the positions, by name; a repeated name is listed with «(2)».</summary>
    public IReadOnlyList<string> Except(IReadOnlySet<int> positions) =>
        [.. names.Select((name, i) => (Name: name.Trim(), Position: i))
            .Where(column => column.Name.Length > 0 && !positions.Contains(column.Position))
            .Select(column => index[Key(column.Name)] == column.Position ? column.Name : $"{column.Name} (2)")];

    internal static string Key(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var part in name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            text.Append(text.Length > 0 ? " " : "").Append(part);
        return text.ToString().ToUpperInvariant();
    }
}
