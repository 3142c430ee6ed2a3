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

    /// <param name="counts">Counts of all cells of the table in this measure.</param>
    public ElasticProgram(long[] counts, Block block)
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
        var moves = status == Solver.ResultStatus.OPTIMAL
            ? Enumerable.Range(0, cells.Length).Select(at => rise[at].SolutionValue() - fall[at].SolutionValue()).ToArray()
            : null;
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
