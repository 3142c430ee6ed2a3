using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Direction inside a window. The plain part holds always (two values or more); z, p and the slope interval are NaN when gated.</summary>
/// <param name="Slope">Theil–Sen: change per period in the unit of the values.</param>
/// <param name="PlainVariance">Variance of S with ties, without carry-over.</param>
internal sealed record MannKendallResult(
    TestGate Gate, int Count, long S, double Tau, double PlainVariance, double Slope, double Intercept)
{
    /// <summary>8–11 periods.</summary>
    public bool IsShort => Count < 12;

    public int AdjacentPairs { get; init; }
    public double R1 { get; init; } = double.NaN;
    public double Rho { get; init; } = double.NaN;
    public double Eta { get; init; } = double.NaN;
    public double Variance { get; init; } = double.NaN;
    public double Z { get; init; } = double.NaN;
    public double PTwo { get; init; } = double.NaN;
    public double PUp { get; init; } = double.NaN;
    public double SlopeLow { get; init; } = double.NaN;
    public double SlopeHigh { get; init; } = double.NaN;
}

/// <summary>Mann–Kendall test with the variance corrected for AR(1) carry-over, and the Theil–Sen slope. Gaps are absent periods.</summary>
/// <remarks>Hamed and Rao (1998), J. Hydrol. 204; Sen (1968), JASA 63(324). Specification: trend statistics, section 8. O(n²).</remarks>
internal static class MannKendall
{
    /// <param name="times">Calendar indices, ascending.</param>
    /// <param name="values">One a time; weighted estimates are rounded to 12 decimals here so that ties are seen.</param>
    public static MannKendallResult Test(IReadOnlyList<long> times, IReadOnlyList<double> values, double confidence = 0.95)
    {
        var n = times.Count;
        var ranked = values.Select(value => Math.Round(value, 12)).ToArray();
        long s = 0;
        var slopes = new List<double>(n * (n - 1) / 2);
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                s += Math.Sign(ranked[j] - ranked[i]);
                slopes.Add(ranked[i] == ranked[j] ? 0 : (values[j] - values[i]) / (times[j] - times[i]));
            }
        }

        slopes.Sort();
        var ties = ranked.GroupBy(value => value).Sum(group => (double)group.Count() * (group.Count() - 1) * (2 * group.Count() + 5));
        var plain = (n * (n - 1.0) * (2 * n + 5) - ties) / 18;
        var slope = Median(slopes);
        var pairs = Enumerable.Range(0, Math.Max(0, n - 1)).Where(i => times[i + 1] - times[i] == 1).ToArray();
        var result = new MannKendallResult(
            GateOf(times, ranked, pairs.Length), n, s, s / (n * (n - 1) / 2.0), plain, slope,
            Median([.. values.Order()]) - slope * Median([.. times.Select(t => (double)t)]))
        { AdjacentPairs = pairs.Length };
        if (result.Gate is not (TestGate.Open or TestGate.Constant))
            return result;

        var (r1, rho) = CarryOver(times, values, slope, pairs);
        var eta = Eta(n, rho);
        var variance = plain * eta;
        var z = s == 0 || variance <= 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance);
        var reach = Normal.InvCDF(0, 1, 1 - (1 - confidence) / 2) * Math.Sqrt(variance);
        return result with
        {
            R1 = r1,
            Rho = rho,
            Eta = eta,
            Variance = variance,
            Z = z,
            PTwo = 2 * Normal.CDF(0, 1, -Math.Abs(z)),
            PUp = Normal.CDF(0, 1, -z),
            SlopeLow = slopes[(int)Math.Max(Math.Round((slopes.Count - reach) / 2) - 1, 0)],
            SlopeHigh = slopes[(int)Math.Min(Math.Round((slopes.Count + reach) / 2), slopes.Count - 1)],
        };
    }

    private static TestGate GateOf(IReadOnlyList<long> times, double[] ranked, int pairs)
    {
        if (ranked.Length < 8 || ranked.Length * 3 < (times[^1] - times[0] + 1) * 2 && pairs >= 6)
            return TestGate.TooFewPeriods;
        var distinct = ranked.Distinct().Count();
        if (distinct == 1)
            return TestGate.Constant;
        if (pairs < 6)
            return TestGate.TooFewAdjacent;
        return distinct < 3 ? TestGate.TooFewPeriods : TestGate.Open;
    }

    private static (double R1, double Rho) CarryOver(IReadOnlyList<long> times, IReadOnlyList<double> values, double slope, int[] pairs)
    {
        var n = times.Count;
        var detrended = values.Select((value, i) => value - slope * times[i]).ToArray();
        var mean = detrended.Average();
        var residuals = detrended.Select(value => value - mean).ToArray();
        var q = residuals.Sum(e => e * e);
        if (pairs.Length == 0 || q <= 1e-20 * Math.Max(1, values.Sum(value => value * value)))
            return (0, 0);
        var r1 = pairs.Sum(i => residuals[i] * residuals[i + 1]) / q * (n - 1) / pairs.Length;
        return (r1, n > 4 ? Math.Clamp((n * r1 + 2) / (n - 4), 0, 0.9) : 0);
    }

    private static double Eta(int n, double rho) =>
        1 + 2.0 / (n * (n - 1.0) * (n - 2))
            * Enumerable.Range(1, n - 1).Sum(k => (n - k) * (n - k - 1.0) * (n - k - 2) * (6 / Math.PI) * Math.Asin(Math.Pow(rho, k) / 2));

    private static double Median(List<double> sorted) => sorted.Count == 0
        ? double.NaN
        : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
