namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Values by rank without sorting all of them (Hoare's selection); the values change places.</summary>
/// <remarks>Partitions without a branch on the values: slopes of noise come in no order that a processor could foresee.</remarks>
internal static class Ranked
{
    /// <summary>Mean of the two middle values of an even number; NaN without any.</summary>
    public static double Median(Span<double> values)
    {
        if (values.Length == 0)
            return double.NaN;
        var upper = At(values, values.Length / 2);
        return values.Length % 2 == 1 ? upper : (At(values[..(values.Length / 2)], values.Length / 2 - 1) + upper) / 2;
    }

    /// <summary>Value of a rank, 0 the smallest. Afterwards no value before its place is greater, and none after it smaller.</summary>
    public static double At(Span<double> values, int rank)
    {
        var (from, to) = (0, values.Length - 1);
        while (from < to)
        {
            var pivot = MedianOf(values[from], values[from + (to - from) / 2], values[to]);
            var equal = from;
            for (var i = from; i <= to; i++)
            {
                var value = values[i];
                values[i] = values[equal];
                values[equal] = value;
                equal += value < pivot ? 1 : 0;
            }

            if (rank < equal)
            {
                to = equal - 1;
                continue;
            }

            // Slopes of equal values are many: all that equal the pivot go in one step.
            from = equal;
            for (var i = from; i <= to; i++)
            {
                var value = values[i];
                values[i] = values[from];
                values[from] = value;
                from += value <= pivot ? 1 : 0;
            }

            if (rank < from)
                break;
        }

        return values[rank];
    }

    private static double MedianOf(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
