using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>What an earlier release says of a cell.</summary>
internal enum StatedKind
{
    /// <summary>Exact counts are facts; printed, or withheld for imprecision alone.</summary>
    Counts,

    /// <summary>Withheld to protect people.</summary>
    Withheld,

    /// <summary>Nothing was received.</summary>
    NoData,

    /// <summary>An empty category of no interest, left out of print.</summary>
    LeftOut,
}

/// <summary>A cell as a release stated it.</summary>
/// <param name="Seq">Number of the release.</param>
/// <param name="Vintage">Of the indicator's records when it was stated.</param>
/// <param name="Signal">0 unless <paramref name="Kind"/> is counts, as <paramref name="Base"/>.</param>
internal sealed record StatedCell(
    long Seq, int Vintage, string AreaCode, Period Period, string Split, string Category, StatedKind Kind, long Signal, long Base)
{
    /// <summary>A weighted share was printed, and is a fact beside the counts.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The plain share of the interviewed was printed.</summary>
    public bool IsPlain { get; init; }
}

/// <summary>Counts of one atom that releases rest on, from a vintage on.</summary>
internal readonly record struct StatedAtom(int Vintage, IndicatorAtom Atom);

/// <summary>What somebody else published on the same records.</summary>
/// <param name="Source">Who says it, for the audit.</param>
/// <param name="IsSignal">True: count with the signal; false: the base.</param>
internal sealed record ExternalStatement(string Source, string AreaCode, Period Period, string Split, string Category, bool IsSignal, long Low, long High)
{
    /// <summary>No release so far knew of it.</summary>
    public bool IsNew { get; init; }
}

/// <summary>Everything a reader has of one indicator before the next release.</summary>
/// <param name="Cells">In the order in which they were stated.</param>
/// <param name="Atoms">Of every period that was ever stated: a period that was restated stands with all its atoms once a vintage. Empty for releases of vaults that kept none.</param>
internal sealed record IndicatorHistory(IReadOnlyList<StatedCell> Cells, IReadOnlyList<StatedAtom> Atoms, IReadOnlyList<ExternalStatement> External)
{
    public static readonly IndicatorHistory None = new([], [], []);

    /// <summary>With what a release adds.</summary>
    /// <param name="seq">Number of the release.</param>
    public IndicatorHistory After(DisclosureResult result, long seq) => this with
    {
        Cells =
        [
            .. Cells,
            .. from cell in result.Table.Cells.Concat(result.Table.PanelCells)
               where result.Fresh.ContainsKey(cell.FigureId)
               let exact = cell.Value switch { Cell.Shown shown => shown.Exact, Cell.Hidden hidden => hidden.Exact, _ => null }
               select new StatedCell(
                   seq, result.Vintage, cell.AreaCode, cell.Period, cell.Split, cell.Category,
                   exact is not null ? StatedKind.Counts : cell.Value is Cell.NoData ? StatedKind.NoData : StatedKind.Withheld, exact?.Signal ?? 0, exact?.Base ?? 0)
               {
                   IsWeighted = cell.Value is Cell.Shown { IsWeighted: true }, IsPlain = cell.Value is Cell.Shown { IsWeighted: false },
               },
            .. result.LeftOut.Select(cell => new StatedCell(seq, result.Vintage, cell.AreaCode, cell.Period, cell.Split, cell.Category, StatedKind.LeftOut, 0, 0)),
        ],
        Atoms =
        [
            .. Atoms.Where(known => !result.Refined.Any(finer => (finer.Period, finer.Vintage) == (known.Atom.Period, known.Vintage))),
            .. from finer in result.Refined from atom in finer.Atoms select new StatedAtom(finer.Vintage, atom),
            .. result.Atoms.Select(atom => new StatedAtom(result.Vintage, atom)),
        ],
    };

    /// <summary>0: first; each restatement of any period counts one.</summary>
    public int Vintage => Math.Max(Cells.Select(cell => cell.Vintage).DefaultIfEmpty().Max(), Atoms.Select(atom => atom.Vintage).DefaultIfEmpty().Max());
}
