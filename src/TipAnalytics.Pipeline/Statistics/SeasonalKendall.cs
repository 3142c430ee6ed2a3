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
        var seasons = Enumerable.Range(0, times.Count).GroupBy(i => times[i] % perYear).OrderBy(season => season.Key).Select(season => season.ToArray()).ToArray();
        if (seasons.Count(season => season.Length >= EnoughInSeason) < EnoughSeasons * perYear / 12)
            return null;

        long s = 0;
        var variance = 0.0;
        var slopes = new List<double>();
        foreach (var season in seasons)
        {
            var ranked = season.Select(i => Math.Round(values[i], 12)).ToArray();
            variance += KendallVariance(ranked);
            for (var i = 0; i < season.Length; i++)
            {
                for (var j = i + 1; j < season.Length; j++)
                {
                    s += Math.Sign(ranked[j] - ranked[i]);
                    slopes.Add((ranked[i] == ranked[j] ? 0 : values[season[j]] - values[season[i]]) / (times[season[j]] - times[season[i]]) * perYear);
                }
            }
        }

        slopes.Sort();
        var z = s == 0 || variance <= 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance);
        var slope = slopes.Count == 0 ? double.NaN : (slopes[(slopes.Count - 1) / 2] + slopes[slopes.Count / 2]) / 2;
        return new(s, variance, z, 2 * Normal.CDF(0, 1, -Math.Abs(z)), slope);
    }

    private static double KendallVariance(double[] values)
    {
        double n = values.Length;
        return (n * (n - 1) * (2 * n + 5) - values.GroupBy(value => value).Sum(tie => tie.Count() * (tie.Count() - 1.0) * (2.0 * tie.Count() + 5))) / 18;
    }
}
