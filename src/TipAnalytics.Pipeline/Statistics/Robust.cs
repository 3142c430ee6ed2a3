namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Outliers by median and median absolute deviation, which the outliers themselves do not move.</summary>
internal static class Robust
{
    /// <summary>Modified z score above which a value stands out.</summary>
    /// <remarks>Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers.</remarks>
    public const double Limit = 3.5;

    // Makes the median absolute deviation of a normal distribution its standard deviation.
    private const double Normal = 1.4826;

    /// <returns>NaN for no values.</returns>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <returns>For each value whether it stands out; none does where more than half of them are equal.</returns>
    public static IReadOnlyList<bool> StandOut(IReadOnlyList<double> values)
    {
        var median = Median(values);
        var deviation = Normal * Median(values.Select(value => Math.Abs(value - median)));
        return [.. values.Select(value => deviation > 0 && Math.Abs(value - median) > Limit * deviation)];
    }
}
