using Google.OrTools.Sat;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>A whole-number table a reader cannot tell from the true one: proof that a target is met. Nearly a copy of the raw counts, so it
/// stays in memory.</summary>
/// <param name="Counts">Counts of the block's cells.</param>
internal sealed record IntegerWitness(int Measure, long[] Counts)
{
    // The largest mean weight of a statement in whole numbers: fine enough that rounding it moves no printed share.
    private const double WholeWeight = 1e6;

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
        foreach (var sum in block.Sums)
        {
            var rest = At(truth, block, sum.Whole);
            foreach (var part in sum.Parts)
                rest -= At(truth, block, part);
            if (rest != 0)
                return false;
        }
        return true;
    }

    public bool Meets(AdditiveTable table, Block block, Target target)
    {
        if (target.Measure != Measure)
            return false;
        var move = Counts[block.Position[target.Cell]] - table.Counts[Measure][target.Cell];
        return target.IsUp ? move >= target.Amount : -move >= target.Amount;
    }

    /// <summary>Whether the weighted share prints the same on this table as on the true one.</summary>
    public bool Keeps(AdditiveTable table, Block block, WeightedStatement statement) =>
        statement.Measure != Measure || statement.Allows(statement.Move(table.Counts[Measure], block, Counts));

    private long At(long[] truth, Block block, int cell) => block.Position[cell] is >= 0 and var place ? Counts[place] : truth[cell];

    /// <summary>Rounds the moves of a linear solution; whether the result is a table has still to be checked.</summary>
    public static IntegerWitness Rounded(AdditiveTable table, Block block, int measure, double[] moves) =>
        new(measure, [.. block.Cells.Select((cell, place) => table.Counts[measure][cell] + (long)Math.Round(moves[place]))]);

    /// <summary>Searches a table in whole numbers for one target, with the published cells as they are. One worker and a limit counted in
    /// work, not seconds: the same answer on every machine.</summary>
    /// <param name="statements">Weighted shares that must print the same. Their weights enter as whole numbers, so the answer has still to be checked.</param>
    /// <returns>Null when there is none or the limit is reached.</returns>
    public static IntegerWitness? Search(AdditiveTable table, Block block, bool[] isHidden, Target target, IReadOnlyList<WeightedStatement> statements)
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
        foreach (var statement in statements)
            AddStatement(model, statement);
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

        void AddStatement(CpModel model, WeightedStatement statement)
        {
            var scale = WholeWeight / statement.MeanWeights.Max();
            var terms = new List<IntVar>();
            var weights = new List<long>();
            var constant = 0L;
            for (var part = 0; part < statement.Parts.Length; part++)
            {
                if (block.Position[statement.Parts[part]] is not (>= 0 and var place) || counts[place] is not { } count)
                    continue;
                var weight = (long)Math.Round(scale * statement.MeanWeights[part]);
                terms.Add(count);
                weights.Add(weight);
                constant += weight * truth[statement.Parts[part]];
            }
            var (low, high) = statement.Range;
            if (terms.Count > 0)
                model.AddLinearConstraint(LinearExpr.WeightedSum(terms, weights),
                    constant + (long)Math.Ceiling(scale * low), double.IsFinite(high) ? constant + (long)Math.Floor(scale * high) : long.MaxValue / 4);
        }
    }
}

/// <summary>A connected block of a table.</summary>
/// <param name="Position">Cell of the table → its place in <paramref name="Cells"/>, −1 outside.</param>
internal sealed record Block(int[] Cells, IReadOnlyList<Sum> Sums, int[] Position)
{
    /// <summary>Weighted shares printed in the block.</summary>
    public IReadOnlyList<WeightedStatement> Statements { get; init; } = [];
}
