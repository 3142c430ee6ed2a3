namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Brings sums that a table breaks back to what is told, one person at a time: a walk that takes the change with the smallest breach, and makes
/// breaches dearer that it cannot get rid of. Finds whole-number tables where exchanges of four groups are not enough and a solver would need long.</summary>
/// <remarks>After Luteberget and Sartor (2022), Feasibility Jump, Mathematical Programming Computation 15. Deterministic.</remarks>
internal sealed class Balance
{
    private const int MostSteps = 1500;

    // Steps without fewer broken sums than ever before; walks that find a table seldom need so many.
    private const int MostIdle = 400;

    private const int MostCandidates = 64;

    // A change is not taken back for so many steps.
    private const int Tabu = 8;

    // Moves of weighted sums are sums of decimals.
    private const double Noise = 1e-9;

    private readonly GroupModel model;
    private readonly int measure;
    // Sums of each group one after the other, and where those of a group begin.
    private readonly int[] sums;
    private readonly double[] weights;
    private readonly int[] firstSum;
    private readonly int[][] groupsOf;
    private readonly State[] states;
    private readonly long[] moves;
    private readonly int[] lastUp;
    private readonly int[] lastDown;
    private readonly List<int> broken = [];
    private readonly int[] placeInBroken;

    public Balance(GroupModel model, int measure)
    {
        (this.model, this.measure) = (model, measure);
        var (facts, statements, rows) = (model.Facts[measure], model.Statements[measure], model.Rows.Count);
        groupsOf = [.. model.Rows.Select(row => row.Groups), .. facts.Select(fact => fact.Groups), .. statements.Select(statement => statement.Groups)];
        (double Low, double High)[] bounds = [.. new (double, double)[rows], .. facts.Select(fact => ((double)fact.Low, (double)fact.High)), .. statements.Select(statement => (statement.Source.Low, statement.Source.High))];
        states = [.. bounds.Select(each => new State { Low = each.Low - Noise, High = each.High + Noise, Floor = each.Low, Ceiling = each.High })];
        var sumsOf = Enumerable.Range(0, model.Count).Select(_ => new List<(int Sum, double Weight)>()).ToArray();
        for (var sum = 0; sum < groupsOf.Length; sum++)
            for (var at = 0; at < groupsOf[sum].Length; at++)
                sumsOf[groupsOf[sum][at]].Add((sum, sum < rows + facts.Length ? 1 : statements[sum - rows - facts.Length].Weights[at]));
        sums = [.. sumsOf.SelectMany(each => each).Select(each => each.Sum)];
        weights = [.. sumsOf.SelectMany(each => each).Select(each => each.Weight)];
        firstSum = new int[model.Count + 1];
        for (var group = 0; group < model.Count; group++)
            firstSum[group + 1] = firstSum[group] + sumsOf[group].Count;
        placeInBroken = new int[groupsOf.Length];
        moves = new long[model.Count];
        lastUp = new int[model.Count];
        lastDown = new int[model.Count];
    }

    /// <param name="draw">Walks of other numbers go other ways.</param>
    /// <param name="start">Moves to start from; null: none but the target's.</param>
    /// <param name="isMade">Whether a weighted share has to be kept.</param>
    /// <returns>Null when the walk leads to none.</returns>
    public Witness? Find(GroupTarget target, double[]? start, Func<ShareStatement, bool> isMade, int draw = 0)
    {
        Array.Clear(moves);
        Array.Fill(lastUp, -Tabu);
        Array.Fill(lastDown, -Tabu);
        Array.Fill(placeInBroken, -1);
        broken.Clear();
        for (var sum = 0; sum < states.Length; sum++)
        {
            ref var state = ref states[sum];
            (state.Moved, state.Breach, state.Price) = (0, 0, 1);
            state.IsOut = sum < model.Rows.Count ? model.Rows[sum].IsHidden
                : sum >= states.Length - model.Statements[measure].Length && !isMade(model.Statements[measure][sum - states.Length + model.Statements[measure].Length].Source);
        }
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
        var totals = model.Totals[measure];
        var (fewest, since) = (broken.Count, 0);
        for (var step = 0; step < MostSteps && step - since < MostIdle && broken.Count > 0; step++)
        {
            var sum = broken[(int)(Mixed.Of(step, 3 * draw + 7) % (ulong)broken.Count)];
            var change = states[sum].Moved > states[sum].Ceiling ? -1 : 1;
            var groups = groupsOf[sum];
            var (best, bestScore) = (-1, double.PositiveInfinity);
            var (first, stride) = groups.Length <= MostCandidates ? (0, 1) : ((int)(Mixed.Of(step, 3 * draw + 8) % (ulong)groups.Length), 1 + (int)(Mixed.Of(step, 3 * draw + 9) % (ulong)(groups.Length / MostCandidates)));
            for (var candidate = 0; candidate < Math.Min(groups.Length, MostCandidates); candidate++)
            {
                var group = groups[(first + candidate * stride) % groups.Length];
                if (change < 0 ? totals[group] + moves[group] <= 0 || step - lastUp[group] < Tabu : step - lastDown[group] < Tabu)
                    continue;
                if (spare + target.Sign * change < 0 && Array.BinarySearch(target.Groups, group) >= 0)
                    continue;
                // Going back towards the true table is worth a little.
                var score = moves[group] * change < 0 ? -0.1 : 0.0;
                for (var at = firstSum[group]; at < firstSum[group + 1]; at++)
                {
                    ref var state = ref states[sums[at]];
                    if (!state.IsOut)
                        score += state.Price * (state.BreachAt(state.Moved + weights[at] * change) - state.Breach);
                }
                if (score < bestScore)
                    (best, bestScore) = (group, score);
            }
            if (bestScore >= 0)
                states[sum].Price += 1;
            if (best < 0)
                continue;
            Change(best, change);
            if (change > 0)
                lastUp[best] = step;
            else
                lastDown[best] = step;
            if (Array.BinarySearch(target.Groups, best) >= 0)
                spare += target.Sign * change;
            if (broken.Count < fewest)
                (fewest, since) = (broken.Count, step);
        }
        return broken.Count > 0 ? null : Witness.Of(model, measure, moves.Select((move, group) => (group, move)));
    }

    private void Change(int group, long change)
    {
        moves[group] += change;
        for (var at = firstSum[group]; at < firstSum[group + 1]; at++)
        {
            var sum = sums[at];
            ref var state = ref states[sum];
            if (state.IsOut)
                continue;
            state.Moved += weights[at] * change;
            state.Breach = state.BreachAt(state.Moved);
            var isBroken = state.Breach > 0;
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

    /// <summary>A sum on the walk: how far it may move, how far it has, what its breach costs.</summary>
    private struct State
    {
        public double Low;
        public double High;
        public double Floor;
        public double Ceiling;
        public double Moved;
        public double Breach;
        public double Price;
        public bool IsOut;

        public readonly double BreachAt(double move) => move < Low ? Floor - move : move > High ? move - Ceiling : 0;
    }
}
