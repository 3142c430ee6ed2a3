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
    public static BreakDatesResult? Find(double[] values)
    {
        if (Segments.Of(values) is not { } segments)
            return null;
        var n = values.Length;
        var (one, bestOne) = segments.One();
        var (two, bestTwo) = ((0, 0), double.PositiveInfinity);
        for (var first = Segment; first <= n - Segment; first++)
        {
            for (var second = first + Segment; second <= n - Segment; second++)
            {
                if (segments.Within(0, first) + segments.Within(first, second) + segments.Within(second, n) is var both && both < bestTwo)
                    (two, bestTwo) = ((first, second), both);
            }
        }

        double[] sums = [segments.Within(0, n), bestOne, bestTwo];
        double[] criteria = [.. sums.Select((sum, breaks) => Criterion(sum, n, breaks))];
        return new(sums, criteria, Array.IndexOf(criteria, criteria.Min()), one, two);
    }

    /// <summary>Number of values before the largest single shift; null with fewer than 24 values.</summary>
    public static int? LargestShift(double[] values) => Segments.Of(values)?.One().At;

    /// <summary>Sums of squares inside any segment, from running sums of the values less their mean (so that nothing cancels).</summary>
    private sealed class Segments
    {
        private readonly double[] sums;
        private readonly double[] squares;

        private Segments(double[] values)
        {
            var mean = values.Average();
            (sums, squares) = (new double[values.Length + 1], new double[values.Length + 1]);
            for (var i = 0; i < values.Length; i++)
            {
                var centred = values[i] - mean;
                (sums[i + 1], squares[i + 1]) = (sums[i] + centred, squares[i] + centred * centred);
            }
        }

        public static Segments? Of(double[] values) => values.Length < EnoughPeriods ? null : new(values);

        public double Within(int from, int to)
        {
            var sum = sums[to] - sums[from];
            return Math.Max(0, squares[to] - squares[from] - sum * sum / (to - from));
        }

        public (int At, double Sum) One()
        {
            var (best, n) = ((At: 0, Sum: double.PositiveInfinity), sums.Length - 1);
            for (var at = Segment; at <= n - Segment; at++)
            {
                if (Within(0, at) + Within(at, n) is var sum && sum < best.Sum)
                    best = (at, sum);
            }

            return best;
        }
    }

    private static double Criterion(double sum, int n, int breaks) =>
        n * (Math.Log(sum) + 1 - Math.Log(n) + Math.Log(2 * Math.PI)) + 2 * (breaks + 1) * Math.Log(n);
}
