namespace TipAnalytics.Audit.Attack;

/// <summary>Everything a reader knows about a set of unknowns, and what must stay unknown; cut into parts.</summary>
internal static class AttackSystem
{
    /// <param name="count">Number of unknowns, 0…count − 1.</param>
    /// <param name="statements">Without an unknown: left out.</param>
    /// <param name="groups">A group whose unknowns lie in several parts makes them one.</param>
    public static IReadOnlyList<AttackPart> Parts(int count, IReadOnlyList<Statement> statements, IReadOnlyList<ProtectedGroup> groups)
    {
        var classOf = Classes(count, statements, out var members);
        var links = new Links(members.Count);
        var rows = statements.Where(row => row.Unknowns.Length > 0).Select(row => row with { Unknowns = Of(row.Unknowns, classOf) }).ToList();
        foreach (var row in rows)
            links.Join(row.Unknowns);
        var demands = groups.Select(group => Demand(group, classOf, members)).ToList();
        foreach (var demand in demands)
            links.Join(demand.Touched);

        var parts = Enumerable.Range(0, members.Count).GroupBy(links.Root).OrderBy(part => part.First()).Select(part => part.ToArray()).ToList();
        var place = new (int Part, int At)[members.Count];
        for (var part = 0; part < parts.Count; part++)
            for (var at = 0; at < parts[part].Length; at++)
                place[parts[part][at]] = (part, at);
        var rowsOf = rows.ToLookup(row => place[row.Unknowns[0]].Part);
        var demandsOf = demands.ToLookup(demand => place[demand.Touched[0]].Part);
        return [.. parts.Select((part, index) => new AttackPart(
            [.. part.Select(unknown => members[unknown].ToArray())],
            [.. Merged(rowsOf[index].Select(row => row with { Unknowns = At(row.Unknowns) }))],
            [.. Alike(demandsOf[index].Select(demand => demand with { Touched = At(demand.Touched), Inside = At(demand.Inside) }))]))];

        int[] At(int[] unknowns) => [.. unknowns.Select(unknown => place[unknown].At)];
    }

    private static PartGroup Demand(ProtectedGroup group, int[] classOf, List<List<int>> members)
    {
        var touched = group.Unknowns.GroupBy(unknown => classOf[unknown]).OrderBy(same => same.Key).ToList();
        int[] inside = [.. touched.Where(same => same.Count() == members[same.Key].Count).Select(same => same.Key)];
        // What may be all outside may be 0.
        return new([.. touched.Select(same => same.Key)], inside, group.AtLeast, inside.Length == 0 ? null : group.AtMost, [group]);
    }

    /// <summary>Unknowns of the same statements stand for each other.</summary>
    private static int[] Classes(int count, IReadOnlyList<Statement> statements, out List<List<int>> members)
    {
        var classOf = new int[count];
        var classes = 1;
        foreach (var unknowns in statements.Select(row => row.Unknowns))
        {
            // Those inside leave their class together.
            var moved = new Dictionary<int, int>();
            foreach (var unknown in unknowns)
            {
                if (!moved.TryGetValue(classOf[unknown], out var to))
                    moved[classOf[unknown]] = to = classes++;
                classOf[unknown] = to;
            }
        }

        var numbers = new Dictionary<int, int>();
        members = [];
        for (var unknown = 0; unknown < count; unknown++)
        {
            if (!numbers.TryGetValue(classOf[unknown], out var number))
            {
                numbers[classOf[unknown]] = number = members.Count;
                members.Add([]);
            }

            members[number].Add(unknown);
            classOf[unknown] = number;
        }

        return classOf;
    }

    private static int[] Of(int[] unknowns, int[] classOf) => [.. unknowns.Select(unknown => classOf[unknown]).Distinct().Order()];

    /// <summary>Statements on the same unknowns hold together.</summary>
    private static IEnumerable<Statement> Merged(IEnumerable<Statement> rows) =>
        rows.GroupBy(row => string.Join(' ', row.Unknowns), StringComparer.Ordinal)
            .Select(same => same.Aggregate((one, other) => one with { Low = Math.Max(one.Low, other.Low), High = Math.Min(one.High, other.High), Seq = Math.Max(one.Seq, other.Seq) }));

    /// <summary>Groups that ask the same of the same classes are one.</summary>
    private static IEnumerable<PartGroup> Alike(IEnumerable<PartGroup> groups) =>
        groups.GroupBy(group => FormattableString.Invariant($"{string.Join(' ', group.Touched)}|{string.Join(' ', group.Inside)}|{group.AtLeast}|{group.AtMost}"), StringComparer.Ordinal)
            .Select(same => same.First() with { Groups = [.. same.SelectMany(group => group.Groups)] });

    /// <summary>Union–find.</summary>
    private sealed class Links(int count)
    {
        private readonly int[] parents = [.. Enumerable.Range(0, count)];

        public int Root(int item)
        {
            while (parents[item] != item)
                item = parents[item] = parents[parents[item]];
            return item;
        }

        public void Join(int[] items)
        {
            for (var i = 1; i < items.Length; i++)
                parents[Root(items[i])] = Root(items[0]);
        }
    }
}
