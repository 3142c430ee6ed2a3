using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Columns of a file by name: trimmed, inner spaces collapsed, without regard to case. Of equal names the first counts. A name that is not there as
/// it stands is looked for by its hashtag, under its label, with another separator of groups, and without groups, as long as only one column can be meant.</summary>
internal sealed class ColumnNames
{
    /// <summary>Names with groups as the mapping has them.</summary>
    public const string AsMapped = "names with /";

    /// <summary>A tag says what its column is, whatever that is called.</summary>
    public const string Tagged = "HXL tags";

    /// <summary>Names with groups that the mapping does not have.</summary>
    public const string GroupsBefore = "groups before names";

    private static readonly char[] Separators = ['/', '.', '-', '_', ':'];

    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> labelled = new(StringComparer.Ordinal);
    private readonly ILookup<string, int> loose;
    private readonly ILookup<string, int> endings;
    private readonly HashSet<string> repeated = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> names;
    private readonly IReadOnlyList<string>? tags;

    /// <param name="tags">HXL tags by column.</param>
    /// <param name="labels">Header as written → name.</param>
    public ColumnNames(IReadOnlyList<string> headers, IReadOnlyList<string>? tags = null, IReadOnlyDictionary<string, string>? labels = null)
    {
        (names, this.tags) = (headers, tags);
        var duplicates = new List<string>();
        for (var i = 0; i < headers.Count; i++)
        {
            if (headers[i].Trim().Length > 0 && !index.TryAdd(Key(headers[i]), i))
                duplicates.Add(headers[i].Trim());
        }

        Duplicates = [.. duplicates.Distinct(StringComparer.Ordinal)];
        repeated.UnionWith(Duplicates.Select(Key));
        foreach (var (header, name) in labels ?? new Dictionary<string, string>())
        {
            if (index.TryGetValue(Key(header), out var position))
                labelled.TryAdd(Key(name), position);
        }

        loose = index.ToLookup(column => Loose(column.Key), column => column.Value, StringComparer.Ordinal);
        endings = index.SelectMany(column => Endings(column.Key), (column, ending) => (column.Value, Ending: ending)).ToLookup(column => column.Ending, column => column.Value, StringComparer.Ordinal);
    }

    /// <summary>Names that occur more than once.</summary>
    public IReadOnlyList<string> Duplicates { get; }

    /// <summary>Position of the column of just this name, or null.</summary>
    public int? FindExact(string name) => index.TryGetValue(Key(name), out var position) ? position : null;

    /// <summary>Position of a column, or null.</summary>
    public int? Find(string name) => Look(name, isChoice: false).Position;

    /// <summary>Position of a column, or null; how it was found, for the report; and the columns among which the name does not decide.</summary>
    /// <param name="isChoice">The last part of the name is a choice: it means nothing without its question.</param>
    public ColumnMatch Look(string name, bool isChoice)
    {
        if (tags is not null && name.StartsWith('#'))
            return HxlRow.Find(tags, name) is { } tagged ? new(tagged, Tagged) : default;
        var key = Key(name);
        if (index.TryGetValue(key, out var position))
            return new(position, key.Contains('/', StringComparison.Ordinal) ? AsMapped : null);
        if (labelled.TryGetValue(key, out position))
            return new(position, "labels");
        var same = loose[Loose(key)].ToList();
        if (same.Count > 0)
            return One(same, $"names with {names[same[0]].FirstOrDefault(letter => Separators.Contains(letter), '/')}");
        var grouped = endings[Loose(key)].ToList();
        return grouped.Count > 0 ? One(grouped, GroupsBefore) : WithoutGroups(key, isChoice ? 2 : 1);
    }

    /// <summary>Name of a column as written.</summary>
    public string NameOf(int position) => names[position].Trim();

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

    /// <summary>The file was exported without groups. What has a column of its own is no group but a question with its choices, or a subform.</summary>
    private ColumnMatch WithoutGroups(string key, int fewest)
    {
        var parts = key.Split('/');
        for (var from = 1; from <= parts.Length - fewest; from++)
        {
            if (index.ContainsKey(string.Join('/', parts[..from])) || index.ContainsKey(parts[from - 1]))
                return default;
            var bare = string.Join('/', parts[from..]);
            if (repeated.Contains(bare))
                return new(null, null, [names[index[bare]], names[index[bare]]]);
            if (loose[Loose(bare)].ToList() is { Count: > 0 } found)
                return One(found, "names without groups");
        }

        return default;
    }

    private ColumnMatch One(List<int> found, string way) =>
        found.Count == 1 && !repeated.Contains(Key(names[found[0]])) ? new(found[0], way) : new(null, null, [.. found.Select(position => names[position])]);

    /// <summary>All separators as one.</summary>
    private static string Loose(string key) => string.Join('/', key.Split(Separators));

    /// <summary>A name without one, two … of its groups. An underscore is part of a name more often than it parts groups.</summary>
    private static IEnumerable<string> Endings(string key)
    {
        for (var at = key.IndexOfAny(['/', '.', '-', ':']); at >= 0 && at + 1 < key.Length; at = key.IndexOfAny(['/', '.', '-', ':'], at + 1))
            yield return Loose(key[(at + 1)..]);
    }
}

/// <summary>Where a column was found.</summary>
/// <param name="Way">How, for the report; null for a name as it stands.</param>
/// <param name="Candidates">Columns among which the name does not decide.</param>
internal readonly record struct ColumnMatch(int? Position, string? Way, IReadOnlyList<string>? Candidates = null);
