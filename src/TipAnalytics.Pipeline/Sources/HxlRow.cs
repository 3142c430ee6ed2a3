using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>The row of hashtags that may stand under the header of any table (HXL standard 1.1).</summary>
internal static partial class HxlRow
{
    /// <summary>At least half of the cells with content are tags.</summary>
    public static bool Is(IReadOnlyList<string> row)
    {
        var cells = row.Count(cell => cell.Length > 0);
        return cells > 0 && 2 * row.Count(IsTag) >= cells;
    }

    /// <summary>Position of the column a tag pattern names: all attributes of the pattern, none after <c>-</c>, no others after <c>!</c>.
    /// A tag with just these attributes goes before longer ones; null for none and for several.</summary>
    public static int? Find(IReadOnlyList<string> tags, string pattern)
    {
        var (wanted, required, excluded, isExact) = Parts(pattern);
        var found = new List<(int Position, bool IsSame)>();
        for (var i = 0; i < tags.Count; i++)
        {
            if (!IsTag(tags[i]))
                continue;
            var (tag, attributes, _, _) = Parts(tags[i]);
            var isSame = attributes.SetEquals(required);
            if (tag == wanted && (isSame || (!isExact && attributes.IsSupersetOf(required))) && !attributes.Overlaps(excluded))
                found.Add((i, isSame));
        }

        return found.Count == 1 ? found[0].Position : found.Count(column => column.IsSame) == 1 ? found.Find(column => column.IsSame).Position : null;
    }

    private static bool IsTag(string cell) => cell.Length > 0 && cell[0] == '#' && Tag().IsMatch(cell);

    private static (string Tag, HashSet<string> Required, HashSet<string> Excluded, bool IsExact) Parts(string pattern)
    {
        var parts = Part().Matches(pattern.ToUpperInvariant()).Select(match => match.Value.Replace(" ", "", StringComparison.Ordinal)).ToList();
        return (parts[0], [.. parts.Where(part => part[0] == '+').Select(part => part[1..])], [.. parts.Where(part => part[0] == '-').Select(part => part[1..])], parts.Contains("!"));
    }

    [GeneratedRegex(@"^#[A-Za-z]\w*(\s*\+\s*[A-Za-z]\w*)*$")]
    private static partial Regex Tag();

    [GeneratedRegex(@"[#+-]\s*\w+|!")]
    private static partial Regex Part();
}
