namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>Settings of one release.</summary>
/// <param name="Threshold">Smallest count a released cell may rest on: 5 or more, 10 for incident streams.</param>
/// <param name="TieKey">Secret of the store that breaks ties between equal cells, so that no tie tells of an order of rows.</param>
internal sealed record ReleaseProfile(int Threshold, byte[] TieKey)
{
    public EarlierReleases Earlier { get; init; } = EarlierReleases.None;
}

/// <summary>What a reader of earlier releases has.</summary>
/// <param name="Counts">Counts that releases rest on, by figure id; a figure that was restated has one of each release.</param>
/// <param name="Withheld">Figures that were ever withheld to protect people: shown later, they would give back what they hid beside others.</param>
/// <param name="Unweighted">Figures printed as the plain share of the interviewed.</param>
internal sealed record EarlierReleases(ILookup<string, ReleasedCounts> Counts, IReadOnlySet<string> Withheld, IReadOnlySet<string> Unweighted)
{
    public static readonly EarlierReleases None = new(Array.Empty<string>().ToLookup(id => id, _ => default(ReleasedCounts)), new HashSet<string>(), new HashSet<string>());
}

/// <summary>Exact counts behind a figure that was released. Never leaves the pipeline.</summary>
internal readonly record struct ReleasedCounts(long Signal, long Base);

internal sealed record DisclosureResult(ReleasedTable Table, DisclosureAudit Audit);

/// <summary>What control did to one indicator: counts of cells, never values of cells. Primary, secondary and targets tell about hidden
/// cells and stay inside.</summary>
/// <param name="CellsPlanned">Cells of the plan that are about people; without those known to be empty.</param>
/// <param name="CellsPublished">Of these, released.</param>
/// <param name="Primary">Hidden by a rule on the cell itself.</param>
/// <param name="Secondary">Hidden to protect others.</param>
/// <param name="Targets">Bounds a reader must not reach: for each protected count one upward and one downward.</param>
/// <param name="CertifiedUp">Targets upward with a verified whole-number witness.</param>
/// <param name="CertifiedDown">Targets downward with one.</param>
/// <param name="Unknown">Targets without one; nothing of their block is published.</param>
/// <param name="Unweighted">Released cells of weighted surveys whose weighted share is not printed, to protect a withheld part.</param>
internal sealed record DisclosureAudit(
    string IndicatorId, int CellsPlanned, int CellsPublished, int Primary, int Secondary,
    int Targets, int CertifiedUp, int CertifiedDown, int Unknown, int Blocks, int Unweighted);
