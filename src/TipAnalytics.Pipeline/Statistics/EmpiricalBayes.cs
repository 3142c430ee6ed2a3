using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Shares of areas drawn towards their group, for maps and ranking only; tests always use the shares themselves.</summary>
/// <param name="IsOpen">False with fewer than six areas: show the shares with their own intervals.</param>
/// <param name="Variance">Variance between areas, A; 0: «differences between areas are no larger than chance», every area shows the group's share.</param>
/// <param name="Strength">What the group is worth, in interviews; NaN with a variance of 0.</param>
/// <param name="Areas">One for each area, in the order given.</param>
internal sealed record ShrunkShares(bool IsOpen, double Pooled, double Spread, double RawVariance, double Variance, double Strength, IReadOnlyList<ShrunkShare> Areas);

/// <summary>One area's share drawn towards the group.</summary>
/// <param name="OwnWeight">Weight of the area's own share, 0–1.</param>
/// <param name="Low">Limit of the approximate 95 % interval (about 90 % in truth: the uncertainty of A is left out); NaN where A is 0.</param>
internal readonly record struct ShrunkShare(double Share, double OwnWeight, double Low, double High);

/// <remarks>Beta-binomial, method of moments: Marshall (1991), Appl. Stat. 40(2), 283–294; Martuzzi and Elliott (1996). Trend statistics, section 11.</remarks>
internal static class EmpiricalBayes
{
    public const int EnoughAreas = 6;

    /// <param name="events">Effective count with the signal, area by area.</param>
    /// <param name="bases">Effective base, above 0.</param>
    public static ShrunkShares Shrink(IReadOnlyList<double> events, IReadOnlyList<double> bases)
    {
        var total = bases.Sum();
        var pooled = events.Sum() / total;
        var meanBase = total / bases.Count;
        var spread = 0.0;
        for (var i = 0; i < bases.Count; i++)
            spread += bases[i] * Math.Pow(events[i] / bases[i] - pooled, 2);
        spread /= total;
        var unit = pooled * (1 - pooled);
        var raw = (spread - unit / meanBase) / (1 - 1 / meanBase);
        var variance = Math.Max(0, raw);
        if (bases.Count < EnoughAreas)
            return new(false, pooled, spread, raw, variance, double.NaN, []);
        if (variance == 0)
            return new(true, pooled, spread, raw, 0, double.NaN, [.. bases.Select(_ => new ShrunkShare(pooled, 0, double.NaN, double.NaN))]);
        var strength = unit / variance - 1;
        return new(true, pooled, spread, raw, variance, strength, [.. bases.Select((n, i) => Of(events[i], n, pooled, strength))]);
    }

    private static ShrunkShare Of(double k, double n, double pooled, double strength)
    {
        var (a, b) = (pooled * strength + k, (1 - pooled) * strength + n - k);
        return new((strength * pooled + k) / (strength + n), n / (strength + n), Beta.InvCDF(a, b, 0.025), Beta.InvCDF(a, b, 0.975));
    }
}
