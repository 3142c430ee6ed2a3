namespace TipAnalytics.Pipeline.Suppression;

/// <summary>A target on groups of atoms.</summary>
/// <param name="Sign">1: the groups' total must be able to rise by <paramref name="Amount"/>; −1: to fall by it.</param>
/// <param name="Indices">Places in the list of all targets; one meets them all.</param>
internal sealed record GroupTarget(int Measure, int[] Groups, int Sign, long Amount, int[] Indices);

/// <summary>A published sum of groups.</summary>
/// <param name="Rows">Rows with these groups: one alone, unless the model is a block of a part.</param>
internal sealed record GroupRow(int[] Groups, Row[] Rows)
{
    public bool IsHidden
    {
        get
        {
            foreach (var row in Rows)
                if (!row.IsHidden)
                    return false;
            return true;
        }
    }
}

/// <summary>How far the sum of groups may move from the true one.</summary>
internal sealed record GroupFact(int[] Groups, long Low, long High);

/// <summary>How far a weighted sum of groups may move; weights by group.</summary>
internal sealed record GroupStatement(ShareStatement Source, int[] Groups, double[] Weights)
{
    public bool Allows(long[] moves)
    {
        var move = Move(moves);
        return move >= Source.Low && move <= Source.High;
    }

    public double Move(long[] moves)
    {
        var move = 0.0;
        for (var at = 0; at < Groups.Length; at++)
            move += Weights[at] * moves[Groups[at]];
        return move;
    }
}

/// <summary>A part of a table with the atoms that nothing published tells apart put together in groups. A group's total may be shared out among its atoms
/// in any way, so what a single atom can be is said by the total of its group: an exact reduction, for whole numbers too.</summary>
internal sealed class GroupModel
{
    private readonly int[] groupOf;
    private readonly Dictionary<Row, int> placeOf;

    /// <param name="atoms">Those of the part that may move.</param>
    /// <param name="isMade">Whether a weighted share is printed.</param>
    /// <param name="withHidden">Hidden rows are rows of the model as well, so that they can be published again; groups are the smaller for it.</param>
    public GroupModel(Part part, IReadOnlyList<int> atoms, Func<ShareStatement, bool> isMade, bool withHidden = false)
    {
        Part = part;
        groupOf = new int[part.Atoms.Length];
        Array.Fill(groupOf, -1);
        foreach (var atom in atoms)
            groupOf[atom] = 0;
        var rows = part.Rows.Where(row => withHidden || !row.IsHidden).ToList();
        var statements = part.Statements.Where(isMade).ToList();
        Count = Refine(atoms.Count, rows.Select(row => row.Atoms).Concat(part.Facts.Select(fact => fact.Atoms))
            .Concat(statements.SelectMany(statement => statement.Atoms.Zip(statement.Weights).GroupBy(pair => pair.Second, pair => pair.First).Select(equal => equal.ToArray()))));
        Sizes = new int[Count];
        FirstAtoms = new int[Count];
        Totals = [.. part.Counts.Select(_ => new long[Count])];
        foreach (var atom in atoms)
        {
            if (Sizes[groupOf[atom]]++ == 0)
                FirstAtoms[groupOf[atom]] = atom;
            for (var measure = 0; measure < Totals.Length; measure++)
                Totals[measure][groupOf[atom]] += part.Counts[measure][atom];
        }
        Rows = [.. rows.Where(row => !row.IsTold).Select(row => (Groups: Touched(row.Atoms), Row: row)).Where(row => row.Groups.Length > 0)
            .GroupBy(row => row.Groups, row => row.Row, AtomSets.Instance).Select(row => new GroupRow(row.Key, [.. row]))];
        placeOf = new(Rows.SelectMany((row, at) => row.Rows.Select(each => KeyValuePair.Create(each, at))));
        Facts = [.. part.Counts.Select((counts, measure) => part.Facts.Where(fact => fact.Measure == measure)
            .Select(fact => (Groups: Touched(fact.Atoms), Truth: fact.Atoms.Sum(atom => counts[atom]), Fact: fact)).Where(fact => fact.Groups.Length > 0)
            .GroupBy(fact => fact.Groups, AtomSets.Instance)
            .Select(facts => new GroupFact(facts.Key, facts.Max(fact => fact.Fact.Low - fact.Truth), facts.Min(fact => fact.Fact.High - fact.Truth))).ToArray())];
        Statements = [.. part.Counts.Select((_, measure) => statements.Where(statement => statement.Measure == measure).Select(Grouped).Where(statement => statement.Groups.Length > 0).ToArray())];
        Targets = [.. part.Targets.Where(each => each.Target.Atoms.All(atom => groupOf[atom] >= 0)).Select(each => (each.Index, Target: Of(each.Target)))
            .GroupBy(each => (each.Target.Measure, each.Target.Sign, Groups: string.Join(',', each.Target.Groups)))
            .SelectMany(Together)];
        RowsOf = Inverse(Rows.Select(row => row.Groups));
        FactsOf = [.. Facts.Select(facts => Inverse(facts.Select(fact => fact.Groups)))];
        StatementsOf = [.. Statements.Select(each => Inverse(each.Select(statement => statement.Groups)))];
        TargetsOf = Inverse(Targets.Select(target => target.Groups));
    }

