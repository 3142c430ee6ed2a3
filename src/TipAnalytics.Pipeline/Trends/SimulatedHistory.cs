using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>A history without any change, or with one that is known, on the periods, bases, carry-over and overdispersion of a real series.</summary>
internal static class SimulatedHistory
{
    // Beyond this variance a binomial count is a rounded normal one for every purpose here.
    private const double WideEnough = 25;

    /// <param name="layout">Observed series: when, on what base, how its periods vary.</param>
    /// <param name="rise">Added to the level since the onset, 0–1.</param>
    /// <returns>The series tested anew on simulated shares; the panel with it, where the layout has one.</returns>
    public static TestedSeries Draw(TestedSeries layout, double rise, Random random)
    {
        var (series, change) = (layout.Series!, layout.Change!);
        var points = series.Points;
        var inPanel = layout.PanelSeries?.Points.ToDictionary(point => point.Period.Index, point => point.Share.EffectiveBase);
        var weight = points.Average(point => point.Share.EffectiveBase);
        var level = Pooled(points);
        var spread = Math.Sqrt(Math.Max(0, change.Phi - 1) * level * (1 - level) / weight);
        var all = new Observation[points.Count];
        var panel = new List<Observation>(points.Count);
        var latent = 0.0;
        for (var i = 0; i < all.Length; i++)
        {
            var carry = i == 0 ? 0 : CarryOver.After(points[i].Period.Index - points[i - 1].Period.Index, change.Rho);
            latent = carry * latent + Math.Sqrt(1 - carry * carry) * Gauss(random);
            var share = Math.Clamp(level + spread * latent + (points[i].Period.Index >= series.Onset.Index ? rise : 0), 0.001, 0.999);
            var total = points[i].Share.EffectiveBase;
            var inside = inPanel is null ? 0 : Math.Min(total, inPanel.GetValueOrDefault(points[i].Period.Index));
            var (insideCount, outsideCount) = (Count(inside, share, random), Count(total - inside, share, random));
            all[i] = new(points[i].Period.Index, (insideCount + outsideCount) / total, total);
            if (inside > 0)
                panel.Add(new(points[i].Period.Index, insideCount / inside, inside));
        }

        var tested = LevelChange.Test(all, series.Onset.Index);
        var ofPanel = layout.Panel is null ? null : LevelChange.Test([.. panel], series.Onset.Index);
        return layout with { Change = tested, Direction = null, Panel = ofPanel is { Gate: TestGate.Open } ? ofPanel : null, Flags = Cautions.None };
    }

    private static double Pooled(IReadOnlyList<SeriesPoint> points) =>
        points.Sum(point => point.Share.Share * point.Share.EffectiveBase) / points.Sum(point => point.Share.EffectiveBase);

    /// <summary>Events among n; n need not be whole, as effective bases are not.</summary>
    private static double Count(double n, double share, Random random)
    {
        if (n * share * (1 - share) > WideEnough)
            return Math.Clamp(n * share + Math.Sqrt(n * share * (1 - share)) * Gauss(random), 0, n);
        var count = 0;
        for (var i = 0; i < (int)n; i++)
            count += random.NextDouble() < share ? 1 : 0;
        return Math.Min(n, count + (random.NextDouble() < share ? n - (int)n : 0));
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
