using System.Collections.Concurrent;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>Which areas hold which, in the hierarchy of today and in those that earlier releases were made in. Atoms stand in areas of any of them; a reviewed change
/// of areas says where an area of one lies in another.</summary>
/// <param name="earlier">Number of the first release in each hierarchy, and parents by code (null for the country), oldest first.</param>
/// <param name="changes">Reviewed changes of areas.</param>
internal sealed class AreaVersions(AreaTree current, IReadOnlyList<(long Since, IReadOnlyDictionary<string, string?> Parents)> earlier, IReadOnlyList<AreaChange> changes)
{
    // Indicators are protected side by side.
    private readonly ConcurrentDictionary<(int Version, string Code), IReadOnlyList<string>> above = [];
    private readonly Dictionary<string, string?> parents = current.All.ToDictionary(area => area.Code, area => area.Parent, StringComparer.Ordinal);

    public AreaVersions(AreaTree current)
        : this(current, [], [])
    {
    }

    public bool IsCurrent(string code) => parents.ContainsKey(code);

    /// <summary>The area and those around it as a release saw them: the release to come, or an earlier one.</summary>
    /// <param name="seq">Number of the release; null: the one to come.</param>
    /// <returns>Only the areas that certainly hold all of it.</returns>
    public IReadOnlyList<string> Around(string code, long? seq = null)
    {
        var version = At(seq);
        return above.GetOrAdd((version, code), _ => Around(code, version < 0 ? parents : earlier[version].Parents));
    }

    /// <summary>Number of the hierarchy a release was made in; −1: that of today.</summary>
    /// <param name="seq">As above.</param>
    public int At(long? seq)
    {
        for (var version = earlier.Count - 1; seq is not null && version >= 0; version--)
        {
            if (earlier[version].Since <= seq)
                return version;
        }

        return -1;
    }

    private List<string> Around(string code, IReadOnlyDictionary<string, string?> tree)
    {
        if (tree.ContainsKey(code))
            return Chain(code, tree);
        // An area of another hierarchy: what holds all the areas it became, or came from.
        var ways = changes
            .SelectMany(change => new[] { (Here: change.Old, There: change.New), (Here: change.New, There: change.Old) })
            .Where(way => way.Here.Contains(code) && way.There.TrueForAll(tree.ContainsKey))
            .Select(way => way.There.Select(other => Chain(other, tree)).Aggregate((one, other) => [.. one.Intersect(other)]))
            .ToList();
        return ways.Count > 0 ? ways[0] : [];
    }

    private static List<string> Chain(string code, IReadOnlyDictionary<string, string?> tree)
    {
        var chain = new List<string>();
        for (string? at = code; at is not null && tree.TryGetValue(at, out var parent); at = parent)
            chain.Add(at);
        return chain;
    }
}
