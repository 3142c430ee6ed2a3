namespace TipAnalytics.Pipeline.Definitions;

/// <summary>One admin area.</summary>
/// <param name="Code">P-code.</param>
/// <param name="Level">0 country, 1 admin 1, 2 admin 2.</param>
/// <param name="Parent">P-code of the parent; null for the country.</param>
internal sealed record Area(string Code, string Name, int Level, string? Parent);

/// <summary>The areas of an operation, nested: country, admin 1, admin 2.</summary>
internal sealed class AreaTree
{
    private readonly Dictionary<string, Area> byCode;

    public AreaTree(IEnumerable<Area> areas)
    {
        All = [.. areas.OrderBy(area => area.Level).ThenBy(area => area.Code, StringComparer.Ordinal)];
        byCode = All.ToDictionary(area => area.Code, StringComparer.Ordinal);
    }

    /// <summary>By level, then code.</summary>
    public IReadOnlyList<Area> All { get; }

    public Area? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The area itself, then the one around it, up to the country; none for an unknown code.</summary>
    public IEnumerable<Area> Around(string code)
    {
        for (var area = Find(code); area is not null; area = area.Parent is null ? null : Find(area.Parent))
            yield return area;
    }

    /// <summary>The area itself or its ancestor at <paramref name="level"/>.</summary>
    /// <returns>Null when the code is unknown or lies above that level.</returns>
    public Area? At(string code, int level) => Around(code).FirstOrDefault(area => area.Level == level);
}
