namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Corrections for many tests. A test that was not possible is NaN: it is left out of the family and stays NaN.</summary>
internal static class ManyTests
{
    /// <summary>Benjamini–Hochberg adjusted p, in the order given.</summary>
    /// <remarks>Benjamini and Hochberg (1995), JRSS B 57(1), 289–300.</remarks>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p)
    {
        var order = Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderByDescending(i => p[i]).ToArray();
        var adjusted = Enumerable.Repeat(double.NaN, p.Count).ToArray();
        var smallest = 1.0;
        for (var i = 0; i < order.Length; i++)
        {
            smallest = Math.Min(smallest, order.Length * p[order[i]] / (order.Length - i));
            adjusted[order[i]] = smallest;
        }

        return adjusted;
    }

    /// <summary>Simes p of a family: at least one of its hypotheses is not null. NaN without a possible test.</summary>
    /// <remarks>Simes (1986), Biometrika 73(3), 751–754.</remarks>
    public static double Simes(IEnumerable<double> p)
    {
        var sorted = p.Where(value => !double.IsNaN(value)).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : Math.Min(1, sorted.Select((value, i) => sorted.Length * value / (i + 1)).Min());
    }

    /// <summary>Partial conjunction p: at least <paramref name="u"/> of the families rise; valid under any dependence between them.</summary>
    /// <param name="p">Family p; NaN for families that could not be assessed.</param>
    /// <returns>NaN with fewer than three assessable families (insufficient), or fewer than u.</returns>
    /// <remarks>Benjamini and Heller (2008), Biometrics 64(4), 1215–1222.</remarks>
    public static double PartialConjunction(IEnumerable<double> p, int u)
    {
        var sorted = p.Where(value => !double.IsNaN(value)).Order().ToArray();
        return sorted.Length < 3 || sorted.Length < u ? double.NaN : Math.Min(1, (sorted.Length - u + 1) * sorted[u - 1]);
    }
}
