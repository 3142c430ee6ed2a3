using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Tests.Suppression;

/// <summary>Tables of at most ten atoms with totals of at most twelve: every table that agrees with what is told is written down, and what all of them share
/// is what a reader can know. TIP_ORACLE_CASES sets the number of cases.</summary>
public class OracleTests
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("TIP_ORACLE_CASES"), out var cases) ? cases : 200;

    [Fact]
    public void Every_group_a_reader_can_deduce_has_the_threshold_or_more()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var (table, targets, threshold) = Case(seed, withFacts: false);
            var pattern = new CertifiedSuppression(table, targets).Run();
            Assert.Empty(pattern.Disclosed);
            var (truth, agreeing) = (table.Counts[0], Agreeing(table, pattern.IsHidden, threshold));
            var groups = Enumerable.Range(1, (1 << table.AtomCount) - 1).ToList();
            var seen = targets.Select(_ => false).ToArray();
            foreach (var other in agreeing)
            {
                groups.RemoveAll(group => Total(other, group) != Total(truth, group));
                for (var at = 0; at < seen.Length; at++)
                    seen[at] |= Meets(other, truth, targets[at]);
            }
            // Atoms known to be empty are nobody's secret.
            var known = Enumerable.Range(0, table.AtomCount).Where(atom => table.IsKnown[atom]).Sum(atom => 1 << atom);
            Assert.All(groups.Where(group => (group & known) == 0), group => Assert.True(Total(truth, group) >= threshold, $"case {seed}: a group of {Total(truth, group)} can be deduced"));
            Assert.All(seen, met => Assert.True(met, $"case {seed}"));
        }
    }

    [Fact]
    public void A_target_is_given_up_only_where_the_facts_alone_rule_it_out()
    {
        var givenUp = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var (table, targets, threshold) = Case(seed, withFacts: true);
            var pattern = new CertifiedSuppression(table, targets).Run();
            var (truth, byFacts) = (table.Counts[0], Agreeing(table, [.. table.Cells.Select(_ => true)], threshold));
            var agreeing = Agreeing(table, pattern.IsHidden, threshold);
            foreach (var target in targets)
            {
                var isGivenUp = pattern.Disclosed.Any(each => each.Target == target);
                givenUp += isGivenUp ? 1 : 0;
                Assert.Equal(isGivenUp, !byFacts.Exists(other => Meets(other, truth, target)));
                Assert.Equal(isGivenUp, !agreeing.Exists(other => Meets(other, truth, target)));
                Assert.All(pattern.Disclosed, each => Assert.InRange(each.Release, 1, 2));
            }
        }
        Assert.True(givenUp > 0);
    }

    private static (AtomTable Table, List<Target> Targets, int Threshold) Case(int seed, bool withFacts)
    {
        var random = new Random(seed);
        var threshold = new[] { 3, 5, 10 }[random.Next(3)];
        int[] sizes = random.Next(5) switch { 0 => [random.Next(2, 6)], 1 => [2, 2], 2 => [2, 3], 3 => [2, 4], _ => [2, 5] };
        var design = new DesignedTable(sizes);
        var counts = new long[design.AtomCount];
        for (var person = random.Next(13); person > 0; person--)
            counts[random.Next(counts.Length)]++;
        var known = counts.Select(count => count == 0 && random.Next(6) == 0).ToArray();
        foreach (var first in Codes(sizes[0], random))
            foreach (var second in sizes.Length == 1 ? [null] : Codes(sizes[1], random))
                if (random.Next(5) > 0)
                    _ = sizes.Length == 1 ? design.Plan(first is null ? 5 : 1, "a", first) : design.Plan(first is null ? 5 : 1, "a", first, second);
        var facts = new List<LinearFact>();
        // The whole is told, so that the tables can be written down: with many atoms always.
        if (design.AtomCount > 5 || random.Next(2) == 0)
            facts.Add(new(0, [.. Enumerable.Range(0, design.AtomCount)], counts.Sum(), counts.Sum(), 1));
        for (var fact = 0; withFacts && fact < 2; fact++)
        {
            int[] atoms = [.. Enumerable.Range(0, design.AtomCount).Where(atom => atom == fact || random.Next(2) == 0)];
            var sum = atoms.Sum(atom => counts[atom]);
            facts.Add(new(0, atoms, Math.Max(0, sum - random.Next(3)), sum + random.Next(3), 2));
        }
        // A small whole that is told, and one atom alone under a told whole, are given away by the fact itself: another test's cases.
        if (!withFacts && facts.Count > 0 && (counts.Sum() < threshold || known.Count(isKnown => !isKnown) < 2))
            return Case(seed + 100_000, withFacts);
        var (table, targets) = design.Of([counts], threshold, facts: facts, isKnown: known);
        return (table, targets, threshold);
    }

    private static List<int[]?> Codes(int size, Random random)
    {
        var codes = new List<int[]?> { null };
        codes.AddRange(Enumerable.Range(0, size).Select(code => (int[]?)[code]));
        // Groups that overlap, as camps and districts do.
        if (size > 2)
            codes.AddRange([[0, 1], [1, 2]]);
        return [.. codes.Where(_ => random.Next(6) > 0)];
    }

    private static long Total(long[] counts, int group) => Enumerable.Range(0, counts.Length).Sum(atom => (group >> atom & 1) * counts[atom]);

    private static bool Meets(long[] other, long[] truth, Target target)
    {
        var move = target.Atoms.Sum(atom => other[atom] - truth[atom]);
        return target.IsUp ? move >= target.Amount : -move >= target.Amount;
    }

    /// <summary>All tables that agree with the facts and the published cells. Without a told whole they have no end; those up to one threshold more are enough.</summary>
    private static List<long[]> Agreeing(AtomTable table, bool[] isHidden, int threshold)
    {
        var (truth, counts, found) = (table.Counts[0], new long[table.AtomCount], new List<long[]>());
        var sums = table.Cells.Where((_, cell) => !isHidden[cell]).Select(cell => (cell.Atoms, Low: cell.Atoms.Sum(atom => truth[atom]), High: cell.Atoms.Sum(atom => truth[atom])))
            .Concat(table.Facts.Select(fact => (fact.Atoms, fact.Low, fact.High))).ToArray();
        var sumsOf = counts.Select((_, atom) => Enumerable.Range(0, sums.Length).Where(sum => sums[sum].Atoms.Contains(atom)).ToArray()).ToArray();
        var soFar = new long[sums.Length];
        From(0, truth.Sum() + threshold);
        return found;

        void From(int atom, long left)
        {
            if (atom == counts.Length)
            {
                found.Add((long[])counts.Clone());
                return;
            }
            var highest = table.IsKnown[atom] ? 0 : left;
            foreach (var sum in sumsOf[atom])
                highest = Math.Min(highest, sums[sum].High - soFar[sum]);
            for (counts[atom] = 0; counts[atom] <= highest; counts[atom]++)
            {
                if (Array.TrueForAll(sumsOf[atom], sum => sums[sum].Atoms[^1] > atom || soFar[sum] + counts[atom] >= sums[sum].Low))
                {
                    foreach (var sum in sumsOf[atom])
                        soFar[sum] += counts[atom];
                    From(atom + 1, left - counts[atom]);
                    foreach (var sum in sumsOf[atom])
                        soFar[sum] -= counts[atom];
                }
            }
            counts[atom] = 0;
        }
    }
}
