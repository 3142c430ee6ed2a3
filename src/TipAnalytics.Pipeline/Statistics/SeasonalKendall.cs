using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Kendall's test inside each calendar month, summed.</summary>
/// <param name="SlopePerYear">Median of all slopes inside the calendar months, per year.</param>
internal sealed record SeasonalKendallResult(long S, double Variance, double Z, double PTwo, double SlopePerYear)
{
    /// <summary>One-sided p for a rise.</summary>
    public double PUp => Normal.CDF(0, 1, -Z);
}

/// <summary>Sensitivity check with three years or more: it may weaken a claim, never make one (anti-conservative under carry-over).</summary>
/// <remarks>Hirsch and Slack (1984), doi 10.1029/WR020i006p00727, months taken as independent; slope: Hirsch et al. (1982). Section 10 of the trend statistics.</remarks>
internal static class SeasonalKendall
{
    private const int EnoughYears = 3;
    private const int EnoughInSeason = 3;
    private const int EnoughSeasons = 6;

    /// <param name="times">Calendar indices, ascending; the remainder by <paramref name="perYear"/> is the season.</param>
    /// <param name="perYear">Periods in a year: 12, or 4 for quarters.</param>
    /// <returns>Null with under 36 months (12 quarters), or with three values in fewer than half of the seasons.</returns>
    public static SeasonalKendallResult? Test(long[] times, double[] values, int perYear)
    {
        if (times.Length == 0 || times[^1] - times[0] + 1 < EnoughYears * perYear)
            return null;
        var (seasons, counts) = (new int[times.Length], new int[perYear]);
        for (var i = 0; i < times.Length; i++)
            counts[seasons[i] = (int)(times[i] % perYear)]++;
        var (enough, pairs) = (0, 0);
        foreach (var count in counts)
            (enough, pairs) = (enough + (count >= EnoughInSeason ? 1 : 0), pairs + count * (count - 1) / 2);
        if (enough < EnoughSeasons * perYear / 12)
            return null;

        long s = 0;
        var variance = 0.0;
        var (inSeason, ranked, slopes, at) = (new int[times.Length], new double[times.Length], new double[pairs], 0);
        for (var season = 0; season < perYear; season++)
        {
            var n = 0;
            for (var i = 0; i < seasons.Length; i++)
            {
                if (seasons[i] == season)
                    (inSeason[n], ranked[n++]) = (i, Math.Round(values[i], 12));
            }

            for (var i = 0; i < n; i++)
            {
                for (var j = i + 1; j < n; j++)
                {
                    s += (ranked[j] > ranked[i] ? 1 : 0) - (ranked[j] < ranked[i] ? 1 : 0);
                    slopes[at++] = (ranked[i] == ranked[j] ? 0 : values[inSeason[j]] - values[inSeason[i]]) / (times[inSeason[j]] - times[inSeason[i]]) * perYear;
                }
            }

            variance += KendallVariance(ranked.AsSpan(0, n));
        }

        var z = s == 0 || variance <= 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance);
        return new(s, variance, z, 2 * Normal.CDF(0, 1, -Math.Abs(z)), Ranked.Median(slopes));
    }

    /// <param name="values">Sorted here.</param>
    private static double KendallVariance(Span<double> values)
    {
        values.Sort();
        double n = values.Length;
        var ties = 0.0;
        for (int i = 0, from = 0; i < values.Length; i++)
        {
            if (i + 1 < values.Length && values[i + 1] == values[from])
                continue;
            double g = i + 1 - from;
            (ties, from) = (ties + g * (g - 1) * (2 * g + 5), i + 1);
        }

        return (n * (n - 1) * (2 * n + 5) - ties) / 18;
    }
}
