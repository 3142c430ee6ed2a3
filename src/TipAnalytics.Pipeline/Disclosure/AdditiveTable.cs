namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>A whole and the parts that add up to it, as indices of cells.</summary>
internal sealed record Sum(int Whole, int[] Parts);

/// <summary>Counts and everything a reader knows about how they add up. Knows nothing of indicators: cells are numbers 0…n−1.</summary>
/// <param name="Counts">Measure → cell → count, each 0 or more. The measures share the sums and the pattern of hidden cells: a cell is
/// published with all of them or with none.</param>
/// <param name="Sums">Hold in every measure.</param>
/// <param name="IsKnown">Cells a reader knows to be empty whatever is published (no interview was made there).</param>
internal sealed record AdditiveTable(long[][] Counts, IReadOnlyList<Sum> Sums, bool[] IsKnown)
{
    public int CellCount => IsKnown.Length;

    /// <summary>What printed weighted shares say besides the sums, in both measures.</summary>
    public IReadOnlyList<WeightedStatement> Statements { get; init; } = [];

    /// <summary>Cells in connected blocks: nothing published in one block says anything about another.</summary>
    /// <returns>Cells ascending within a block; blocks by their first cell. Known cells are in none.</returns>
    public IReadOnlyList<int[]> Blocks()
    {
        var parent = Enumerable.Range(0, CellCount).ToArray();
        int Root(int cell)
        {
            while (parent[cell] != cell)
                cell = parent[cell] = parent[parent[cell]];
            return cell;
        }

        foreach (var sum in Sums)
        {
            var open = sum.Parts.Append(sum.Whole).Where(cell => !IsKnown[cell]).ToArray();
            foreach (var cell in open)
                parent[Root(cell)] = Root(open[0]);
        }
        return [.. Enumerable.Range(0, CellCount).Where(cell => !IsKnown[cell]).GroupBy(Root).Select(block => block.ToArray())];
    }
}

/// <summary>Something a reader must not be able to rule out.</summary>
/// <param name="IsUp">True: the count may be larger by <paramref name="Amount"/> or more; false: smaller by it or more.</param>
internal sealed record Target(int Measure, int Cell, bool IsUp, long Amount);
