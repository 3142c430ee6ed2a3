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
            int[] groups = [.. Enumerable.Range(0, part.Atoms.Length).Select(model.GroupOf)];
            var open = Enumerable.Range(0, model.Targets.Count).Where(at => model.Targets[at].Measure == same.Key).ToHashSet();
            // The true table stays as it is: what it meets it meets by moving nothing.
            var byTruth = open.Where(at => model.Targets[at].Amount <= 0).ToList();
            if (byTruth.Count > 0)
                yield return new(same.Key, part.Atoms, groups, model.Totals[same.Key]);
            open.ExceptWith(byTruth);
            foreach (var table in Together(model, same.Key, same, open))
                yield return new(same.Key, part.Atoms, groups, [.. table.Dense().Select((move, group) => model.Totals[same.Key][group] + move)]);
        }
    }

    /// <summary>The moves of several witnesses make one table, where that still keeps facts and statements and meets what each was taken for.</summary>
    /// <param name="open">Targets to be met, by place.</param>
    private static List<Witness> Together(GroupModel model, int measure, IEnumerable<Witness> witnesses, HashSet<int> open)
    {
        var tables = new List<(Witness Table, List<int> For)>();
        foreach (var witness in witnesses)
        {
            var taken = witness.Met().Where(open.Contains).ToList();
            if (taken.Count == 0)
                continue;
            open.ExceptWith(taken);
            var at = Math.Max(0, tables.Count - Open);
            for (; at < tables.Count; at++)
            {
                var both = tables[at].Table.With(witness);
                if (!both.IsTable() || !tables[at].For.Concat(taken).All(target => both.Meets(model.Targets[target])) || !model.Statements[measure].All(statement => statement.Allows(both.Dense())))
                    continue;
                tables[at] = (both, [.. tables[at].For, .. taken]);
                break;
            }
            if (at == tables.Count)
                tables.Add((witness, taken));
        }
        return [.. tables.Select(each => each.Table)];
    }
}
