namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Brings sums that a table breaks back to what is told, one person at a time: a walk that takes the change with the smallest breach, and makes
/// breaches dearer that it cannot get rid of. Finds whole-number tables where exchanges of four groups are not enough and a solver would need long.</summary>
/// <remarks>After Luteberget and Sartor (2022), Feasibility Jump, Mathematical Programming Computation 15. Deterministic.</remarks>
internal sealed class Balance
{
    private const int MostSteps = 1500;
    private const int MostCandidates = 64;

    // A change is not taken back for so many steps.
    private const int Tabu = 8;

    private readonly GroupModel model;
    private readonly int measure;
    private readonly int[][] sumsOf;
    private readonly int[][] groupsOf;
    private readonly long[] low;
    private readonly long[] high;
    private readonly bool[] isOut;
    private readonly long[] breach;
    private readonly double[] weight;
    private readonly long[] moves;
    private readonly int[] lastUp;
    private readonly int[] lastDown;
    private readonly List<int> broken = [];
    private readonly int[] placeInBroken;

    public Balance(GroupModel model, int measure)
    {
        (this.model, this.measure) = (model, measure);
        var facts = model.Facts[measure];
        var rows = model.Rows.Count;
        groupsOf = [.. model.Rows.Select(row => row.Groups), .. facts.Select(fact => fact.Groups)];
        low = [.. new long[rows], .. facts.Select(fact => fact.Low)];
        high = [.. new long[rows], .. facts.Select(fact => fact.High)];
        sumsOf = [.. Enumerable.Range(0, model.Count).Select(group => (int[])[.. model.RowsOf[group], .. model.FactsOf[measure][group].Select(fact => rows + fact)])];
        isOut = new bool[groupsOf.Length];
        breach = new long[groupsOf.Length];
        weight = new double[groupsOf.Length];
        placeInBroken = new int[groupsOf.Length];
        moves = new long[model.Count];
        lastUp = new int[model.Count];
        lastDown = new int[model.Count];
    }

    /// <param name="draw">Walks of other numbers go other ways.</param>
    /// <param name="start">Moves to start from; null: none but the target's.</param>
    /// <returns>A witness still to be checked for weighted shares; null when the walk leads to none.</returns>
    public Witness? Find(GroupTarget target, double[]? start, int draw = 0)
    {
        Array.Clear(moves);
        Array.Clear(breach);
        Array.Fill(lastUp, -Tabu);
        Array.Fill(lastDown, -Tabu);
        Array.Fill(weight, 1);
        Array.Fill(placeInBroken, -1);
        broken.Clear();
        for (var sum = 0; sum < isOut.Length; sum++)
            isOut[sum] = sum < model.Rows.Count && model.Rows[sum].Rows.All(row => row.IsHidden);
        for (var group = 0; start is not null && group < moves.Length; group++)
            if ((long)Math.Round(start[group]) is not 0 and var move)
                Change(group, move);
        var spare = target.Sign * target.Groups.Sum(group => moves[group]) - target.Amount;
        foreach (var group in target.Groups)
        {
            if (spare >= 0)
                break;
            var move = target.Sign > 0 ? -spare : Math.Min(-spare, model.Totals[measure][group] + moves[group]);
            Change(group, target.Sign * move);
            spare += move;
        }
        if (spare < 0)
            return null;
        for (var step = 0; step < MostSteps && broken.Count > 0; step++)
        {
            var sum = broken[(int)(Mixed.Of(step, 3 * draw + 7) % (ulong)broken.Count)];
            var change = breach[sum] > high[sum] ? -1 : 1;
            var groups = groupsOf[sum];
            var (best, bestScore) = (-1, double.PositiveInfinity);
            var (first, stride) = groups.Length <= MostCandidates ? (0, 1) : ((int)(Mixed.Of(step, 3 * draw + 8) % (ulong)groups.Length), 1 + (int)(Mixed.Of(step, 3 * draw + 9) % (ulong)(groups.Length / MostCandidates)));
            for (var candidate = 0; candidate < Math.Min(groups.Length, MostCandidates); candidate++)
            {
                var group = groups[(first + candidate * stride) % groups.Length];
                if (change < 0 ? model.Totals[measure][group] + moves[group] <= 0 || step - lastUp[group] < Tabu : step - lastDown[group] < Tabu)
                    continue;
                if (spare + target.Sign * change < 0 && Array.BinarySearch(target.Groups, group) >= 0)
                    continue;
                var score = 0.0;
                foreach (var each in sumsOf[group])
                    if (!isOut[each])
                        score += weight[each] * (Breach(each, breach[each] + change) - Breach(each, breach[each]));
                if (moves[group] * change < 0)
                    score -= 0.1;
                if (score < bestScore)
                    (best, bestScore) = (group, score);
            }
            if (bestScore >= 0)
                weight[sum] += 1;
            if (best < 0)
                continue;
            Change(best, change);
            if (change > 0)
                lastUp[best] = step;
            else
                lastDown[best] = step;
            if (Array.BinarySearch(target.Groups, best) >= 0)
                spare += target.Sign * change;
        }
        return broken.Count > 0 ? null : Witness.Of(model, measure, moves.Select((move, group) => (group, move)));
    }

    private long Breach(int sum, long move) => move < low[sum] ? low[sum] - move : move > high[sum] ? move - high[sum] : 0;

    private void Change(int group, long change)
    {
        moves[group] += change;
        foreach (var sum in sumsOf[group])
        {
            if (isOut[sum])
                continue;
            breach[sum] += change;
            var isBroken = Breach(sum, breach[sum]) > 0;
            if (isBroken && placeInBroken[sum] < 0)
            {
                placeInBroken[sum] = broken.Count;
                broken.Add(sum);
            }
            else if (!isBroken && placeInBroken[sum] >= 0)
            {
                var last = broken[^1];
                broken[placeInBroken[sum]] = last;
                placeInBroken[last] = placeInBroken[sum];
                broken.RemoveAt(broken.Count - 1);
                placeInBroken[sum] = -1;
            }
        }
    }
}
