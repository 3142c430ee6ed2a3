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
    // Slopes of up to some five years of months; of longer series they go to the heap.
    private const int OnStack = 2048;

    /// <param name="times">Calendar indices, ascending.</param>
    /// <param name="values">One a time; weighted estimates are rounded to 12 decimals here so that ties are seen.</param>
    public static MannKendallResult Test(long[] times, double[] values, double confidence = 0.95)
    {
        var n = times.Length;
        var ranked = new double[n];
        for (var i = 0; i < n; i++)
            ranked[i] = Math.Round(values[i], 12);
        long s = 0;
        var count = n * (n - 1) / 2;
        var slopes = count <= OnStack ? stackalloc double[count] : new double[count];
        for (int i = 0, at = 0; i < n; i++)
        {
            var (time, value, own) = (times[i], values[i], ranked[i]);
            for (var j = i + 1; j < n; j++)
            {
                s += (ranked[j] > own ? 1 : 0) - (ranked[j] < own ? 1 : 0);
                slopes[at++] = ranked[j] == own ? 0 : (values[j] - value) / (times[j] - time);
            }
        }

        var (distinct, ties) = Ties(ranked);
        var plain = (n * (n - 1.0) * (2 * n + 5) - ties) / 18;
        var slope = Ranked.Median(slopes);
        bool IsPair(int i) => times[i + 1] - times[i] == 1;
        var pairs = 0;
        for (var i = 0; i + 1 < n; i++)
            pairs += IsPair(i) ? 1 : 0;
        var gate = GateOf(times, distinct, pairs);

        // The ranked values have served; medians need a place in which values may change theirs.
        values.CopyTo(ranked, 0);
        var middle = Ranked.Median(ranked);
        times.CopyTo(ranked, 0);
        var result = new MannKendallResult(gate, n, s, s / (n * (n - 1) / 2.0), plain, slope, middle - slope * Ranked.Median(ranked)) { AdjacentPairs = pairs };
        if (gate is not (TestGate.Open or TestGate.Constant))
            return result;

        var (r1, rho) = CarryOver.Of(Detrended(times, values, slope), IsPair, lost: 1, added: 2, taken: 4, values.Sum(value => value * value));
        var eta = Eta(n, rho);
        var variance = plain * eta;
        var z = s == 0 || variance <= 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance);
        var reach = Quantiles.Normal(1 - (1 - confidence) / 2) * Math.Sqrt(variance);
        return result with
        {
            R1 = r1,
            Rho = rho,
            Eta = eta,
            Variance = variance,
            Z = z,
            PTwo = 2 * Normal.CDF(0, 1, -Math.Abs(z)),
            PUp = Normal.CDF(0, 1, -z),
            // The median has divided the slopes: the limits lie on its two sides.
            SlopeLow = Ranked.At(slopes[..(count / 2 + 1)], (int)Math.Max(Math.Round((count - reach) / 2) - 1, 0)),
            SlopeHigh = Ranked.At(slopes[(count / 2)..], (int)Math.Min(Math.Round((count + reach) / 2), count - 1) - count / 2),
        };
    }

    private static TestGate GateOf(long[] times, int distinct, int pairs)
    {
        var n = times.Length;
        if (n < 8 || n * 3 < (times[^1] - times[0] + 1) * 2 && pairs >= 6)
            return TestGate.TooFewPeriods;
        if (distinct == 1)
            return TestGate.Constant;
        if (pairs < 6)
            return TestGate.TooFewAdjacent;
        return distinct < 3 ? TestGate.TooFewPeriods : TestGate.Open;
    }

    /// <param name="sorted">Sorted here.</param>
    /// <returns>Number of different values, and Σg(g−1)(2g+5) over groups of equal ones.</returns>
    private static (int Distinct, double Ties) Ties(double[] sorted)
    {
        Array.Sort(sorted);
        var (distinct, ties) = (0, 0.0);
        for (int i = 0, from = 0; i < sorted.Length; i++)
        {
            if (i + 1 < sorted.Length && sorted[i + 1] == sorted[from])
                continue;
            double g = i + 1 - from;
            ties += g * (g - 1) * (2 * g + 5);
            distinct++;
            from = i + 1;
        }

        return (distinct, ties);
    }

    private static double[] Detrended(long[] times, double[] values, double slope)
    {
        var detrended = new double[values.Length];
        for (var i = 0; i < detrended.Length; i++)
            detrended[i] = values[i] - slope * times[i];
        var mean = detrended.Sum() / detrended.Length;
        for (var i = 0; i < detrended.Length; i++)
            detrended[i] -= mean;
        return detrended;
    }

    private static double Eta(int n, double rho)
    {
        if (rho == 0)
            return 1;
        var sum = 0.0;
        var power = 1.0;
        for (var k = 1; k < n; k++)
        {
            power *= rho;
            sum += (n - k) * (n - k - 1.0) * (n - k - 2) * (6 / Math.PI) * Math.Asin(power / 2);
        }

        return 1 + 2.0 / (n * (n - 1.0) * (n - 2)) * sum;
    }
}
