using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Areas that a place may mean, for a person to decide: nothing here is ever taken by itself.</summary>
internal sealed class PlaceProposals(Places places)
{
    private const int Most = 3;
    private const double LeastLikeness = 0.6;

    private readonly List<(Area Area, string Key, string Plain)> names =
        [.. places.Areas.All.SelectMany(area => places.NamesOf(area).Append(area.Code), (area, name) => (area, PlaceText.Key(name), NameLikeness.Plain(name)))];

    private readonly Dictionary<string, IReadOnlyList<(Area Area, double Likeness)>> found = new(StringComparer.Ordinal);

    /// <summary>By likeness, 0–1, the likest first.</summary>
    public IReadOnlyList<(Area Area, double Likeness)> For(string written) => found.TryGetValue(written, out var known) ? known : found[written] = Find(written);

    private IReadOnlyList<(Area Area, double Likeness)> Find(string written)
    {
        var (key, plain) = (PlaceText.Key(written), NameLikeness.Plain(written));
        var lost = places.HasLostZeros(key);
        return
        [
            .. names
                .Select(name => (name.Area, Likeness: name.Key == key || (lost && PlaceText.WithoutZeros(name.Key) == key) ? 1 : Math.Max(Spelled(plain, name.Plain), NameLikeness.Of(written, name.Key))))
                .Where(proposal => proposal.Likeness >= LeastLikeness)
                .GroupBy(proposal => proposal.Area, (area, same) => (area, Likeness: Math.Round(same.Max(proposal => proposal.Likeness), 2)))
                .OrderByDescending(proposal => proposal.Likeness).ThenBy(proposal => proposal.area.Code, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    /// <summary>Share of the letters that stay when one is made the other.</summary>
    private static double Spelled(string left, string right)
    {
        var longest = Math.Max(left.Length, right.Length);
        // The difference in length alone makes them too unlike.
        return longest == 0 || Math.Min(left.Length, right.Length) < LeastLikeness * longest ? 0 : 1 - (double)Suggestion.Distance(left, right) / longest;
    }
}
