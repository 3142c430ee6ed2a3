namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Counts of the finest cells any release may ever use, and everything a reader is told about them. Knows nothing of indicators or stores:
/// atoms are numbers 0…n−1.</summary>
/// <param name="Counts">Measure → atom → count, each 0 or more. A cell is published in all measures or in none.</param>
/// <param name="IsKnown">Atoms a reader knows to be empty whatever is published: structural zeros, places where no interview was made.</param>
/// <param name="Cells">What a release plans to print. Cells with the same atoms share one fate.</param>
/// <param name="Facts">What a reader has already: earlier releases, other publishers. Cannot be hidden.</param>
internal sealed record AtomTable(long[][] Counts, bool[] IsKnown, IReadOnlyList<TableCell> Cells, IReadOnlyList<LinearFact> Facts)
{
    /// <summary>What printed weighted shares say besides the counts.</summary>
    public IReadOnlyList<ShareStatement> Statements { get; init; } = [];

    /// <summary>Atom → block (province × year, say) in which its witnesses are sought before the whole of a large part is tried; empty: none.</summary>
    public int[] Blocks { get; init; } = [];

    public int AtomCount => IsKnown.Length;
}

/// <summary>One planned cell: a sum of atoms.</summary>
/// <param name="Atoms">Ascending, each once.</param>
/// <param name="Weight">Loss of hiding it, ties already broken by the caller's key.</param>
/// <param name="Series">Time series it belongs to; −1: none. One hole more in a series that has one costs less.</param>
/// <param name="IsWithheld">By a rule on the cell itself, or because it was withheld before.</param>
internal sealed record TableCell(int[] Atoms, double Weight, int Series, bool IsWithheld);

/// <summary>One statement that left the building: low ≤ Σ counts of the atoms in one measure ≤ high.</summary>
/// <param name="Low">Equal to <paramref name="High"/> for a published count.</param>
/// <param name="Release">Where it was said, for the words «already disclosed by»: any number of the caller's.</param>
internal sealed record LinearFact(int Measure, int[] Atoms, long Low, long High, int Release);

/// <summary>A weighted share of one measure as a statement on the atoms of its cell: the weighted sum may move inside the range that prints the same.</summary>
/// <param name="Cell">Made only while this cell is published; −1: made already, cannot be taken back.</param>
/// <param name="Weights">Weight of one person of each of <paramref name="Atoms"/>, known to the reader.</param>
/// <param name="Low">Least move of the weighted sum from its true value that prints the same (0 or less).</param>
/// <param name="High">Largest move; may be infinite.</param>
internal sealed record ShareStatement(int Measure, int Cell, int[] Atoms, double[] Weights, double Low, double High);

/// <summary>Something a reader must not be able to rule out about a group of atoms.</summary>
/// <param name="IsUp">True: the true sum plus <paramref name="Amount"/> or more must stay possible; false: minus it or less.</param>
internal sealed record Target(int Measure, int[] Atoms, bool IsUp, long Amount);
