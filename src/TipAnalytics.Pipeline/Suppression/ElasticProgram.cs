using Google.OrTools.LinearSolver;

namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Published rows may move too, at the price of hiding them: finds the cheapest table that meets a target.</summary>
internal sealed class ElasticProgram : LinearProgram
{
    private readonly (Variable Above, Variable Below)[] slacks;
    private readonly double[] prices;
    private readonly Constraint sought;

    /// <param name="statements">Weighted shares to be kept or paid for.</param>
    public ElasticProgram(GroupModel model, int measure, IReadOnlyList<GroupStatement> statements)
        : base(model, measure, statements, isSoft: true)
    {
        slacks = new (Variable, Variable)[model.Rows.Count];
        prices = new double[slacks.Length];
        for (var at = 0; at < slacks.Length; at++)
        {
            var row = Solver.MakeConstraint(0, 0, "");
            Add(row, model.Rows[at].Groups, 1);
            slacks[at] = (Solver.MakeNumVar(0, double.PositiveInfinity, ""), Solver.MakeNumVar(0, double.PositiveInfinity, ""));
            row.SetCoefficient(slacks[at].Above, -1);
            row.SetCoefficient(slacks[at].Below, 1);
        }
        sought = Solver.MakeConstraint(double.NegativeInfinity, double.PositiveInfinity, "");
    }

    /// <summary>Price of moving a row of the model by one; 0: hidden already.</summary>
    public void SetPrice(int row, double price)
    {
        if (prices[row] == price)
            return;
        prices[row] = price;
        Solver.Objective().SetCoefficient(slacks[row].Above, price);
        Solver.Objective().SetCoefficient(slacks[row].Below, price);
    }

    /// <summary>Cheapest moves that meet a target.</summary>
    /// <returns>Move of each group and of each row; null when no table at all meets the target.</returns>
    public (double[] Groups, double[] Rows)? Solve(GroupTarget target)
    {
        IsUndecided = false;
        // Bounds of one variable leave the solver its last basis, a changed row does not.
        var single = target.Groups.Length == 1 ? target.Groups[0] : -1;
        if (single >= 0)
        {
            Rise[single].SetBounds(target.Sign > 0 ? target.Amount : 0, target.Sign > 0 ? double.PositiveInfinity : 0);
            Fall[single].SetBounds(target.Sign < 0 ? target.Amount : 0, target.Sign < 0 ? Math.Max(target.Amount, Model.Totals[Measure][single]) : 0);
        }
        else
        {
            Add(sought, target.Groups, target.Sign);
            sought.SetLb(target.Amount);
        }
        var moves = single >= 0 && target.Sign < 0 && target.Amount > Model.Totals[Measure][single] ? null : Solved(() => Tuple.Create(
            Enumerable.Range(0, Model.Count).Select(group => Rise[group].SolutionValue() - Fall[group].SolutionValue()).ToArray(),
            slacks.Select(slack => slack.Above.SolutionValue() - slack.Below.SolutionValue()).ToArray()));
        if (single >= 0)
        {
            Rise[single].SetBounds(0, double.PositiveInfinity);
            Fall[single].SetBounds(0, Model.Totals[Measure][single]);
        }
        else
        {
            Add(sought, target.Groups, 0);
            sought.SetLb(double.NegativeInfinity);
        }
        return moves is null ? null : (moves.Item1, moves.Item2);
    }
}
