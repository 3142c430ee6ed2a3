using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>A released share drawn towards those of its neighbours, in whole per cent: for maps and ranking, never for tests or sentences.</summary>
/// <param name="Low">Approximate 95 % interval; null where the areas differ by no more than chance.</param>
public sealed record SmoothedShare(string IndicatorId, string AreaCode, Period Period, int Percent, int? Low, int? High)
{
    /// <summary>Differences between the areas are no larger than chance: every area shows the share of all.</summary>
    public bool IsNoMoreThanChance => Low is null;
}

/// <summary>Small areas by empirical Bayes within one parent, in groups of six shown areas or more. Hidden cells are neither used nor filled.</summary>
internal static class SmoothedShares
{
    /// <returns>The latest period of each indicator in which six areas of one parent or more are shown, by indicator, parent and area; nothing for
    /// communities, which have no sampling error.</returns>
    public static IReadOnlyList<SmoothedShare> Of(IReadOnlyList<ReleasedTable> tables, AreaCells[][] areas, TrendContext context)
    {
        var shares = tables.Zip(areas).Where(pair => context.Indicators.TryGetValue(pair.First.IndicatorId, out var known) && known is { Kind: IndicatorKind.Share, Stream: not null }
            && context.StreamKinds[known.Stream] != StreamKind.KeyInformants).OrderBy(pair => pair.First.IndicatorId, StringComparer.Ordinal).ToArray();
        var smoothed = new SmoothedShare[shares.Length][];
        Parallel.For(0, shares.Length, i => smoothed[i] = [.. OfTable(shares[i].First.IndicatorId, shares[i].Second, context)]);
        return [.. smoothed.SelectMany(share => share)];
    }

    private static IEnumerable<SmoothedShare> OfTable(string indicatorId, AreaCells[] areas, TrendContext context)
    {
        var families = areas.Where(area => area.AreaLevel > 0).GroupBy(area => (area.AreaLevel, Parent: context.Areas.Find(area.AreaCode)?.Parent))
            .OrderBy(family => family.Key.AreaLevel).ThenBy(family => family.Key.Parent, StringComparer.Ordinal);
        foreach (var siblings in families)
        {
            var counts = CountShown(siblings);
            var large = counts.Where(period => period.Value >= EmpiricalBayes.EnoughAreas).Select(period => period.Key).ToArray();
            if (large.Length == 0)
                continue;
            var latest = large.MaxBy(period => (period.End, period.Grain));
            var shown = siblings.SelectMany(area => area.Cells.Where(cell => cell.Period == latest && IsShown(cell)));
            foreach (var share in Group(indicatorId, [.. shown.OrderBy(cell => cell.AreaCode, StringComparer.Ordinal)]))
                yield return share;
        }
    }

    private static Dictionary<Period, int> CountShown(IEnumerable<AreaCells> areas)
    {
        var counts = new Dictionary<Period, int>();
        foreach (var area in areas)
        {
            foreach (var cell in area.Cells)
            {
                if (IsShown(cell))
                    counts[cell.Period] = counts.GetValueOrDefault(cell.Period) + 1;
            }
        }

        return counts;
    }

    private static bool IsShown(ReleasedCell cell) => cell.Value is Cell.Shown { Exact: not null };

    private static IEnumerable<SmoothedShare> Group(string indicatorId, IReadOnlyList<ReleasedCell> cells)
    {
        var exact = cells.Select(cell => ((Cell.Shown)cell.Value).Exact!).ToArray();
        var shrunk = EmpiricalBayes.Shrink([.. exact.Select(share => share.Share * share.EffectiveBase)], [.. exact.Select(share => share.EffectiveBase)]);
        return !shrunk.IsOpen ? [] : shrunk.Areas.Select((area, i) => new SmoothedShare(
            indicatorId, cells[i].AreaCode, cells[i].Period, Percent(area.Share),
            double.IsNaN(area.Low) ? null : (int)Math.Floor(100 * area.Low), double.IsNaN(area.High) ? null : (int)Math.Ceiling(100 * area.High)));
    }

    private static int Percent(double share) => (int)Math.Round(100 * share);
}
