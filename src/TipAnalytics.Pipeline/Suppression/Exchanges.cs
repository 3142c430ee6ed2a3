namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Meets a target by people who change places: two groups give, two receive, and every fact, published row and weighted share keeps its sum. Small
/// counts need thousands of witnesses, and nearly all are a few such exchanges: found in whole numbers at once, without a solver.</summary>
/// <remarks>Which four groups keep all sums is read from keys: each sum has a random number, the key of a group is the total of its sums, and an exchange
/// fits where the keys of givers and receivers add to the same. A chance hit is caught when the witness is checked.</remarks>
internal sealed class Exchanges
{
    // Tries a target; what is not found by then is left to the solver.
    private const int MostTries = 10000;

    // Groups that share the smallest sums with one, enough to find partners among.
    private const int Near = 200;

    private const int Nearest = 24;

    private const int MostSteps = 6;

    private readonly GroupModel model;
    private readonly int measure;
    private readonly ulong[] keys;
    private readonly bool[] isOut;
    private readonly int[]?[] near;
    private readonly long[] moves;
    private readonly List<int> moving = [];
    private readonly double[] closeness;
    // Place among the partners of the group that is served; the group itself comes before all.
    private readonly int[] distance;
    private KeyTable? groupsByKey;
    private int tries;

    public Exchanges(GroupModel model, int measure)
    {
        (this.model, this.measure) = (model, measure);
        // One more for nobody: a group that is in no sum any more gives and takes as it likes.
        keys = new ulong[model.Count + 1];
        moves = new long[model.Count + 1];
        near = new int[model.Count][];
        closeness = new double[model.Count];
        distance = new int[model.Count];
        Array.Fill(distance, int.MaxValue);
        isOut = new bool[model.Rows.Count];
        var sum = 0;
        foreach (var groups in model.Rows.Select(row => row.Groups).Concat(model.Facts[measure].Select(fact => fact.Groups)))
        {
            var number = Mixed.Of(sum++, 1);
            foreach (var group in groups)
                keys[group] += number;
        }
        foreach (var statement in model.Statements[measure])
        {
            var number = Mixed.Of(sum++, 1);
            for (var at = 0; at < statement.Groups.Length; at++)
                keys[statement.Groups[at]] += number * (ulong)(long)Math.Round(1e6 * statement.Weights[at]);
        }
        for (var row = 0; row < model.Rows.Count; row++)
            Leave(row);
    }

    private int Nobody => model.Count;

    /// <summary>Takes a row of the model that is hidden now out of the sums.</summary>
    public void Leave(int row)
    {
        if (isOut[row] || !model.Rows[row].IsHidden)
            return;
        isOut[row] = true;
        groupsByKey = null;
        foreach (var group in model.Rows[row].Groups)
        {
            keys[group] -= Mixed.Of(row, 1);
            near[group] = null;
        }
    }

    /// <returns>A witness still to be checked; null when a few tries find none.</returns>
    public Witness? Find(GroupTarget target)
    {
        groupsByKey ??= FirstByKey();
        tries = MostTries;
        var left = target.Amount;
        foreach (var group in target.Groups)
        {
            left -= target.Sign > 0 ? Bring(group, target, left) : Send(group, target, left);
            if (left <= 0 || tries <= 0)
                break;
        }
        var found = left <= 0 ? Witness.Of(model, measure, moving.Distinct().Select(group => (group, moves[group]))) : null;
        foreach (var group in moving)
            moves[group] = 0;
        moving.Clear();
        return found;
    }

    private KeyTable FirstByKey()
    {
        var first = new KeyTable(model.Count + 1);
        first.TryAdd(0, Nobody);
        for (var group = 0; group < model.Count; group++)
            first.TryAdd(keys[group], group);
        return first;
    }

    /// <summary>Brings people of other groups to a group, step by step nearer.</summary>
    /// <returns>How many.</returns>
    private long Bring(int group, GroupTarget target, long left)
    {
        var brought = 0L;
        var partners = NearOf(group);
        for (var at = 0; at < partners.Length; at++)
            distance[partners[at]] = at;
        distance[group] = -1;
        for (var at = -1; at < partners.Length && brought < left && tries > 0; at++)
        {
            var from = at < 0 ? Nobody : partners[at];
            if (Left(from) == 0 || In(target, from))
                continue;
            for (var steps = 0; steps < MostSteps && from != group && tries > 0; steps++)
            {
                var to = Step(from, group, partners, target, Math.Min(left - brought, Left(from)), out var moved);
                if (to < 0)
                    break;
                brought += to == group ? moved : 0;
                from = to;
            }
        }
        foreach (var partner in partners)
            distance[partner] = int.MaxValue;
        distance[group] = int.MaxValue;
        return brought;
    }

