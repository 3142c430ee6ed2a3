namespace TipAnalytics.Pipeline.Suppression;

/// <summary>A table a reader cannot tell from the true one, as moves of groups away from it. Proof of the targets it meets.</summary>
/// <param name="Groups">Groups that move, ascending.</param>
/// <param name="Moves">Of these, none 0.</param>
internal sealed record Witness(GroupModel Model, int Measure, int[] Groups, long[] Moves)
{
    /// <summary>The true table: it meets what groups meet by their totals alone.</summary>
    public static Witness Truth(GroupModel model, int measure) => new(model, measure, [], []);

    public static Witness Of(GroupModel model, int measure, IEnumerable<(int Group, long Move)> moves)
    {
        var moving = moves.Where(each => each.Move != 0).OrderBy(each => each.Group).ToList();
        return new(model, measure, [.. moving.Select(each => each.Group)], [.. moving.Select(each => each.Move)]);
    }

    /// <summary>The solution of a linear program in whole numbers, taken apart where nothing connects its moves: a piece that whole numbers spoil spoils no other.</summary>
    public static IEnumerable<Witness> Pieces(GroupModel model, int measure, double[] moves)
    {
        var parent = new Dictionary<int, int>();
        for (var group = 0; group < moves.Length; group++)
            if ((long)Math.Round(moves[group]) != 0)
                parent[group] = group;
        int Root(int group)
        {
            while (parent[group] != group)
                group = parent[group] = parent[parent[group]];
            return group;
        }

        void Join(IEnumerable<int[]> sets)
        {
            foreach (var set in sets)
            {
                var first = -1;
                foreach (var group in set)
                {
                    if (!parent.ContainsKey(group))
                        continue;
                    if (first < 0)
                        first = Root(group);
                    else
                        parent[Root(group)] = first;
                }
            }
        }

        Join(model.Rows.Where(row => !row.IsHidden).Select(row => row.Groups));
        Join(model.Facts[measure].Select(fact => fact.Groups));
        Join(model.Statements[measure].Select(statement => statement.Groups));
        return parent.Keys.GroupBy(Root).Select(piece => Of(model, measure, piece.Select(group => (group, (long)Math.Round(moves[group])))));
    }

    /// <summary>How far sets of groups move, those that it touches.</summary>
    /// <param name="setsOf">Group → sets it is in.</param>
    public List<(int Key, long Value)> Moved(int[][] setsOf) => Model.Sums.Of(setsOf, Groups, Moves);

    /// <summary>Rows of the model that it moves: those have to be hidden for it to hold.</summary>
    public IEnumerable<Row> MovedRows() => Moved(Model.RowsOf).Where(row => row.Value != 0).SelectMany(row => Model.Rows[row.Key].Rows);

    /// <summary>Nothing negative, and every fact kept.</summary>
    public bool IsTable()
    {
        for (var at = 0; at < Groups.Length; at++)
            if (Model.Totals[Measure][Groups[at]] + Moves[at] < 0)
                return false;
        var facts = Model.Facts[Measure];
        return Moved(Model.FactsOf[Measure]).TrueForAll(fact => fact.Value >= facts[fact.Key].Low && fact.Value <= facts[fact.Key].High);
    }

    public bool Meets(GroupTarget target) => target.Measure == Measure && target.Sign * MoveOf(target) >= target.Amount;

    public long MoveOf(GroupTarget target) => target.Groups.Sum(MoveOf);

    /// <summary>Targets of the model, by place, that it meets.</summary>
    public IEnumerable<int> Met() => Moved(Model.TargetsOf).Where(target => Model.Targets[target.Key] is var each && each.Measure == Measure && each.Sign * target.Value >= each.Amount)
        .Select(target => target.Key);

    private long MoveOf(int group) => Array.BinarySearch(Groups, group) is >= 0 and var at ? Moves[at] : 0;

    /// <summary>Moves of all groups of the model.</summary>
    public long[] Dense()
    {
        var dense = new long[Model.Count];
        for (var at = 0; at < Groups.Length; at++)
            dense[Groups[at]] = Moves[at];
        return dense;
    }

    /// <summary>The same moves in a model of larger groups.</summary>
    public Witness In(GroupModel coarser)
    {
        var moves = new SortedDictionary<int, long>();
        for (var at = 0; at < Groups.Length; at++)
        {
            var group = coarser.GroupOf(Model.FirstAtoms[Groups[at]]);
            moves[group] = moves.GetValueOrDefault(group) + Moves[at];
        }
        return Of(coarser, Measure, moves.Select(pair => (pair.Key, pair.Value)));
    }
}
