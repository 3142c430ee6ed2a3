using Google.OrTools.LinearSolver;

namespace TipAnalytics.Audit.Attack;

/// <summary>Smallest and largest sum of a group over all tables of real numbers that agree with the statements: outer bounds of what is possible in whole numbers.
/// What they exclude is disclosed for certain; what they leave open need not be possible.</summary>
internal sealed class LinearIntervals : IDisposable
{
    // Stands for «open»: GLOP calls a program without a largest value infeasible. What comes near it is open.
    private const double Open = 1e7;

    private readonly Solver solver;
    private readonly Variable[] variables;

    /// <returns>A table in which as much as possible of what the groups ask for is met together; null without one.</returns>
    public static double[]? Together(AttackPart part, UnknownBounds bounds, IEnumerable<(int[] Unknowns, long Amount)> groups, bool isUp)
    {
        using var program = new LinearIntervals(part, bounds);
        var objective = program.solver.Objective();
        foreach (var (unknowns, amount) in groups)
        {
            // What the group holds, up to what is asked; or what it holds beyond that.
            var met = program.solver.MakeNumVar(0, isUp ? amount : double.PositiveInfinity, "");
            var constraint = isUp ? program.solver.MakeConstraint(0, double.PositiveInfinity) : program.solver.MakeConstraint(double.NegativeInfinity, amount);
            foreach (var unknown in unknowns)
                constraint.SetCoefficient(program.variables[unknown], 1);
            constraint.SetCoefficient(met, -1);
            objective.SetCoefficient(met, 1);
        }

        objective.SetOptimizationDirection(isUp);
        return program.solver.Solve() == Solver.ResultStatus.OPTIMAL ? [.. program.variables.Select(variable => variable.SolutionValue())] : null;
    }

    /// <param name="engine">GLOP, or CLP for a second opinion: that one solves one group only, its changed objectives are not honoured.</param>
    public LinearIntervals(AttackPart part, UnknownBounds bounds, string engine = "GLOP")
    {
        solver = Solver.CreateSolver(engine) ?? throw new InvalidOperationException($"The solver {engine} is missing.");
        // A name that the build does not know gives another solver without an error.
        if (!solver.SolverVersion().Contains(engine, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"Asked for {engine}, got {solver.SolverVersion()}.");
        variables = [.. Enumerable.Range(0, part.Width).Select(unknown =>
            solver.MakeNumVar(bounds.Low[unknown], Math.Min(bounds.High[unknown], Math.Max(Open, 2.0 * bounds.Low[unknown])), ""))];
        foreach (var row in part.Rows)
        {
            var constraint = solver.MakeConstraint(row.Low, row.High == long.MaxValue ? double.PositiveInfinity : row.High);
            foreach (var unknown in row.Unknowns)
                constraint.SetCoefficient(variables[unknown], 1);
        }
    }

    /// <returns>The extreme sum (∞ when it is open; NaN when the statements contradict each other) and, where finite, the table that reaches it.</returns>
    public (double Sum, double[]? Table) Extreme(int[] group, bool isLargest)
    {
        var objective = solver.Objective();
        objective.Clear();
        foreach (var unknown in group)
            objective.SetCoefficient(variables[unknown], 1);
        objective.SetOptimizationDirection(isLargest);
        // Everything is read before the model changes again: later the values are useless.
        return solver.Solve() switch
        {
            Solver.ResultStatus.OPTIMAL => (objective.Value() is var value && value >= Open / 2 ? double.PositiveInfinity : value, [.. variables.Select(variable => variable.SolutionValue())]),
            Solver.ResultStatus.INFEASIBLE => (double.NaN, null),
            var status => throw new InvalidOperationException($"The linear program ended as {status}."),
        };
    }

    public void Dispose() => solver.Dispose();
}