    public Part Part { get; }

    public int Count { get; }

    public int[] Sizes { get; }

    public int[] FirstAtoms { get; }

    /// <summary>Measure → group → true total.</summary>
    public long[][] Totals { get; }

    public IReadOnlyList<GroupRow> Rows { get; }

    /// <summary>By measure.</summary>
    public GroupFact[][] Facts { get; }

    /// <summary>By measure; those made when the model was.</summary>
    public GroupStatement[][] Statements { get; }

    /// <summary>Without those on atoms that may not move.</summary>
    public IReadOnlyList<GroupTarget> Targets { get; }

    public int[][] RowsOf { get; }

    public int[][][] FactsOf { get; }

    public int[][][] StatementsOf { get; }

    public int[][] TargetsOf { get; }

    /// <summary>Sums of moves, worked out in place: a model is used by one thread.</summary>
    public SparseSums Sums { get; } = new();

    /// <summary>Places among the rows of the model.</summary>
    public IEnumerable<int> RowsWith(Row row) => placeOf.TryGetValue(row, out var place) ? [place] : [];

    /// <summary>Whether a row may cut groups: it was hidden when the model was made.</summary>
    public bool MayCut(Row row) => !placeOf.ContainsKey(row) && row.Atoms.Any(atom => groupOf[atom] >= 0);

    /// <returns>−1: may not move.</returns>
    public int GroupOf(int atom) => groupOf[atom];

    /// <summary>Splits groups until each set holds a group wholly or not at all.</summary>
    private int Refine(int atoms, IEnumerable<int[]> sets)
    {
        var sizes = new List<int> { atoms };
        var (inside, into) = (new List<int> { 0 }, new List<int> { 0 });
        var touched = new List<int>();
        foreach (var set in sets)
        {
            touched.Clear();
            foreach (var atom in set)
                if (groupOf[atom] is >= 0 and var group && inside[group]++ == 0)
                    touched.Add(group);
            var isSplit = false;
            foreach (var group in touched)
            {
                into[group] = group;
                if (inside[group] < sizes[group])
                {
                    into[group] = sizes.Count;
                    sizes[group] -= inside[group];
                    sizes.Add(inside[group]);
                    inside.Add(0);
                    into.Add(0);
                    isSplit = true;
                }
                inside[group] = 0;
            }
            if (isSplit)
                foreach (var atom in set)
                    if (groupOf[atom] is >= 0 and var group)
                        groupOf[atom] = into[group];
        }
        // By first atom, whatever the order of the sets.
        var number = new Dictionary<int, int>();
        for (var atom = 0; atom < groupOf.Length; atom++)
        {
            if (groupOf[atom] < 0)
                continue;
            number.TryAdd(groupOf[atom], number.Count);
            groupOf[atom] = number[groupOf[atom]];
        }
        return number.Count;
    }

    private int[] Touched(int[] atoms)
    {
        var groups = new HashSet<int>();
        foreach (var atom in atoms)
            if (groupOf[atom] is >= 0 and var group)
                groups.Add(group);
        return [.. groups.Order()];
    }

    private GroupStatement Grouped(ShareStatement statement)
    {
        var weights = new SortedDictionary<int, double>();
        for (var at = 0; at < statement.Atoms.Length; at++)
            if (groupOf[statement.Atoms[at]] is >= 0 and var group)
                weights[group] = statement.Weights[at];
        return new(statement, [.. weights.Keys], [.. weights.Values]);
    }

    /// <summary>What a target asks of the totals: rising, each group it touches may give it all it has; falling, only a group wholly inside must give something up.</summary>
    private (int Measure, int[] Groups, int Sign, long Amount) Of(Target target)
    {
        var inside = new SortedDictionary<int, int>();
        var truth = 0L;
        foreach (var atom in target.Atoms)
        {
            inside[groupOf[atom]] = inside.GetValueOrDefault(groupOf[atom]) + 1;
            truth += Part.Counts[target.Measure][atom];
        }
        int[] groups = [.. inside.Where(pair => target.IsUp || pair.Value == Sizes[pair.Key]).Select(pair => pair.Key)];
        var total = groups.Sum(group => Totals[target.Measure][group]);
        return (target.Measure, groups, target.IsUp ? 1 : -1, target.IsUp ? truth + target.Amount - total : total - truth + target.Amount);
    }

    /// <summary>Targets on the same groups: those the true totals meet, and the others under the largest amount.</summary>
    private static IEnumerable<GroupTarget> Together(IEnumerable<(int Index, (int Measure, int[] Groups, int Sign, long Amount) Target)> same)
    {
        foreach (var alike in same.GroupBy(each => each.Target.Amount <= 0))
        {
            var target = alike.First().Target;
            yield return new(target.Measure, target.Groups, target.Sign, alike.Max(each => each.Target.Amount), [.. alike.Select(each => each.Index)]);
        }
    }

    private int[][] Inverse(IEnumerable<int[]> lists)
    {
        var inverse = new List<int>[Count];
        for (var group = 0; group < Count; group++)
            inverse[group] = [];
        var index = 0;
        foreach (var groups in lists)
        {
            foreach (var group in groups)
                inverse[group].Add(index);
            index++;
        }
        return [.. inverse.Select(list => list.ToArray())];
    }
}
