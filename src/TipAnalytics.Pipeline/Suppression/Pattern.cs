namespace TipAnalytics.Pipeline.Suppression;

/// <summary>What is hidden at the end, and how well that is proved.</summary>
/// <param name="IsHidden">Per planned cell.</param>
/// <param name="UnstatedSeries">Series whose weighted shares may not be printed: with them some target has no witness.</param>
/// <param name="Certificates">Whole-number tables that agree with every fact and every published cell, few for many targets. Nearly copies of the raw counts:
/// they stay in the encrypted store.</param>
/// <param name="Disclosed">Targets no table meets, even with all of the new release hidden: earlier facts tell. By the latest release among the facts that touch them.</param>
internal sealed record Pattern(
    bool[] IsHidden, IReadOnlySet<int> UnstatedSeries, IReadOnlyList<Certificate> Certificates, IReadOnlyList<(Target Target, int Release)> Disclosed)
{
    public int CertifiedUp { get; init; }

    public int CertifiedDown { get; init; }

    public int Blocks { get; init; }
}

/// <summary>Tables of one connected part in one measure, each as a reader may think the counts to be. Atoms that nothing published tells apart stand in
/// one group: however a group's total is shared out among its atoms, the table agrees with every fact and every published cell. So one certificate proves
/// for each single atom of a group that it may hold the group's total, and (where the group has two atoms or more) that it may hold nothing.</summary>
/// <param name="Atoms">Ascending; all others are as they are.</param>
/// <param name="Groups">Group of each of these atoms, 0, 1, … by first atom.</param>
/// <param name="Totals">Of the groups, each 0 or more.</param>
internal sealed record Certificate(int Measure, int[] Atoms, int[] Groups, long[] Totals)
{
    /// <summary>Largest and smallest sum that one of the tables gives these atoms.</summary>
    /// <param name="atoms">Ascending, each once.</param>
    /// <param name="counts">True counts of all atoms in this measure: of those outside the certificate.</param>
    public (long Low, long High) Range(int[] atoms, long[] counts)
    {
        var inside = new int[Totals.Length];
        var (low, high) = (0L, 0L);
        foreach (var atom in atoms)
        {
            if (Array.BinarySearch(Atoms, atom) is >= 0 and var place)
                inside[Groups[place]]++;
            else
                (low, high) = (low + counts[atom], high + counts[atom]);
        }
        var size = new int[Totals.Length];
        foreach (var group in Groups)
            size[group]++;
        for (var group = 0; group < Totals.Length; group++)
        {
            high += inside[group] > 0 ? Totals[group] : 0;
            low += inside[group] == size[group] ? Totals[group] : 0;
        }
        return (low, high);
    }
}
