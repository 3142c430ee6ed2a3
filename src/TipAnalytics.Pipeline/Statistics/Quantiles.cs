using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Quantiles at the fixed confidence levels of the methods. The library finds them by iteration; the same few come back in thousands of series.</summary>
/// <remarks>Good to 1e-9 for probabilities within 0.001–0.999 and 2 degrees of freedom or more; p-values never come from here, but from tails.</remarks>
internal static class Quantiles
{
    private static readonly ConcurrentDictionary<(double, double), double> StudentsT = new();

    /// <summary>Lower-tail quantile of the standard normal distribution.</summary>
    public static double Normal(double probability) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, probability);

    /// <summary>Lower-tail quantile of Student's t.</summary>
    public static double T(double probability, double degreesOfFreedom) =>
        StudentsT.GetOrAdd((probability, degreesOfFreedom), static key => StudentT.InvCDF(0, 1, key.Item2, key.Item1));
}
