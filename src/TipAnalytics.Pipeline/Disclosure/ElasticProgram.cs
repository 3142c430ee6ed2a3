using Google.OrTools.LinearSolver;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>One measure of one block as a linear program: how far every count may move from its true value while all sums hold. A published
/// cell may move too, at the price of hiding it.</summary>
internal sealed class ElasticProgram : IDisposable
{
    // Hidden cells move almost for free; the small price keeps alternative tables near the true one.
    private const double HiddenPrice = 1e-4;

    private readonly Solver solver;
    private readonly MPSolverParameters parameters = new();
    private readonly int[] cells;
    private readonly long[] counts;
    private readonly Variable[] rise;
    private readonly Variable[] fall;
    private readonly double[] prices;
    private readonly (Variable Above, Variable Below, double Price)[] slacks;

    /// <param name="counts">Counts of all cells of the table in this measure.</param>
    /// <param name="statements">Rows of weighted shares in this measure; a broken one costs what <see cref="SetStatementPrice"/> says.</param>
    public ElasticProgram(long[] counts, Block block, IReadOnlyList<WeightedStatement> statements)
    {
        cells = block.Cells;
        var position = block.Position;
        this.counts = counts;
        // Named GLOP on purpose: other names silently give other solvers, and CLP ignores changed prices in incremental use.
        solver = Solver.CreateSolver("GLOP") ?? throw new InvalidOperationException("The linear solver GLOP is missing from Google.OrTools.");
        // Presolving a program this small costs more than it saves, and loses the last basis.
        parameters.SetIntegerParam(MPSolverParameters.IntegerParam.PRESOLVE, (int)MPSolverParameters.PresolveValues.PRESOLVE_OFF);
        prices = new double[cells.Length];
        rise = [.. cells.Select(_ => solver.MakeNumVar(0, double.PositiveInfinity, ""))];
        fall = [.. cells.Select(cell => solver.MakeNumVar(0, counts[cell], ""))];
        foreach (var sum in block.Sums)
        {
            var row = solver.MakeConstraint(0, 0, "");
            foreach (var part in sum.Parts.Where(part => position[part] >= 0))
                Add(row, position[part], 1);
            if (position[sum.Whole] >= 0)
                Add(row, position[sum.Whole], -1);
        }
        slacks = new (Variable, Variable, double)[statements.Count];
        for (var at = 0; at < statements.Count; at++)
        {
            var statement = statements[at];
            var row = solver.MakeConstraint(statement.Range.Low, statement.Range.High, "");
            for (var part = 0; part < statement.Parts.Length; part++)
                if (position[statement.Parts[part]] is >= 0 and var place)
                    Add(row, place, statement.MeanWeights[part]);
            slacks[at] = (solver.MakeNumVar(0, double.PositiveInfinity, ""), solver.MakeNumVar(0, double.PositiveInfinity, ""), 0);
            row.SetCoefficient(slacks[at].Above, -1);
            row.SetCoefficient(slacks[at].Below, 1);
        }
        solver.Objective().SetMinimization();
    }

    private void Add(Constraint row, int place, double sign)
    {
        row.SetCoefficient(rise[place], sign);
        row.SetCoefficient(fall[place], -sign);
    }

    /// <summary>Price of moving a cell by one; null: hidden already.</summary>
    public void SetPrice(int place, double? price)
    {
        var paid = price ?? HiddenPrice;
        if (prices[place] == paid)
            return;
        prices[place] = paid;
        solver.Objective().SetCoefficient(rise[place], paid);
        solver.Objective().SetCoefficient(fall[place], paid);
    }

    /// <summary>Price of breaking a statement by one weighted person; 0: it is not made.</summary>
    public void SetStatementPrice(int at, double price)
    {
        if (slacks[at].Price == price)
            return;
        slacks[at].Price = price;
        solver.Objective().SetCoefficient(slacks[at].Above, price);
        solver.Objective().SetCoefficient(slacks[at].Below, price);
    }

    /// <summary>Cheapest moves that meet a target.</summary>
    /// <returns>Move of every cell of the block; null when no table at all meets the target.</returns>
    public double[]? Solve(Target target, int place)
    {
        if (target.IsUp)
        {
            rise[place].SetLb(target.Amount);
            fall[place].SetUb(0);
        }
        else
        {
            fall[place].SetLb(target.Amount);
            rise[place].SetUb(0);
        }
        var status = solver.Solve(parameters);
        // Everything is read before anything is changed: the solver's answers die with the first change of the model.
        var moves = status == Solver.ResultStatus.OPTIMAL ? new double[cells.Length] : null;
        for (var at = 0; moves is not null && at < moves.Length; at++)
            moves[at] = rise[at].SolutionValue() - fall[at].SolutionValue();
        rise[place].SetBounds(0, double.PositiveInfinity);
        fall[place].SetBounds(0, counts[cells[place]]);
        return moves;
    }

    public void Dispose()
    {
        parameters.Dispose();
        solver.Dispose();
    }
}
