using System.Runtime.InteropServices;
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
    public static SeasonalKendallResult? Test(IReadOnlyList<long> times, IReadOnlyList<double> values, int perYear)
    {
        if (times.Count == 0 || times[^1] - times[0] + 1 < EnoughYears * perYear)
            return null;
        var seasons = new List<int>[perYear];
        for (var i = 0; i < times.Count; i++)
            (seasons[(int)(times[i] % perYear)] ??= []).Add(i);
        if (seasons.Count(season => season?.Count >= EnoughInSeason) < EnoughSeasons * perYear / 12)
            return null;

        long s = 0;
        var variance = 0.0;
        var slopes = new List<double>();
        foreach (var season in seasons)
        {
            if (season is null)
                continue;
            var ranked = new double[season.Count];
            for (var i = 0; i < ranked.Length; i++)
                ranked[i] = Math.Round(values[season[i]], 12);
            for (var i = 0; i < ranked.Length; i++)
            {
                for (var j = i + 1; j < ranked.Length; j++)
                {
                    s += Math.Sign(ranked[j] - ranked[i]);
                    slopes.Add((ranked[i] == ranked[j] ? 0 : values[season[j]] - values[season[i]]) / (times[season[j]] - times[season[i]]) * perYear);
                }
            }

            variance += KendallVariance(ranked);
        }

        var z = s == 0 || variance <= 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance);
        return new(s, variance, z, 2 * Normal.CDF(0, 1, -Math.Abs(z)), Ranked.Median(CollectionsMarshal.AsSpan(slopes)));
    }

    /// <param name="values">Sorted here.</param>
    private static double KendallVariance(double[] values)
    {
        Array.Sort(values, 0, values.Length);
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
