using Google.OrTools.Sat;

namespace TipAnalytics.Audit.Attack;

/// <summary>Looks for a table of whole numbers that agrees with all statements and in which a group is large or small enough.</summary>
internal static class IntegerSearch
{
    // Deterministic time of the solver is about a second each on one core.
    private const double DeterministicSeconds = 5;

    /// <param name="atLeast">Null: no floor under the group.</param>
    /// <param name="atMost">Null: no ceiling.</param>
    /// <param name="ceiling">Stands for «open» above an unknown: as large as the numbers of the system may reasonably get.</param>
    /// <returns>The table, verified; or none, and whether it is proved that there is none.</returns>
    public static (long[]? Table, bool IsImpossible) Find(AttackPart part, UnknownBounds bounds, int[] group, long? atLeast, long? atMost, long ceiling)
    {
        for (var unknown = 0; unknown < part.Width; unknown++)
        {
            if (bounds.Low[unknown] > bounds.High[unknown])
                return (null, true);
        }

        var model = new CpModel();
        var variables = Enumerable.Range(0, part.Width)
            .Select(unknown => model.NewIntVar(bounds.Low[unknown], Math.Max(bounds.Low[unknown], Math.Min(bounds.High[unknown], ceiling)), "")).ToArray();
        foreach (var row in part.Rows)
            model.AddLinearConstraint(LinearExpr.Sum(row.Unknowns.Select(unknown => variables[unknown])), row.Low, Math.Min(row.High, ceiling));
        var sum = LinearExpr.Sum(group.Select(unknown => variables[unknown]));
        if (atLeast is { } least)
            model.Add(sum >= least);
        if (atMost is { } most)
            model.Add(sum <= most);
        var solver = new CpSolver { StringParameters = FormattableString.Invariant($"num_workers:1 random_seed:1 max_deterministic_time:{DeterministicSeconds}") };
        var status = solver.Solve(model);
        // An invalid model comes back at once and looks like «unknown».
        if (status == CpSolverStatus.ModelInvalid)
            throw new InvalidOperationException("The integer program is invalid.");
        if (status is CpSolverStatus.Infeasible)
            return (null, true);
        if (status is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible))
            return (null, false);
        long[] table = [.. variables.Select(variable => solver.Value(variable))];
        return part.Agrees(table) ? (table, false) : throw new InvalidOperationException("A table of the integer program does not agree with its own statements.");
    }
}
