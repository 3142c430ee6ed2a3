using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>An onset that is another than in the release before. What was released with the earlier one stays as it is.</summary>
/// <param name="AreaCode">The country, or an area that has or had an onset of its own.</param>
/// <param name="Since">As-of date of the last release with the earlier onset.</param>
/// <param name="Source">Who declares the onset that holds now.</param>
/// <param name="IsNew">This release is the first with it; false: an earlier one was.</param>
public sealed record OnsetMove(string AreaCode, DateOnly Since, DateOnly Before, DateOnly Now, string Source, bool IsNew);

/// <summary>The onsets one release was made with.</summary>
/// <param name="AsOf">Of the release.</param>
/// <param name="Own">Onset and source of every area with one of its own, by code.</param>
internal sealed record ReleasedOnsets(DateOnly AsOf, DateOnly Onset, string Source, IReadOnlyDictionary<string, (DateOnly Onset, string Source)> Own)
{
    public static ReleasedOnsets Of(OperationDefinition operation, DateOnly asOf) => new(
        asOf, operation.CrisisOnset.Date, operation.CrisisOnset.Source,
        operation.CrisisOnset.Areas.ToDictionary(area => area.Key, area => (area.Value.Date, area.Value.Source), StringComparer.Ordinal));

    /// <param name="releases">Oldest first, the one that is being made last.</param>
    public static IReadOnlyList<OnsetMove> Moves(IReadOnlyList<ReleasedOnsets> releases, string country, AreaTree areas) =>
    [
        .. from at in Enumerable.Range(1, Math.Max(0, releases.Count - 1))
           let before = releases[at - 1]
           let now = releases[at]
           from area in before.Own.Keys.Union(now.Own.Keys).Order(StringComparer.Ordinal).Prepend(country)
           where before.In(area, areas).Onset != now.In(area, areas).Onset
           select new OnsetMove(area, before.AsOf, before.In(area, areas).Onset, now.In(area, areas).Onset, now.In(area, areas).Source, at == releases.Count - 1),
    ];

    /// <summary>An area that has gone from the tree still has what was declared for it.</summary>
    private (DateOnly Onset, string Source) In(string areaCode, AreaTree areas) =>
        areas.Around(areaCode).Select(area => area.Code).Prepend(areaCode).Where(Own.ContainsKey).Select(code => Own[code]).FirstOrDefault((Onset, Source));
}
