namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Rules P3–P5: what a cell of a caseload says about the organisations behind it.</summary>
internal static class OrganisationRule
{
    // The p of the p%-rule: nobody may estimate the largest provider's count to within 10 % of it. Not printed anywhere.
    private const long Concentration = 10;

    private const int FewestOrganisations = 3;

    /// <summary>How far the count must stay uncertain: 0 unless fewer than three organisations stand behind it, the largest leaves a small remainder, or the
    /// two largest leave less than the p%-rule asks.</summary>
    /// <param name="byOrganisation">Counts of the known ones; those of unknown organisations count as none.</param>
    public static long Margin(long count, IEnumerable<long> byOrganisation, int threshold)
    {
        if (count == 0)
            return 0;
        var counts = byOrganisation.Where(each => each > 0).OrderDescending().ToList();
        var largest = counts.Count > 0 ? counts[0] : count;
        var afterLargest = count - largest;
        var afterTwo = afterLargest - (counts.Count > 1 ? counts[1] : 0);
        var missing = Concentration * largest - 100 * afterTwo;
        return counts.Count < FewestOrganisations || afterLargest < threshold || missing > 0 ? Math.Max(threshold, (missing + 99) / 100) : 0;
    }
}
