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
                yield return new(same.Key, part.Atoms, groups, [.. table.Select((move, group) => model.Totals[same.Key][group] + move)]);
        }
    }

    /// <summary>The moves of several witnesses make one table, where that still keeps facts and statements and meets what each was taken for.</summary>
    /// <param name="open">Targets to be met, by place.</param>
    /// <returns>Moves of all groups, table by table.</returns>
    private static List<long[]> Together(GroupModel model, int measure, IEnumerable<Witness> witnesses, HashSet<int> open)
    {
        var tables = new List<Gathered>();
        foreach (var witness in witnesses)
        {
            var taken = witness.Met().Where(open.Contains).ToHashSet();
            if (taken.Count == 0)
                continue;
            open.ExceptWith(taken);
            var touched = (Facts: witness.Moved(model.FactsOf[measure]), Targets: witness.Moved(model.TargetsOf), Statements: witness.Moved(model.StatementsOf[measure]));
            var at = Math.Max(0, tables.Count - Open);
            while (at < tables.Count && !tables[at].Take(witness, taken, touched.Facts, touched.Targets, touched.Statements))
                at++;
            if (at == tables.Count)
                tables.Add(new(model, witness, taken));
        }
        return [.. tables.Select(table => table.Moves)];
    }

    /// <summary>Several witnesses as one table.</summary>
    private sealed class Gathered(GroupModel model, Witness first, HashSet<int> targets)
    {
        private readonly int measure = first.Measure;

        public long[] Moves { get; } = first.Dense();

        /// <summary>Takes a further witness in, where all that is touched by it stays in order.</summary>
        /// <param name="taken">Targets it is there for.</param>
        /// <returns>Whether it did.</returns>
        public bool Take(Witness witness, HashSet<int> taken, List<(int Key, long Value)> facts, List<(int Key, long Value)> touched, List<(int Key, long Value)> statements)
        {
            for (var at = 0; at < witness.Groups.Length; at++)
                if (model.Totals[measure][witness.Groups[at]] + Moves[witness.Groups[at]] + witness.Moves[at] < 0)
                    return false;
            Move(witness, 1);
            if (facts.TrueForAll(fact => Sum(model.Facts[measure][fact.Key].Groups) is var move && move >= model.Facts[measure][fact.Key].Low && move <= model.Facts[measure][fact.Key].High)
                && touched.TrueForAll(target => (!targets.Contains(target.Key) && !taken.Contains(target.Key)) || model.Targets[target.Key].Sign * Sum(model.Targets[target.Key].Groups) >= model.Targets[target.Key].Amount)
                && statements.TrueForAll(statement => model.Statements[measure][statement.Key].Allows(Moves)))
            {
                targets.UnionWith(taken);
                return true;
            }
            Move(witness, -1);
            return false;
        }

        private void Move(Witness witness, int sign)
        {
            for (var at = 0; at < witness.Groups.Length; at++)
                Moves[witness.Groups[at]] += sign * witness.Moves[at];
        }

        private long Sum(int[] groups)
        {
            var sum = 0L;
            foreach (var group in groups)
                sum += Moves[group];
            return sum;
        }
    }
}
