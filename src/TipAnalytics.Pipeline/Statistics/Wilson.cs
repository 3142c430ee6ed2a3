using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Interval of a share, and the rule whether it is precise enough to print.</summary>
/// <remarks>Wilson (1927), JASA 22(158), 209–212; presentation standards of the US National Center for Health Statistics (2017).</remarks>
internal static class Wilson
{
    /// <summary>Interval of the share <paramref name="share"/> on <paramref name="n"/> observations, without continuity correction.</summary>
    /// <param name="share">0–1.</param>
    /// <param name="n">Number of observations, also an effective (non-integer) one; above 0.</param>
    /// <param name="confidence">e.g. 0.95.</param>
    /// <returns>Limits within 0–1; exactly 0 below a share of 0 and exactly 1 above a share of 1; NaN when the share or n is unusable.</returns>
    public static (double Low, double High) Interval(double share, double n, double confidence = 0.95)
    {
        if (!(n > 0) || !(share >= 0 && share <= 1))
            return (double.NaN, double.NaN);
        var z = Normal.InvCDF(0, 1, 1 - (1 - confidence) / 2);
        var centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        return (share == 0 ? 0 : Math.Max(0, centre - half), share == 1 ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>Whether a share is precise enough to print: not below 30 effective observations, nor with an interval 30 points wide or more,
    /// nor (above 5 points) one wider than 1.3 times the share;
    /// the last does not apply to a share of 0.</summary>
    public static bool IsPrecise(double share, double n, double low, double high)
    {
        var width = high - low;
        return n >= 30 && width < 0.30 && (width <= 0.05 || share == 0 || width / share <= 1.30);
    }
}
