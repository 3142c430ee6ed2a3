namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Where the level of a series shifted most, for none, one and two shifts.</summary>
/// <param name="SumOfSquares">Inside the segments, for 0, 1, 2 breaks; shorter where the series is too short for more.</param>
/// <param name="Best">Number of breaks with the smallest criterion. Descriptive: it finds a break in many series without one.</param>
/// <param name="One">Observations before the only break; null when there is none to place.</param>
internal sealed record BreakDatesResult(
    IReadOnlyList<double> SumOfSquares, IReadOnlyList<double> Criterion, int Best, int? One, (int First, int Second)? Two);

/// <summary>Least-squares mean shifts, segments of six or more. Only the date of the largest shift is said: no p-value, no «significant».</summary>
/// <remarks>Bai and Perron (2003), J. Appl. Econometrics 18, 1–22; criterion: BIC of the Gaussian model. Trend statistics, section 15.</remarks>
internal static class BreakDates
{
    private const int Segment = 6;
    private const int EnoughPeriods = 24;

    /// <returns>Null with fewer than 24 values.</returns>
    public static BreakDatesResult? Find(IReadOnlyList<double> values)
    {
        var n = values.Count;
        if (n < EnoughPeriods)
            return null;
        var within = new double[n + 1, n + 1];
        for (var from = 0; from < n; from++)
        {
            var (mean, squares) = (0.0, 0.0);
            for (var to = from + 1; to <= n; to++)
            {
                var step = values[to - 1] - mean;
                mean += step / (to - from);
                squares += step * (values[to - 1] - mean);
                within[from, to] = squares;
            }
        }

        var (one, bestOne) = (0, double.PositiveInfinity);
        var (two, bestTwo) = ((0, 0), double.PositiveInfinity);
        for (var first = Segment; first <= n - Segment; first++)
        {
            if (within[0, first] + within[first, n] is var single && single < bestOne)
                (one, bestOne) = (first, single);
            for (var second = first + Segment; second <= n - Segment; second++)
            {
                if (within[0, first] + within[first, second] + within[second, n] is var both && both < bestTwo)
                    (two, bestTwo) = ((first, second), both);
            }
        }

        double[] sums = [within[0, n], bestOne, bestTwo];
        double[] criteria = [.. sums.Select((sum, breaks) => Criterion(sum, n, breaks))];
        return new(sums, criteria, Array.IndexOf(criteria, criteria.Min()), one, two);
    }

    private static double Criterion(double sum, int n, int breaks) =>
        n * (Math.Log(sum) + 1 - Math.Log(n) + Math.Log(2 * Math.PI)) + 2 * (breaks + 1) * Math.Log(n);
}