    /// <summary>One exchange that takes people of one group nearer.</summary>
    /// <returns>Where they are now; −1: no exchange found.</returns>
    private int Step(int from, int aim, int[] partners, GroupTarget target, long most, out long moved)
    {
        Span<int> nearer = stackalloc int[Nearest + 1];
        foreach (var to in nearer[..Nearer(from, aim, nearer)])
        {
            if (to == from)
                continue;
            for (var at = -1; at < partners.Length && --tries > 0; at++)
            {
                var giver = at < 0 ? Nobody : partners[at];
                if (IsSame(giver, from) || giver == to || Left(giver) == 0 || In(target, giver)
                    || groupsByKey!.Find(keys[from] + keys[giver] - keys[to]) is not (>= 0 and var receiver) || IsSame(receiver, from) || IsSame(receiver, giver))
                    continue;
                moved = Math.Min(most, Left(giver));
                Exchange([from, giver], [to, receiver], moved);
                return to;
            }
        }
        moved = 0;
        return -1;
    }

    /// <summary>Where people may go: to the aim, or to a group near their own that is nearer to it; the nearest first.</summary>
    /// <returns>How many places.</returns>
    private int Nearer(int from, int aim, Span<int> places)
    {
        places[0] = aim;
        if (from == Nobody)
            return 1;
        var (count, around) = (1, NearOf(from));
        for (var at = 0; at < Math.Min(Nearest, around.Length); at++)
        {
            var to = around[at];
            if (to == aim || distance[to] >= distance[from])
                continue;
            var place = count++;
            for (; place > 1 && distance[places[place - 1]] > distance[to]; place--)
                places[place] = places[place - 1];
            places[place] = to;
        }
        return count;
    }

    /// <summary>Sends people of a group to others.</summary>
    /// <returns>By how many the groups of the target became fewer.</returns>
    private long Send(int group, GroupTarget target, long left)
    {
        var sent = 0L;
        var partners = NearOf(group);
        for (var at = -1; at < partners.Length && sent < left && Left(group) > 0; at++)
        {
            var to = at < 0 ? Nobody : partners[at];
            if (In(target, to))
                continue;
            for (var other = -1; other < partners.Length && sent < left && Left(group) > 0; other++)
            {
                var giver = other < 0 ? Nobody : partners[other];
                if (IsSame(giver, to) || Left(giver) == 0)
                    continue;
                if (--tries <= 0)
                    return sent;
                if (groupsByKey!.Find(keys[group] + keys[giver] - keys[to]) is not (>= 0 and var receiver) || receiver == group || IsSame(receiver, giver) || In(target, receiver))
                    continue;
                var effect = In(target, giver) ? 2 : 1;
                var moved = Math.Min(Math.Min(Left(group), Left(giver)), (left - sent + effect - 1) / effect);
                Exchange([group, giver], [to, receiver], moved);
                sent += effect * moved;
            }
        }
        return sent;
    }

    // Nobody may stand on both sides of an exchange.
    private bool IsSame(int group, int other) => group == other && group != Nobody;

    private static bool In(GroupTarget target, int group) => target.Groups.Length == 1 ? target.Groups[0] == group : Array.BinarySearch(target.Groups, group) >= 0;

    private void Exchange(ReadOnlySpan<int> giving, ReadOnlySpan<int> receiving, long people)
    {
        foreach (var group in giving)
            Add(group, -people);
        foreach (var group in receiving)
            Add(group, people);
    }

    private long Left(int group) => group == Nobody ? long.MaxValue / 4 : model.Totals[measure][group] + moves[group];

    private void Add(int group, long move)
    {
        if (group == Nobody)
            return;
        moves[group] += move;
        moving.Add(group);
    }

    /// <summary>Other groups, those in the same small sums first.</summary>
    private int[] NearOf(int group)
    {
        if (near[group] is { } known)
            return known;
        var found = new List<int>();
        foreach (var sum in model.RowsOf[group].Where(row => !isOut[row]).Select(row => model.Rows[row].Groups)
            .Concat(model.FactsOf[measure][group].Select(fact => model.Facts[measure][fact].Groups)).OrderBy(sum => sum.Length))
        {
            if (found.Count >= Near && sum.Length > Near)
                break;
            foreach (var other in sum)
            {
                if (closeness[other] == 0 && other != group)
                    found.Add(other);
                closeness[other] += 1.0 / sum.Length;
            }
        }
        int[] sorted = [.. found.OrderByDescending(other => closeness[other]).ThenBy(other => other).Take(Near)];
        foreach (var other in found)
            closeness[other] = 0;
        closeness[group] = 0;
        return near[group] = sorted;
    }
}
