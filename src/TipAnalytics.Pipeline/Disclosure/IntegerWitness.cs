using Google.OrTools.Sat;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>A whole-number table a reader cannot tell from the true one: proof that a target is met. Nearly a copy of the raw counts, so it
/// stays in memory.</summary>
/// <param name="Counts">Counts of the block's cells.</param>
internal sealed record IntegerWitness(int Measure, long[] Counts)
{
    /// <summary>Checks in whole numbers that the table is possible: nothing negative, every sum exact, every published cell as published.</summary>
    public bool Holds(AdditiveTable table, Block block, bool[] isHidden)
    {
        var truth = table.Counts[Measure];
        for (var place = 0; place < Counts.Length; place++)
        {
            var cell = block.Cells[place];
            if (Counts[place] < 0 || (!isHidden[cell] && Counts[place] != truth[cell]))
                return false;
        }
        return block.Sums.All(sum => sum.Parts.Sum(part => At(truth, block, part)) == At(truth, block, sum.Whole));
    }

    public bool Meets(AdditiveTable table, Block block, Target target)
    {
        var move = Counts[block.Position[target.Cell]] - table.Counts[Measure][target.Cell];
        return target.Measure == Measure && (target.IsUp ? move >= target.Amount : -move >= target.Amount);
    }

    private long At(long[] truth, Block block, int cell) => block.Position[cell] is >= 0 and var place ? Counts[place] : truth[cell];

    /// <summary>Rounds the moves of a linear solution; whether the result is a table has still to be checked.</summary>
    public static IntegerWitness Rounded(AdditiveTable table, Block block, int measure, double[] moves) =>
        new(measure, [.. block.Cells.Select((cell, place) => table.Counts[measure][cell] + (long)Math.Round(moves[place]))]);

    /// <summary>Searches a table in whole numbers for one target, with the published cells as they are. One worker and a limit counted in
    /// work, not seconds: the same answer on every machine.</summary>
    /// <returns>Null when there is none or the limit is reached.</returns>
    public static IntegerWitness? Search(AdditiveTable table, Block block, bool[] isHidden, Target target)
    {
        var truth = table.Counts[target.Measure];
        var model = new CpModel();
        var room = 4 * (truth.Length == 0 ? 0 : block.Cells.Max(cell => truth[cell]) + target.Amount) + 4;
        var counts = block.Cells.Select(cell => isHidden[cell] ? model.NewIntVar(0, truth[cell] + room, "") : null).ToArray();
        foreach (var sum in block.Sums)
        {
            var terms = new List<IntVar>();
            var signs = new List<long>();
            var constant = 0L;
            void Add(int cell, long sign)
            {
                if (block.Position[cell] is >= 0 and var place && counts[place] is { } count)
                {
                    terms.Add(count);
                    signs.Add(sign);
                }
                else
                {
                    constant += sign * truth[cell];
                }
            }

            foreach (var part in sum.Parts)
                Add(part, 1);
            Add(sum.Whole, -1);
            if (terms.Count > 0)
                model.Add(LinearExpr.WeightedSum(terms, signs) == -constant);
        }
        if (counts[block.Position[target.Cell]] is not { } sought)
            return null;
        var limit = truth[target.Cell] + (target.IsUp ? target.Amount : -target.Amount);
        if (target.IsUp)
            model.Add(sought >= limit);
        else
            model.Add(sought <= limit);
        var solver = new CpSolver { StringParameters = "num_workers:1 random_seed:1 max_deterministic_time:2" };
        var status = solver.Solve(model);
        if (status == CpSolverStatus.ModelInvalid)
            throw new InvalidOperationException("Disclosure control made an invalid integer model.");
        return status is CpSolverStatus.Optimal or CpSolverStatus.Feasible
            ? new(target.Measure, [.. block.Cells.Select((cell, place) => counts[place] is { } count ? solver.Value(count) : truth[cell])])
            : null;
    }
}

/// <summary>A connected block of a table.</summary>
/// <param name="Position">Cell of the table → its place in <paramref name="Cells"/>, −1 outside.</param>
internal sealed record Block(int[] Cells, IReadOnlyList<Sum> Sums, int[] Position);
