namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Puts the witnesses of a part together in few certificates.</summary>
internal static class Certificates
{
    // Certificates that a witness may still join; more would cost time and save little.
    private const int Open = 16;

    /// <param name="witnesses">All in the groups of the final pattern; the true table of each measure among them.</param>
    public static IEnumerable<Certificate> Of(Part part, IReadOnlyList<Witness> witnesses)
    {
        foreach (var same in witnesses.GroupBy(witness => witness.Measure))
        {
            var model = same.First().Model;
            var open = Enumerable.Range(0, model.Targets.Count).Where(at => model.Targets[at].Measure == same.Key).ToHashSet();
            var used = new List<Witness>();
            foreach (var witness in same)
            {
                if (!witness.Met().Concat(witness.Groups.Length == 0 ? open.Where(at => model.Targets[at].Amount <= 0) : []).Any(open.Contains))
                    continue;
                used.Add(witness);
                open.ExceptWith([.. witness.Met(), .. open.Where(at => model.Targets[at].Amount <= 0)]);
            }
            foreach (var table in Together(model, same.Key, used))
                yield return new(same.Key, part.Atoms, [.. Enumerable.Range(0, part.Atoms.Length).Select(model.GroupOf)], [.. table.Dense().Select((move, group) => model.Totals[same.Key][group] + move)]);
        }
    }

    /// <summary>Witnesses that move different groups make one table, where that still keeps facts and statements and meets what they meet.</summary>
    private static List<Witness> Together(GroupModel model, int measure, List<Witness> witnesses)
    {
        var tables = new List<Witness>();
        foreach (var witness in witnesses)
        {
            var at = Math.Max(0, tables.Count - Open);
            for (; at < tables.Count; at++)
            {
                if (tables[at].Groups.Intersect(witness.Groups).Any())
                    continue;
                var both = Witness.Of(model, measure, tables[at].Groups.Zip(tables[at].Moves).Concat(witness.Groups.Zip(witness.Moves)));
                var met = both.Met().ToHashSet();
                if (both.IsTable() && model.Statements[measure].All(statement => statement.Allows(both.Dense())) && met.IsSupersetOf(tables[at].Met()) && met.IsSupersetOf(witness.Met()))
                {
                    tables[at] = both;
                    break;
                }
            }
            if (at == tables.Count)
                tables.Add(witness);
        }
        return tables;
    }
}
