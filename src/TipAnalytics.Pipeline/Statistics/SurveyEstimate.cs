namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Sums over the domain rows of one primary sampling unit (PSU).</summary>
/// <param name="Stratum">Stratum of the design.</param>
/// <param name="Cluster">PSU in the stratum; empty: every row is a PSU of its own.</param>
/// <param name="Count">Rows in the domain.</param>
/// <param name="Weight">Σw.</param>
/// <param name="WeightedValue">Σwy; for a share y is 0 or 1.</param>
/// <param name="WeightedSquare">Σwy².</param>
/// <param name="WeightSquared">Σw².</param>
/// <param name="WeightSquaredValue">Σw²y.</param>
/// <param name="WeightSquaredSquare">Σw²y².</param>
internal readonly record struct SurveySums(
    string Stratum, string Cluster, long Count, double Weight, double WeightedValue, double WeightedSquare,
    double WeightSquared, double WeightSquaredValue, double WeightSquaredSquare);

/// <summary>Number of PSUs of the whole design, in or out of the domain, by stratum.</summary>
internal sealed class SurveyDesign
{
    private readonly Dictionary<string, long> unitsByStratum;

    /// <param name="clusters">Every stratum and cluster with its rows; rows of an empty cluster are PSUs one by one.</param>
    public SurveyDesign(IEnumerable<(string Stratum, string Cluster, long Rows)> clusters) =>
        unitsByStratum = clusters.GroupBy(cluster => cluster.Stratum, StringComparer.Ordinal).ToDictionary(
            stratum => stratum.Key,
            stratum => stratum.Where(cluster => cluster.Cluster.Length > 0).Select(cluster => cluster.Cluster).Distinct(StringComparer.Ordinal).LongCount()
                + stratum.Where(cluster => cluster.Cluster.Length == 0).Sum(cluster => cluster.Rows),
            StringComparer.Ordinal);

    public long Units(string stratum) => unitsByStratum.GetValueOrDefault(stratum);
}

/// <summary>Ratio estimate of a share or mean with linearised variance, from the sums of each PSU.</summary>
/// <param name="Count">Rows in the domain.</param>
/// <param name="Units">PSUs that hold domain rows.</param>
/// <param name="Strata">Strata that hold domain rows.</param>
/// <param name="Mean">Estimate; NaN without rows.</param>
/// <param name="Variance">With replacement at the first stage, no finite-population correction.</param>
/// <param name="SimpleVariance">What a simple random sample of as many rows would have.</param>
/// <param name="KishBase">(Σw)²/Σw².</param>
/// <remarks>Domains keep the whole design: a PSU without domain rows is a zero total. A stratum with one PSU is centred on the overall mean.</remarks>
internal sealed record SurveyEstimate(long Count, long Units, long Strata, double Mean, double Variance, double SimpleVariance, double KishBase)
{
    /// <summary>Degrees of freedom: PSUs minus strata, of those that hold domain rows.</summary>
    public long DegreesOfFreedom => Units - Strata;

    public double StandardError => Math.Sqrt(Variance);

    /// <summary>Design effect; NaN where the simple variance is zero.</summary>
    public double DesignEffect => SimpleVariance > 0 ? Variance / SimpleVariance : double.NaN;

    public static SurveyEstimate Of(IReadOnlyCollection<SurveySums> domain, SurveyDesign design)
    {
        var rows = domain.Where(unit => unit.Count > 0).ToList();
        var (count, weight) = (rows.Sum(unit => unit.Count), rows.Sum(unit => unit.Weight));
        if (count == 0 || weight <= 0)
            return new(count, 0, 0, double.NaN, double.NaN, double.NaN, 0);
        var mean = rows.Sum(unit => unit.WeightedValue) / weight;
        var strata = rows.GroupBy(unit => unit.Stratum, StringComparer.Ordinal).ToList();
        // Σw(y−p)²/W · 1/(n−1): the variance of a mean of n rows.
        var spread = rows.Sum(unit => unit.WeightedSquare) - 2 * mean * rows.Sum(unit => unit.WeightedValue) + mean * mean * weight;
        return new(
            count,
            rows.Sum(UnitsOf),
            strata.Count,
            mean,
            strata.Sum(stratum => StratumVariance([.. stratum], design.Units(stratum.Key), mean, weight)),
            count > 1 ? Math.Max(0, spread) / weight / (count - 1) : double.NaN,
            weight * weight / rows.Sum(unit => unit.WeightSquared));
    }

    /// <summary>Effective sample size for the Wilson interval of a share, degrees of freedom inside.</summary>
    /// <returns>At a share of 0 or 1 the Kish size; 0 with fewer than 2 degrees of freedom, where no interval can be given.</returns>
    public double EffectiveBase()
    {
        if (Mean is 0 or 1)
            return KishBase;
        if (Count < 2 || DegreesOfFreedom < 2)
            return 0;
        if (Variance <= 0)
            return Count;
        var adjusted = Mean * (1 - Mean) / Variance * Math.Pow(Quantiles.T(0.975, Count - 1) / Quantiles.T(0.975, DegreesOfFreedom), 2);
        return Math.Min(Count, adjusted);
    }

    private static long UnitsOf(SurveySums unit) => unit.Cluster.Length > 0 ? 1 : unit.Count;

    private static double StratumVariance(List<SurveySums> units, long unitCount, double mean, double weight)
    {
        // A design that knows fewer units than the domain holds would be another stratum's; the domain's own are the least there can be.
        unitCount = Math.Max(unitCount, units.Sum(UnitsOf));
        var totals = units.Where(unit => unit.Cluster.Length > 0).Select(unit => (unit.WeightedValue - mean * unit.Weight) / weight).ToList();
        var singles = units.Where(unit => unit.Cluster.Length == 0).ToList();
        var sum = totals.Sum() + singles.Sum(unit => unit.WeightedValue - mean * unit.Weight) / weight;
        var squares = totals.Sum(total => total * total)
            + singles.Sum(unit => unit.WeightSquaredSquare - 2 * mean * unit.WeightSquaredValue + mean * mean * unit.WeightSquared) / (weight * weight);
        return unitCount == 1 ? squares : (double)unitCount / (unitCount - 1) * Math.Max(0, squares - sum * sum / unitCount);
    }
}
