namespace TipAnalytics.Pipeline.Suppression;

/// <summary>What is hidden at the end, and how well that is proved.</summary>
/// <param name="IsHidden">Per planned cell.</param>
/// <param name="UnstatedSeries">Series whose weighted shares may not be printed: with them some target has no witness.</param>
/// <param name="Certificates">Whole-number tables that agree with every fact and every published cell. Nearly copies of the raw counts: they stay in the
/// encrypted store.</param>
/// <param name="Disclosed">Targets no table meets, even with all of the new release hidden: earlier facts tell. By the latest release among the facts that touch them.</param>
internal sealed record Pattern(
    bool[] IsHidden, IReadOnlySet<int> UnstatedSeries, IReadOnlyList<Certificate> Certificates, IReadOnlyList<(Target Target, int Release)> Disclosed)
{
    public int CertifiedUp { get; init; }

    public int CertifiedDown { get; init; }

    public int Blocks { get; init; }
}

/// <summary>Counts of the atoms of one connected part in one measure, as a reader may think them to be.</summary>
/// <param name="Atoms">Ascending; all others are as they are.</param>
/// <param name="Counts">Of these atoms, each 0 or more.</param>
internal sealed record Certificate(int Measure, int[] Atoms, long[] Counts);
