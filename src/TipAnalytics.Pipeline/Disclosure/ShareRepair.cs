namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>Makes a witness agree with the weighted shares by exchanging people between parts of a sum. The rows of weighted shares spoil the whole
/// numbers a linear program gives for sums alone; a few exchanges between parts of unlike weight nearly always restore them.</summary>
internal sealed class ShareRepair
{
    private const int MostRounds = 6;
    private const int LargestExchange = 8;

    // One weighted person beside a printed share counts more than any detail hidden.
    private const double BreachPrice = 1e4;

    private readonly Block block;
    private readonly WeightedStatement[] statements;
    private readonly double[][] weightAt;
    private readonly int[][] exchanges;
    private readonly double[] moves;
    private readonly bool[] isMade;

    public ShareRepair(Block block, int measure)
    {
        this.block = block;
        statements = [.. block.Statements.Where(statement => statement.Measure == measure)];
        weightAt = [.. statements.Select(statement =>
        {
            var weights = new double[block.Cells.Length];
            for (var part = 0; part < statement.Parts.Length; part++)
                if (block.Position[statement.Parts[part]] is >= 0 and var place)
                    weights[place] += statement.MeanWeights[part];
            return weights;
        })];
        moves = new double[statements.Length];
        isMade = new bool[statements.Length];
        // Cells that stand in one sum only, so that an exchange within it disturbs no other.
        var uses = new int[block.Cells.Length];
        foreach (var cell in block.Sums.SelectMany(sum => sum.Parts.Append(sum.Whole)))
            if (block.Position[cell] is >= 0 and var place)
                uses[place]++;
        exchanges = [.. block.Sums
            .Select(sum => sum.Parts.Select(part => block.Position[part]).Where(place => place >= 0 && uses[place] == 1).ToArray())
            .Where(parts => parts.Length > 1)];
    }

    /// <param name="made">Whether a statement is made.</param>
    /// <param name="price">Loss of hiding the cell at a place; 0 for hidden ones.</param>
    /// <returns>A table with the same sums that meets the target and keeps every share; null when no few exchanges lead there.</returns>
    public IntegerWitness? Repair(AdditiveTable table, IntegerWitness witness, Target target, Func<WeightedStatement, bool> made, Func<int, double> price)
    {
        var truth = table.Counts[witness.Measure];
        var counts = (long[])witness.Counts.Clone();
        var breach = 0.0;
        for (var at = 0; at < statements.Length; at++)
        {
            isMade[at] = made(statements[at]) && counts[block.Position[statements[at].Cell]] == truth[statements[at].Cell];
            moves[at] = statements[at].Move(truth, block, counts);
            breach += isMade[at] ? Breach(at, 0) : 0;
        }
        var sought = block.Position[target.Cell];
        var limit = truth[target.Cell] + (target.IsUp ? target.Amount : -target.Amount);
        for (var round = 0; round < MostRounds && breach > 0; round++)
        {
            var (best, bestBreach, to, from, by) = (double.PositiveInfinity, breach, -1, -1, 0);
            foreach (var parts in exchanges)
            {
                foreach (var gains in parts)
                {
                    foreach (var loses in parts)
                    {
                        if (gains == loses)
                            continue;
                        var loss = Loss(gains) + Loss(loses);
                        for (var people = 1; people <= LargestExchange && counts[loses] >= people; people++)
                        {
                            if ((target.IsUp && loses == sought && counts[sought] - people < limit) || (!target.IsUp && gains == sought && counts[sought] + people > limit))
                                break;
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
            counts[to] += by;
            counts[from] -= by;
            for (var at = 0; at < statements.Length; at++)
                moves[at] += by * (weightAt[at][to] - weightAt[at][from]);
            breach = bestBreach;
        }
        return breach > 0 ? null : new(witness.Measure, counts);

        double Loss(int place) => counts[place] == truth[block.Cells[place]] ? price(place) : 0;
    }

    private double BreachAfter(int gains, int loses, int people)
    {
        var breach = 0.0;
        for (var at = 0; at < statements.Length; at++)
            if (isMade[at])
                breach += Breach(at, people * (weightAt[at][gains] - weightAt[at][loses]));
        return breach;
    }

    private double Breach(int at, double further)
    {
        var move = moves[at] + further;
        var (low, high) = statements[at].Range;
        return move < low ? low - move : move > high ? move - high : 0;
    }
}
