namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Published rows as they are: meets as many targets at once as one table can, so that few are left to be met one by one.</summary>
internal sealed class BulkProgram : LinearProgram
{
    // One target met is worth more than any number of moves.
    private const double Reward = 1;

    public BulkProgram(GroupModel model, int measure)
        : base(model, measure, model.Statements[measure], isSoft: false)
    {
        foreach (var row in model.Rows)
            Add(Solver.MakeConstraint(0, 0, ""), row.Groups, 1);
    }

    /// <summary>The table that meets most of the wishes, each up to its amount.</summary>
    /// <param name="wishes">Per group: how far it should rise (or, negative, fall); 0: it may move in any way.</param>
    public double[]? Solve(long[] wishes)
    {
        for (var group = 0; group < wishes.Length; group++)
        {
            var wish = wishes[group];
            Rise[group].SetUb(wish == 0 ? double.PositiveInfinity : Math.Max(0, wish));
            Fall[group].SetUb(wish == 0 ? Model.Totals[Measure][group] : Math.Max(0, -wish));
            Solver.Objective().SetCoefficient(Rise[group], wish > 0 ? -Reward / wish : MovePrice);
            Solver.Objective().SetCoefficient(Fall[group], wish < 0 ? Reward / wish : MovePrice);
        }
        return Solved(() => Enumerable.Range(0, Model.Count).Select(group => Rise[group].SolutionValue() - Fall[group].SolutionValue()).ToArray());
    }
}
