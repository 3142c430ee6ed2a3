using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Wilson score interval of a share, without continuity correction.</summary>
internal static class Wilson
{
    /// <param name="k">Count with the signal; may be an effective count.</param>
    /// <param name="n">Base or effective base, above 0.</param>
    /// <returns>Limits in 0–1; exactly 0 at k = 0 and exactly 1 at k = n. NaN when n is not positive.</returns>
    /// <remarks>Wilson (1927), JASA 22(158), 209–212.</remarks>
    public static (double Low, double High) Interval(double k, double n, double confidence = 0.95)
    {
        if (!(n > 0))
            return (double.NaN, double.NaN);
        var p = k / n;
        var z = Normal.InvCDF(0, 1, 1 - (1 - confidence) / 2);
        var square = z * z;
        var centre = (p + square / (2 * n)) / (1 + square / n);
        var half = z / (1 + square / n) * Math.Sqrt(p * (1 - p) / n + square / (4 * n * n));
        return (p <= 0 ? 0 : Math.Max(0, centre - half), p >= 1 ? 1 : Math.Min(1, centre + half));
    }
}
