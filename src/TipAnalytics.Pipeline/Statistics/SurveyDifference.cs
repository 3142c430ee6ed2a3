using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Two waves of one design compared, second minus first: their sampling units are the same, so their errors are not independent.</summary>
/// <param name="PUp">One-sided p for a rise.</param>
/// <remarks>Linearised row by row, variance over the whole design, t with its degrees of freedom. Trend statistics, section 6.</remarks>
internal sealed record SurveyDifference(double Difference, double StandardError, long DegreesOfFreedom, double T, double PTwo, double PUp, double Low, double High)
{
    /// <returns>Null when a wave has no rows, or with fewer than 2 degrees of freedom, where no interval can be given.</returns>
    public static SurveyDifference? Of(IReadOnlyCollection<SurveySums> first, IReadOnlyCollection<SurveySums> second, SurveyDesign design, double confidence = 0.95)
    {
        var (one, two) = (SurveyEstimate.Of(first, design), SurveyEstimate.Of(second, design));
        if (one.Count == 0 || two.Count == 0)
            return null;
        var units = Totals(second, two.Mean, +1).Concat(Totals(first, one.Mean, -1)).GroupBy(unit => (unit.Stratum, unit.Cluster))
            .Select(unit => (unit.Key.Stratum, unit.Key.Cluster, Rows: unit.Sum(part => part.Rows), Sum: unit.Sum(part => part.Sum), Squares: unit.Sum(part => part.Squares)))
            .OrderBy(unit => unit.Stratum, StringComparer.Ordinal).ThenBy(unit => unit.Cluster, StringComparer.Ordinal).ToList();
        var (variance, count, strata) = (0.0, 0L, 0L);
        foreach (var stratum in units.GroupBy(unit => unit.Stratum, StringComparer.Ordinal))
        {
            var here = stratum.Sum(unit => unit.Cluster.Length > 0 ? 1 : unit.Rows);
            var all = Math.Max(here, design.Units(stratum.Key));
            // Rows that are units of their own lie in one wave only: their squares add, clusters are squared as a whole.
            var squares = stratum.Sum(unit => unit.Cluster.Length > 0 ? unit.Sum * unit.Sum : unit.Squares);
            var sum = stratum.Sum(unit => unit.Sum);
            variance += all == 1 ? squares : (double)all / (all - 1) * Math.Max(0, squares - sum * sum / all);
            (count, strata) = (count + here, strata + 1);
        }

        var df = count - strata;
        if (df < 2)
            return null;
        var (d, error) = (two.Mean - one.Mean, Math.Sqrt(variance));
        var t = error > 0 ? d / error : 0;
        var half = Quantiles.T(1 - (1 - confidence) / 2, df) * error;
        return new(d, error, df, t, 2 * StudentT.CDF(0, 1, df, -Math.Abs(t)), StudentT.CDF(0, 1, df, -t), d - half, d + half);
    }

    private static IEnumerable<(string Stratum, string Cluster, long Rows, double Sum, double Squares)> Totals(IReadOnlyCollection<SurveySums> wave, double mean, int sign)
    {
        var weight = wave.Sum(unit => unit.Weight);
        return wave.Where(unit => unit.Count > 0).Select(unit => (
            unit.Stratum, unit.Cluster, unit.Count,
            sign * (unit.WeightedValue - mean * unit.Weight) / weight,
            (unit.WeightSquaredSquare - 2 * mean * unit.WeightSquaredValue + mean * mean * unit.WeightSquared) / (weight * weight)));
    }
}
