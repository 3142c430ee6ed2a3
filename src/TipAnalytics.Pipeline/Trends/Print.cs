using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>Exact numbers to whole points: values rounded, intervals outward, so that no print looks surer than the number.</summary>
internal static class Print
{
    // 0.3 * 100 is 30.000000000000004: without the tolerance its upper limit would be 31.
    private const double Noise = 1e-9;

    /// <summary>Pooled level of some periods with its Wilson interval.</summary>
    /// <returns>Null without periods, or when too imprecise to show (trend statistics, section 4.3).</returns>
    public static PrintedLevel? Level(IEnumerable<SeriesPoint> points, StreamKind kind)
    {
        var (n, signal, periods) = (0.0, 0.0, 0);
        foreach (var point in points)
            (n, signal, periods) = (n + point.Share.EffectiveBase, signal + point.Share.EffectiveBase * point.Share.Share, periods + 1);
        if (!(n > 0))
            return null;
        var p = signal / n;
        var bound = p < 0.05 ? ShareBound.Under5 : p > 0.95 ? ShareBound.Over95 : ShareBound.Exact;
        var share = new WholePercent(bound switch { ShareBound.Under5 => 5, ShareBound.Over95 => 95, _ => Round(p) });
        if (kind == StreamKind.KeyInformants && n < 30)
            return new(share, null, null, periods) { Bound = bound };
        var (low, high) = Wilson.Interval(p, n);
        if (!Wilson.IsPrecise(p, n, low, high))
            return null;
        return bound == ShareBound.Exact
            ? new(share, new(Floor(low)), new(Ceiling(high)), periods)
            : new(share, null, null, periods) { Bound = bound };
    }

    /// <summary>First and last observed period.</summary>
    /// <returns>Null with fewer than two periods, or where one is too imprecise to show.</returns>
    public static PrintedSnapshots? Snapshots(Series series, StreamKind kind)
    {
        if (series.Points.Count < 2)
            return null;
        var (first, last) = (series.Points[0], series.Points[^1]);
        if (Level([first], kind) is not { } before || Level([last], kind) is not { } after)
            return null;
        var (k1, n1, k2, n2) = (first.Share.Share * first.Share.EffectiveBase, first.Share.EffectiveBase, last.Share.Share * last.Share.EffectiveBase, last.Share.EffectiveBase);
        var compared = Newcombe.Compare(k1, n1, k2, n2);
        var difference = before.Low is null || after.Low is null ? null
            : new PrintedDifference(Round(compared.Difference), Math.Max(-100, Floor(compared.Low)), Math.Min(100, Ceiling(compared.High)));
        return new(first.Period, before, last.Period, after, difference, series.Points.Count);
    }

    public static PrintedDifference Difference(LevelChangeResult change) => new(
        Round(change.Difference), Math.Max(-100, Floor(change.Low)), Math.Min(100, Ceiling(change.High)));

    public static int VisibleRise(LevelChangeResult change) => Math.Min(100, Ceiling(change.VisibleRise));

    private static int Round(double share) => (int)Math.Round(100 * share);
    private static int Floor(double share) => (int)Math.Floor(100 * share + Noise);
    private static int Ceiling(double share) => (int)Math.Ceiling(100 * share - Noise);
}
