using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>Settings of one release of one indicator.</summary>
/// <param name="Threshold">Smallest count a released cell may rest on: 5 or more, 10 for incident streams.</param>
/// <param name="TieKey">Secret of the store that breaks ties between equal cells, so that no tie tells of an order of rows.</param>
internal sealed record ReleaseProfile(int Threshold, byte[] TieKey, AreaVersions Areas)
{
    /// <summary>What a reader has of the indicator already.</summary>
    public IndicatorHistory History { get; init; } = IndicatorHistory.None;

    /// <summary>Whether a combination of categories cannot exist by the plan (a structural zero), by split.</summary>
    public Func<IReadOnlyDictionary<string, string>, bool> IsImpossible { get; init; } = _ => false;
}

/// <summary>Why a cell is withheld, for the inner audit only.</summary>
internal enum WithheldReason
{
    /// <summary>Too few on one side or the other.</summary>
    Small,

    /// <summary>Too few organisations behind it, or one that would see the others.</summary>
    Organisations,

    /// <summary>It changed by too few since it was released.</summary>
    SmallChange,

    /// <summary>No estimate is made on so small a base; nobody is protected by that.</summary>
    TooFew,

    /// <summary>Withheld by an earlier release.</summary>
    Sticky,

    /// <summary>Others could be worked out with it.</summary>
    Complementary,

    /// <summary>An earlier release, or another publisher, told of people in it already.</summary>
    Disclosed,

    /// <summary>Released periods were counted more coarsely, in other areas, or their records are gone.</summary>
    OtherGround,
}

internal sealed record DisclosureResult(ReleasedTable Table, DisclosureAudit Audit)
{
    /// <summary>Vintage of the indicator's records that this release rests on.</summary>
    public int Vintage { get; init; }

    /// <summary>Figures that this release states for the first time, or anew, with the reason where they are withheld.</summary>
    public IReadOnlyDictionary<string, WithheldReason?> Fresh { get; init; } = new Dictionary<string, WithheldReason?>();

    /// <summary>Categories left out of print because they are known to be empty, among the fresh figures.</summary>
    public IReadOnlyList<IndicatorCell> LeftOut { get; init; } = [];

    /// <summary>Counts of every period that this release states for the first time, or anew.</summary>
    public IReadOnlyList<IndicatorAtom> Atoms { get; init; } = [];

    /// <summary>Periods stated before whose counts are kept more finely from now on: a split or a panel came since.</summary>
    public IReadOnlyList<(Period Period, int Vintage, IReadOnlyList<IndicatorAtom> Atoms)> Refined { get; init; } = [];

    /// <summary>Proofs for the parts that were looked at. Nearly copies of the raw counts.</summary>
    public IReadOnlyList<PartCertificate> Certificates { get; init; } = [];
}

/// <summary>A certificate with the atoms it speaks of.</summary>
/// <param name="Component">Hash of the part: its cells, facts and counts.</param>
/// <param name="Atoms">By place in the certificate: atom and the first and last vintage of its piece.</param>
internal sealed record PartCertificate(string Component, Certificate Certificate, IReadOnlyList<(IndicatorAtom Atom, int First, int Last)> Atoms);

/// <summary>What control did to one indicator: counts of cells, never values of cells. Primary, secondary and targets tell about hidden
/// cells and stay inside.</summary>
/// <param name="CellsPlanned">Cells of the plan that are about people; without those known to be empty.</param>
/// <param name="CellsPublished">Of these, released.</param>
/// <param name="ValuePlanned">Their bases together.</param>
/// <param name="ValuePublished">Those of the released ones.</param>
/// <param name="Primary">Hidden by a rule on the cell itself.</param>
/// <param name="Secondary">Hidden to protect others.</param>
/// <param name="Sticky">Hidden because an earlier release hid them.</param>
/// <param name="ProtectedAtoms">Atoms below the threshold in a protected measure, of the parts that were looked at.</param>
/// <param name="Targets">Bounds a reader must not reach: for each protected count one upward and one downward.</param>
/// <param name="CertifiedUp">Targets upward with a verified whole-number witness.</param>
/// <param name="CertifiedDown">Targets downward with one.</param>
/// <param name="Disclosed">Targets that earlier facts had told already.</param>
/// <param name="Unweighted">Released cells of weighted surveys whose weighted share is not printed, to protect a withheld part.</param>
internal sealed record DisclosureAudit(
    string IndicatorId, int CellsPlanned, int CellsPublished, long ValuePlanned, long ValuePublished, int Primary, int Secondary, int Sticky,
    int ProtectedAtoms, int Targets, int CertifiedUp, int CertifiedDown, int Disclosed, int Blocks, int Unweighted)
{
    /// <summary>Cells of the plan whose parts were proved by earlier releases and are not looked at again.</summary>
    public int Stated { get; init; }

    /// <summary>Facts of earlier releases and other publishers that this one was proved against.</summary>
    public int LedgerFacts { get; init; }

    public int Certificates { get; init; }

    /// <summary>Cells of this release that are withheld, by reason.</summary>
    public IReadOnlyDictionary<string, int> Withheld { get; init; } = new Dictionary<string, int>();

    /// <summary>What the people who release should know, in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What coarser plans would keep, where this one keeps little.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>Series of cells, and those of them without a hidden cell, by length of period.</summary>
    public IReadOnlyDictionary<string, string> Series { get; init; } = new Dictionary<string, string>();
}
