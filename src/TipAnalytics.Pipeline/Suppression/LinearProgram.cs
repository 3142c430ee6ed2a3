using Google.OrTools.LinearSolver;

namespace TipAnalytics.Pipeline.Suppression;

/// <summary>One measure of a model for the linear solver: how far groups may rise and fall while every fact holds.</summary>
internal abstract class LinearProgram : IDisposable
{
    // Groups move almost for free; the small price keeps the tables found near the true one.
    private protected const double MovePrice = 1e-4;

    private readonly MPSolverParameters parameters = new();
    private readonly MPSolverParameters anew = new();
    private readonly (Variable Above, Variable Below)[] slacks;

    /// <param name="statements">Weighted shares that are rows too.</param>
    /// <param name="isSoft">A statement may be broken at the price that <see cref="SetStatementPrice"/> says, unless it is made already.</param>
    private protected LinearProgram(GroupModel model, int measure, IReadOnlyList<GroupStatement> statements, bool isSoft)
    {
        (Model, Measure) = (model, measure);
        // Named GLOP on purpose: other names silently give other solvers, and CLP ignores changed prices in incremental use.
        Solver = Solver.CreateSolver("GLOP") ?? throw new InvalidOperationException("The linear solver GLOP is missing from Google.OrTools.");
        // Presolving a program this small costs more than it saves, and loses the last basis.
        parameters.SetIntegerParam(MPSolverParameters.IntegerParam.PRESOLVE, (int)MPSolverParameters.PresolveValues.PRESOLVE_OFF);
        // From target to target bounds change and prices hardly: the last answer stays one of the dual program, which takes a third of the steps. The tables it ends at break more
        // weighted shares than those of the primal one (214 of 351 in a survey, not 201), so it is for parts without.
        if (isSoft && model.Statements[measure].Length == 0)
            parameters.SetIntegerParam(MPSolverParameters.IntegerParam.LP_ALGORITHM, (int)MPSolverParameters.LpAlgorithmValues.DUAL);
        anew.SetIntegerParam(MPSolverParameters.IntegerParam.INCREMENTALITY, (int)MPSolverParameters.IncrementalityValues.INCREMENTALITY_OFF);
        Rise = [.. Enumerable.Range(0, model.Count).Select(_ => Solver.MakeNumVar(0, double.PositiveInfinity, ""))];
        Fall = [.. Enumerable.Range(0, model.Count).Select(group => Solver.MakeNumVar(0, model.Totals[measure][group], ""))];
        Solver.Objective().SetMinimization();
        foreach (var group in Enumerable.Range(0, model.Count))
        {
            Solver.Objective().SetCoefficient(Rise[group], MovePrice);
            Solver.Objective().SetCoefficient(Fall[group], MovePrice);
        }
        foreach (var fact in model.Facts[measure])
            Add(Solver.MakeConstraint(fact.Low, fact.High, ""), fact.Groups, 1);
        slacks = new (Variable, Variable)[statements.Count];
        for (var at = 0; at < statements.Count; at++)
        {
            var row = Solver.MakeConstraint(statements[at].Source.Low, statements[at].Source.High, "");
            for (var group = 0; group < statements[at].Groups.Length; group++)
                Add(row, [statements[at].Groups[group]], statements[at].Weights[group]);
            var most = !isSoft || statements[at].Source.Cell < 0 ? 0 : double.PositiveInfinity;
            slacks[at] = (Solver.MakeNumVar(0, most, ""), Solver.MakeNumVar(0, most, ""));
            row.SetCoefficient(slacks[at].Above, -1);
            row.SetCoefficient(slacks[at].Below, 1);
        }
    }

    private protected Solver Solver { get; }

    private protected GroupModel Model { get; }

    private protected int Measure { get; }

    private protected Variable[] Rise { get; }

    private protected Variable[] Fall { get; }

    private protected void Add(Constraint row, int[] groups, double factor)
    {
        foreach (var group in groups)
        {
            row.SetCoefficient(Rise[group], factor);
            row.SetCoefficient(Fall[group], -factor);
        }
    }

    /// <summary>Price of breaking a statement, by its place, by one weighted person; 0: it is not made.</summary>
    public void SetStatementPrice(int at, double price)
    {
        Solver.Objective().SetCoefficient(slacks[at].Above, price);
        Solver.Objective().SetCoefficient(slacks[at].Below, price);
    }

    /// <summary>Whether the solver found no answer last, neither a table nor that there is none.</summary>
    public bool IsUndecided { get; private protected set; }

    /// <summary>Everything is read before anything is changed: the solver's answers die with the first change of the program.</summary>
    /// <returns>Null when no table at all fits, or none was found (<see cref="IsUndecided"/>).</returns>
    private protected T? Solved<T>(Func<T> read)
        where T : class
    {
        var status = Solver.Solve(parameters);
        // After many changes the last basis may be singular, and the solver gives up or errs: from nothing and presolved it does not.
        if (status != Solver.ResultStatus.OPTIMAL)
            status = Solver.Solve(anew);
        IsUndecided = status is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.INFEASIBLE);
        return status == Solver.ResultStatus.OPTIMAL ? read() : null;
    }

    public void Dispose()
    {
        parameters.Dispose();
        anew.Dispose();
        Solver.Dispose();
    }
}
