namespace TipAnalytics.Audit.Attack;

/// <summary>Everything a reader knows about a set of unknowns, and what must stay unknown; cut into parts.</summary>
internal static class AttackSystem
{
    /// <param name="count">Number of unknowns, 0…count − 1.</param>
    /// <param name="statements">Without an unknown: left out.</param>
    /// <param name="groups">A group whose unknowns lie in several parts makes them one.</param>
    public static IReadOnlyList<AttackPart> Parts(int count, IReadOnlyList<Statement> statements, IReadOnlyList<ProtectedGroup> groups)
    {
        var classOf = Classes(count, statements, groups, out var members);
        var links = new Links(members.Count);
        var rows = statements.Where(row => row.Unknowns.Length > 0).Select(row => row with { Unknowns = Of(row.Unknowns, classOf) }).ToList();
        foreach (var row in rows)
            links.Join(row.Unknowns);
        var demands = groups.Select(group => (Group: group, Unknowns: Of(group.Unknowns, classOf))).ToList();
        foreach (var (_, unknowns) in demands)
            links.Join(unknowns);

        var parts = Enumerable.Range(0, members.Count).GroupBy(links.Root).OrderBy(part => part.First()).Select(part => part.ToArray()).ToList();
        var place = new (int Part, int At)[members.Count];
        for (var part = 0; part < parts.Count; part++)
            for (var at = 0; at < parts[part].Length; at++)
                place[parts[part][at]] = (part, at);
        var rowsOf = rows.ToLookup(row => place[row.Unknowns[0]].Part);
        var demandsOf = demands.ToLookup(demand => place[demand.Unknowns[0]].Part);
        return [.. parts.Select((part, index) => new AttackPart(
            [.. part.Select(unknown => members[unknown].ToArray())],
            [.. Merged(rowsOf[index].Select(row => row with { Unknowns = At(row.Unknowns) }))],
            [.. demandsOf[index].Select(demand => Demand(demand.Group, At(demand.Unknowns), members[demand.Unknowns[0]].Count))]))];

        int[] At(int[] unknowns) => [.. unknowns.Select(unknown => place[unknown].At)];
    }

    /// <summary>A single unknown that shares its place with others: it may hold all that they hold together, or none of it.</summary>
    private static ProtectedGroup Demand(ProtectedGroup group, int[] unknowns, int members) =>
        group with { Unknowns = unknowns, AtMost = group.Unknowns.Length == 1 && members > 1 ? null : group.AtMost };

    /// <summary>Unknowns of the same statements and groups stand for each other. A group of one splits nothing: its neighbours are as free as it is.</summary>
    private static int[] Classes(int count, IReadOnlyList<Statement> statements, IReadOnlyList<ProtectedGroup> groups, out List<List<int>> members)
    {
        var classOf = new int[count];
        var classes = 1;
        foreach (var unknowns in statements.Select(row => row.Unknowns).Concat(groups.Where(group => group.Unknowns.Length > 1).Select(group => group.Unknowns)))
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
            .Select(same => same.Aggregate((one, other) => one with { Low = Math.Max(one.Low, other.Low), High = Math.Min(one.High, other.High) }));

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
