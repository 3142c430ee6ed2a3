namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Makes a witness agree with the weighted shares by exchanging people between groups. The rows of weighted shares spoil the whole numbers a
/// linear program gives for sums alone; a few exchanges between groups of unlike weight nearly always restore them.</summary>
internal sealed class ShareRepair
{
    private const int MostRounds = 6;
    private const int LargestExchange = 8;

    // One weighted person beside a printed share counts more than any detail hidden.
    private const double BreachPrice = 1e4;

    private readonly GroupModel model;
    private readonly GroupStatement[] statements;
    private readonly double[][] weightAt;
    private readonly int[][] exchanges;

    public ShareRepair(GroupModel model, int measure)
    {
        this.model = model;
        statements = model.Statements[measure];
        weightAt = [.. statements.Select(statement =>
        {
            var weights = new double[model.Count];
            for (var at = 0; at < statement.Groups.Length; at++)
                weights[statement.Groups[at]] = statement.Weights[at];
            return weights;
        })];
        // Groups in the same facts and in the same sums of several groups, so that an exchange disturbs nothing but what they say alone.
        exchanges = [.. Enumerable.Range(0, model.Count)
            .GroupBy(group => string.Join(',', model.RowsOf[group].Where(row => model.Rows[row].Groups.Length > 1)) + ";" + string.Join(',', model.FactsOf[measure][group]))
            .Select(alike => alike.ToArray()).Where(alike => alike.Length > 1)];
    }

    /// <param name="isMade">Whether a statement is made, by its place in the model.</param>
    /// <param name="price">Loss of hiding what says a group alone; 0 where hidden.</param>
    /// <returns>A table with the same sums that meets the target and keeps every share; null when no few exchanges lead there.</returns>
    public Witness? Repair(Witness witness, GroupTarget target, Func<int, bool> isMade, Func<int, double> price)
    {
        var (totals, dense) = (model.Totals[witness.Measure], witness.Dense());
        var made = statements.Select((_, at) => isMade(at)).ToArray();
        var moves = statements.Select(statement => statement.Move(dense)).ToArray();
        var breach = Enumerable.Range(0, statements.Length).Where(at => made[at]).Sum(at => Breach(at, moves[at]));
        var sought = target.Groups.ToHashSet();
        var spare = target.Sign * target.Groups.Sum(group => dense[group]) - target.Amount;
        for (var round = 0; round < MostRounds && breach > 0; round++)
        {
            var (best, bestBreach, to, from, by) = (double.PositiveInfinity, breach, -1, -1, 0);
            foreach (var alike in exchanges)
            {
                foreach (var gains in alike)
                {
                    foreach (var loses in alike)
                    {
                        if (gains == loses)
                            continue;
                        var loss = Loss(gains) + Loss(loses);
                        var towards = target.Sign * ((sought.Contains(gains) ? 1 : 0) - (sought.Contains(loses) ? 1 : 0));
                        for (var people = 1; people <= LargestExchange && totals[loses] + dense[loses] >= people && spare + towards * people >= 0; people++)
                        {
                            var left = BreachAfter(gains, loses, people);
                            var score = BreachPrice * left + loss + 0.01 * people;
                            if (left < breach && score < best)
                                (best, bestBreach, to, from, by) = (score, left, gains, loses, people);
                        }
                    }
                }
            }
            if (to < 0)
                return null;
            dense[to] += by;
            dense[from] -= by;
            spare = target.Sign * target.Groups.Sum(group => dense[group]) - target.Amount;
            for (var at = 0; at < statements.Length; at++)
                moves[at] += by * (weightAt[at][to] - weightAt[at][from]);
            breach = bestBreach;
        }
        return breach > 0 ? null : Witness.Of(model, witness.Measure, dense.Select((move, group) => (group, move)));

        double Loss(int group) => dense[group] == 0 ? price(group) : 0;

        double BreachAfter(int gains, int loses, int people)
        {
            var sum = 0.0;
            for (var at = 0; at < statements.Length; at++)
                if (made[at])
                    sum += Breach(at, moves[at] + people * (weightAt[at][gains] - weightAt[at][loses]));
            return sum;
        }
    }

    private double Breach(int at, double move)
    {
        var (low, high) = (statements[at].Source.Low, statements[at].Source.High);
        return move < low ? low - move : move > high ? move - high : 0;
    }
}
