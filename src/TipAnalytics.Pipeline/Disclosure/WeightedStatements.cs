using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>The statements weighted shares make on the parts of their cells. The limits of an interval follow from the share and an effective
/// base, which is no statement on parts; they are taken to say no more than the share.</summary>
internal static class WeightedStatements
{
    // The weighted sums are sums of decimals read as doubles; a larger gap means that they are not those of the share or of the parts.
    private const double Tolerance = 1e-9;

    /// <param name="isOpen">Cells that pass the rules on single cells.</param>
    /// <returns>Statements of both measures by cell, and the cells whose share cannot be stated: their weighted sums are missing or do not add up.</returns>
    /// <remarks>Parts by area are followed down to the finest area, whose weights count as known: strata are areas. The mean weight of a category
    /// depends on where its people live, which nobody is told; so the categories of a cell are stated on only where each has one weight
    /// throughout, as the strata of a design do. The panel is not printed and makes no statement of its own.</remarks>
    public static (IReadOnlyList<WeightedStatement> Statements, IReadOnlySet<int> Unstated) Of(PlannedCells planned, bool[] isOpen)
    {
        var sumsOf = planned.Sums.ToLookup(sum => sum.Whole);
        var finest = new Dictionary<int, int[]>();
        var statements = new List<WeightedStatement>();
        var unstated = new HashSet<int>();
        for (var index = 0; index < planned.Planned; index++)
        {
            var cell = planned.Cells[index];
            if (!cell.IsWeighted || !isOpen[index] || cell.Split == IndicatorCell.Panel)
                continue;
            foreach (var sum in sumsOf[index])
            {
                int[] parts = [.. sum.Parts.SelectMany(Finest)];
                if (planned.Cells[sum.Parts[0]].Split != cell.Split && !parts.All(part => HasOneWeight(planned.Cells[part])))
                    continue;
                if (!IsStated(cell, [.. parts.Select(part => planned.Cells[part])]))
                {
                    unstated.Add(index);
                    continue;
                }
                for (var measure = 0; measure < 2; measure++)
                {
                    double[] weights = [.. parts.Select(part => MeanWeight(planned.Cells[part], measure, cell))];
                    statements.Add(new(measure, index, parts, weights, cell.WeightedSignal, Rest(cell)));
                }
            }
        }
        return (statements, unstated);

        int[] Finest(int cell)
        {
            if (!finest.TryGetValue(cell, out var parts))
                finest[cell] = parts = sumsOf[cell].FirstOrDefault(sum => planned.Cells[sum.Parts[0]].Split == planned.Cells[cell].Split) is { } sum
                    ? [.. sum.Parts.SelectMany(Finest)]
                    : [cell];
            return parts;
        }
    }

    private static bool IsStated(IndicatorCell cell, IReadOnlyList<IndicatorCell> parts) =>
        cell.WeightedBase > 0
        && PrintedShare.Of(cell.WeightedSignal / (cell.WeightedSignal + Rest(cell))) == PrintedShare.Of(cell.Share)
        && IsNear(cell.WeightedSignal, cell.Share * cell.WeightedBase, cell.WeightedBase)
        && IsNear(cell.WeightedBase, parts.Sum(part => part.WeightedBase), cell.WeightedBase)
        && IsNear(cell.WeightedSignal, parts.Sum(part => part.WeightedSignal), cell.WeightedBase);

    private static bool HasOneWeight(IndicatorCell part) =>
        part.Signal == 0 || part.Signal == part.Base
        || IsNear(part.WeightedSignal / part.Signal, Rest(part) / (part.Base - part.Signal), part.WeightedBase / part.Base);

    private static double Rest(IndicatorCell cell) => cell.WeightedBase - cell.WeightedSignal;

    private static bool IsNear(double one, double other, double size) => Math.Abs(one - other) <= Tolerance * size;

    /// <summary>Mean weight of one measure; of an empty one the mean of its cell, of an empty cell that of the whole.</summary>
    private static double MeanWeight(IndicatorCell part, int measure, IndicatorCell whole)
    {
        var (weight, count) = measure == 0 ? (part.WeightedSignal, part.Signal) : (Rest(part), part.Base - part.Signal);
        return count > 0 ? weight / count
            : part.Base > 0 ? part.WeightedBase / part.Base
            : whole.WeightedBase / whole.Base;
    }
}
