using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Difference of two independent shares (second minus first), 0–1 scale.</summary>
/// <param name="PUp">One-sided p for a rise, pooled score test.</param>
internal sealed record ShareDifference(double Difference, double Low, double High, double Z, double PTwo, double PUp);

/// <summary>Two snapshots compared: whether they differ, not whether the change exceeds the usual variation between periods.</summary>
internal static class Newcombe
{
    /// <summary>Hybrid score interval and pooled score test on counts or effective counts; bases above 0.</summary>
    /// <remarks>Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.</remarks>
    public static ShareDifference Compare(double k1, double n1, double k2, double n2, double confidence = 0.95)
    {
        var (p1, p2) = (k1 / n1, k2 / n2);
        var (low1, high1) = Wilson.Interval(k1 / n1, n1, confidence);
        var (low2, high2) = Wilson.Interval(k2 / n2, n2, confidence);
        var d = p2 - p1;
        var pooled = (k1 + k2) / (n1 + n2);
        var variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
        var z = variance > 0 ? d / Math.Sqrt(variance) : 0;
        return new(
            d,
            d - Math.Sqrt((p2 - low2) * (p2 - low2) + (high1 - p1) * (high1 - p1)),
            d + Math.Sqrt((high2 - p2) * (high2 - p2) + (p1 - low1) * (p1 - low1)),
            z, 2 * Normal.CDF(0, 1, -Math.Abs(z)), Normal.CDF(0, 1, -z));
    }
}
