namespace TipAnalytics.Pipeline.Statistics;

/// <summary>First-order autocorrelation of periods of which some may be absent: carry-over falls with the calendar distance, rho^Δt.</summary>
internal static class CarryOver
{
    private const double Largest = 0.9;

    /// <summary>Correlation of neighbouring residuals, its small-sample bias removed and clamped to 0–0.9: positive carry-over widens, negative never narrows.</summary>
    /// <param name="residuals">Centred as the method says, in order of time.</param>
    /// <param name="isPair">Whether residuals i and i + 1 are neighbours.</param>
    /// <param name="lost">Parameters of the mean: r1 is scaled by M − lost.</param>
    /// <param name="added">Numerator of the bias correction.</param>
    /// <param name="taken">rho = (M r1 + added) / (M − taken).</param>
    /// <param name="size">Sum of squares of the response: residuals that are nothing but rounding of it count as zero.</param>
    /// <returns>0 for both without pairs or with zero residuals.</returns>
    /// <remarks>van Giersbergen (2005); Hamed (2009), J. Hydrol. 368, 143–155. Specification: trend statistics, 2.10, 2.12.</remarks>
    public static (double R1, double Rho) Of(ReadOnlySpan<double> residuals, Func<int, bool> isPair, int lost, double added, int taken, double size)
    {
        var (q, products, pairs) = (0.0, 0.0, 0);
        for (var i = 0; i < residuals.Length; i++)
        {
            q += residuals[i] * residuals[i];
            if (i + 1 < residuals.Length && isPair(i))
            {
                products += residuals[i] * residuals[i + 1];
                pairs++;
            }
        }

        var m = residuals.Length;
        if (pairs == 0 || m <= taken || q <= 1e-20 * Math.Max(1, size))
            return (0, 0);
        var r1 = products / q * (m - lost) / pairs;
        return (r1, Math.Clamp((m * r1 + added) / (m - taken), 0, Largest));
    }

    /// <summary>What is left of a residual some periods later.</summary>
    public static double After(long periods, double rho) => periods == 1 ? rho : Math.Pow(rho, periods);

    /// <summary>Variance inflation of a weighted mean: Σ√(nᵢnⱼ) rho^|tᵢ−tⱼ| / Σn, by one pass over periods in order of time.</summary>
    public static double Inflation(ReadOnlySpan<Observation> group, double rho)
    {
        var (own, crossed, carried, total) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < group.Length; i++)
        {
            var root = Math.Sqrt(group[i].Weight);
            if (i > 0)
                carried = After(group[i].T - group[i - 1].T, rho) * (carried + Math.Sqrt(group[i - 1].Weight));
            own += group[i].Weight;
            crossed += root * carried;
            total += group[i].Weight;
        }

        return (own + 2 * crossed) / total;
    }
}
