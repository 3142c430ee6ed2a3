namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Reporting points that reported throughout.</summary>
/// <param name="Points">Indices of the points, ascending.</param>
/// <param name="ShareOfBaseline">Share of all baseline reports the panel holds, 0–1; NaN without any.</param>
internal sealed record Panel(IReadOnlyList<int> Points, double ShareOfBaseline)
{
    /// <summary>Fewer than five points or under half of the baseline: effort cannot be ruled out.</summary>
    public bool IsTooSmall => Points.Count < 5 || !(ShareOfBaseline >= 0.5);
}

/// <summary>Matched panel and coverage of reporting. Specification: trend statistics, sections 16.1 and 16.2.</summary>
internal static class MatchedPanel
{
    /// <param name="totals">Reports of point s in period m; null where it did not report, 0 where it reported none.</param>
    /// <param name="onset">Index of the first period since onset.</param>
    /// <param name="threshold">Share of the periods on each side a panel point reported in.</param>
    public static Panel Select(IReadOnlyList<IReadOnlyList<double?>> totals, int onset, double threshold = 0.8)
    {
        var points = Enumerable.Range(0, totals.Count).Where(s =>
            Reported(totals[s].Take(onset)) >= threshold && Reported(totals[s].Skip(onset)) >= threshold).ToArray();
        var all = totals.Sum(point => point.Take(onset).Sum() ?? 0);
        return new(points, points.Sum(s => totals[s].Take(onset).Sum() ?? 0) / all);

        static double Reported(IEnumerable<double?> periods) => periods.DefaultIfEmpty().Average(value => value is null ? 0.0 : 1.0);
    }

    /// <summary>Reporting points over expected points, 0–1; NaN when none was expected.</summary>
    public static double Coverage(int reporting, int expected) => expected > 0 ? (double)reporting / expected : double.NaN;
}
