using Google.OrTools.Sat;

namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Fills in counts that nobody gave so that they agree with the sums that were given. What is published says the same whichever filling is taken:
/// only the sums given are ever printed.</summary>
internal static class Completion
{
    /// <param name="counts">Null: not given.</param>
    /// <param name="highest">Per atom: the largest count one not given may have.</param>
    /// <param name="sums">In one measure, low and high the same.</param>
    /// <returns>The smallest counts that fit; null when none do.</returns>
    public static long[]? Of(IReadOnlyList<long?> counts, IReadOnlyList<long> highest, IReadOnlyList<LinearFact> sums)
    {
        var model = new CpModel();
        var most = sums.Select(sum => sum.High).DefaultIfEmpty(0).Max();
        var open = counts.Select((count, atom) => count is null && sums.Any(sum => Array.BinarySearch(sum.Atoms, atom) >= 0) ? model.NewIntVar(0, Math.Min(highest[atom], most), "") : null).ToArray();
        foreach (var sum in sums)
        {
            var given = sum.Atoms.Sum(atom => counts[atom] ?? 0);
            var free = sum.Atoms.Where(atom => open[atom] is not null).Select(atom => open[atom]!).ToArray();
            if (free.Length > 0)
                model.AddLinearConstraint(LinearExpr.Sum(free), sum.Low - given, sum.High - given);
            else if (given < sum.Low || given > sum.High)
                return null;
        }
        model.Minimize(LinearExpr.Sum(open.Where(count => count is not null).Select(count => count!)));
        var solver = new CpSolver { StringParameters = "num_workers:1 random_seed:1 max_deterministic_time:5" };
        var status = solver.Solve(model);
        if (status == CpSolverStatus.ModelInvalid)
            throw new InvalidOperationException("Disclosure control made an invalid integer model.");
        return status is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? [.. counts.Select((count, atom) => count ?? (open[atom] is { } free ? solver.Value(free) : 0))] : null;
    }
}
