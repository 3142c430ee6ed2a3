using Google.OrTools.Sat;

namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Searches a table in whole numbers for one target, with the published rows as they are.</summary>
internal static class WholeNumberSearch
{
    // The largest weight of a statement in whole numbers: fine enough that rounding it moves no printed share.
    private const double WholeWeight = 1e6;

    private const long Around = 1;

    /// <param name="near">Moves of a linear solution to stay near: groups that it does not move do not move; null: anything may move.</param>
    /// <param name="statements">Weighted shares that must print the same. Their weights enter as whole numbers, so the answer has still to be checked.</param>
    /// <returns>Null when there is none or the limit is reached. One worker and a limit counted in work, not seconds: the same answer on every machine.</returns>
    public static Witness? Find(GroupModel model, GroupTarget target, IEnumerable<GroupStatement> statements, double[]? near = null)
    {
        var totals = model.Totals[target.Measure];
        var room = 4 * (totals.DefaultIfEmpty(0).Max() + target.Amount) + 4;
        var search = new CpModel();
        // A group that stays has no variable: constants of this library share one, and a hint on it spoils the program.
        var moves = totals.Select((total, group) => near is null ? search.NewIntVar(-total, room, "")
            : Math.Abs(near[group]) < 1e-7 ? null
            : search.NewIntVar(Math.Max(-total, (long)Math.Floor(near[group]) - Around), (long)Math.Ceiling(near[group]) + Around, "")).ToArray();
        void Keep(int[] groups, long low, long high)
        {
            var moving = groups.Where(group => moves[group] is not null).Select(group => moves[group]!).ToArray();
            if (moving.Length > 0)
                search.AddLinearConstraint(LinearExpr.Sum(moving), low, high);
        }

        foreach (var row in model.Rows.Where(row => !row.IsHidden))
            Keep(row.Groups, 0, 0);
        foreach (var fact in model.Facts[target.Measure])
            Keep(fact.Groups, Math.Max(fact.Low, -long.MaxValue / 4), Math.Min(fact.High, long.MaxValue / 4));
        foreach (var statement in statements)
        {
            var scale = WholeWeight / statement.Weights.Max();
            search.AddLinearConstraint(
                LinearExpr.WeightedSum(
                    statement.Groups.Where(Moves).Select(group => moves[group]!),
                    statement.Weights.Where((_, at) => Moves(statement.Groups[at])).Select(weight => (long)Math.Round(scale * weight))),
                double.IsFinite(statement.Source.Low) ? (long)Math.Ceiling(scale * statement.Source.Low) : -long.MaxValue / 4,
                double.IsFinite(statement.Source.High) ? (long)Math.Floor(scale * statement.Source.High) : long.MaxValue / 4);
        }
        search.AddLinearConstraint(LinearExpr.WeightedSum(target.Groups.Where(Moves).Select(group => moves[group]!), target.Groups.Where(Moves).Select(_ => (long)target.Sign)), target.Amount, long.MaxValue / 4);
        var solver = new CpSolver { StringParameters = "num_workers:1 random_seed:1 max_deterministic_time:1 cp_model_presolve:false" };
        var status = solver.Solve(search);
        if (status == CpSolverStatus.ModelInvalid)
            throw new InvalidOperationException("Disclosure control made an invalid integer model.");
        return status is CpSolverStatus.Optimal or CpSolverStatus.Feasible
            ? Witness.Of(model, target.Measure, moves.Select((move, group) => (group, move is null ? 0 : solver.Value(move))))
            : null;

        bool Moves(int group) => moves[group] is not null;
    }
}
