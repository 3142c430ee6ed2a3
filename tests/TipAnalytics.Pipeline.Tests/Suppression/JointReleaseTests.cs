using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Tests.Suppression;

/// <summary>Releases one after the other over the same cases: months, then quarters and sums over the months so far. TIP_WORLDS sets the number of worlds.</summary>
public class JointReleaseTests
{
    private const int Months = 24;
    private const int Districts = 6;
    private const int Threshold = 5;

    private static readonly int Worlds = int.TryParse(Environment.GetEnvironmentVariable("TIP_WORLDS"), out var worlds) ? worlds : 2;

    [Fact]
    public void Nothing_can_be_recovered_from_all_releases_together()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = new World(seed);
            world.Run(withLedger: true, out var told);
            Assert.Equal(0, world.Recovered(told));
            Assert.Equal(0, world.NestedSmallDifferences(told));
        }
    }

    [Fact]
    public void Releases_that_are_each_safe_alone_give_counts_away_together()
    {
        var world = new World(1);
        world.Run(withLedger: false, out var told);
        Assert.True(world.Recovered(told) > 0);
        Assert.True(world.NestedSmallDifferences(told) > 0);
    }

    [Fact]
    public void Two_releases_made_one_by_one_are_recoverable_together_and_with_the_ledger_not()
    {
        // One release tells that A and B have 23 together, the next that B has 20: each hides the 3 of A, both tell it.
        long[] counts = [3, 20, 9];
        var first = new DesignedTable(3).Plan(1, "", [0, 1]).Plan(1, "", [2]);
        var (firstTable, targets) = first.Of([counts], Threshold);
        var firstPattern = new CertifiedSuppression(firstTable, targets).Run();
        Assert.Empty(TableAttack.Recovered(firstTable, targets, firstPattern.IsHidden));

        var second = new DesignedTable(3).Plan(1, "", [1]).Plan(1, "", [1, 2]);
        var (alone, _) = second.Of([counts], Threshold);
        var alonePattern = new CertifiedSuppression(alone, targets).Run();
        Assert.Empty(TableAttack.Recovered(alone, targets, alonePattern.IsHidden));

        List<LinearFact> told = [.. Told(firstTable, firstPattern.IsHidden, 1)];
        var together = alone with { Facts = told };
        Assert.NotEmpty(TableAttack.Recovered(together, targets, alonePattern.IsHidden));

        var pattern = new CertifiedSuppression(together, targets).Run();
        Assert.Empty(pattern.Disclosed);
        Assert.Empty(TableAttack.Recovered(together, targets, pattern.IsHidden));
    }

    private static IEnumerable<LinearFact> Told(AtomTable table, bool[] isHidden, int release) =>
        table.Cells.Where((_, cell) => !isHidden[cell]).Select(cell => new LinearFact(0, cell.Atoms, TableAttack.Sum(table, 0, cell.Atoms), TableAttack.Sum(table, 0, cell.Atoms), release));

    private sealed class World
    {
        private readonly long[] counts;
        private readonly List<Target> targets = [];

        public World(int seed)
        {
            var random = new Random(seed);
            counts = [.. Enumerable.Range(0, Months * Districts * 2).Select(atom => DesignedTable.Poisson(random, 2 + atom / 2 % Districts))];
            for (var atom = 0; atom < counts.Length; atom++)
                targets.AddRange(DesignedTable.TargetsOf([counts], [atom], Threshold));
        }

        private static int Atom(int month, int district, int sex) => (month * Districts + district) * 2 + sex;

        private static int[] Atoms(IEnumerable<int> months, IEnumerable<int> districts, IEnumerable<int> sexes) =>
            [.. months.SelectMany(month => districts.SelectMany(district => sexes.Select(sex => Atom(month, district, sex)))).Order()];

        /// <summary>A release each month: the month by district and by sex, the quarter when it is whole, and the year so far.</summary>
        private static IEnumerable<int[]> Plan(int month)
        {
            int[][] periods = [[month], [.. Enumerable.Range(month / 12 * 12, month % 12 + 1)], .. month % 3 == 2 ? new[] { new[] { month - 2, month - 1, month } } : []];
            foreach (var period in periods)
            {
                foreach (var place in Enumerable.Range(0, Districts).Select(district => (int[])[district]).Concat([[0, 1, 2], [3, 4, 5], [0, 1, 2, 3, 4, 5]]))
                {
                    yield return Atoms(period, place, [0, 1]);
                    if (place.Length > 1)
                    {
                        yield return Atoms(period, place, [0]);
                        yield return Atoms(period, place, [1]);
                    }
                }
            }
        }

        public void Run(bool withLedger, out List<LinearFact> told)
        {
            var ledger = new List<LinearFact>();
            for (var month = 0; month < Months; month++)
            {
                // Months to come hold nobody yet and are in no sum.
                var known = counts.Select((_, atom) => atom >= (month + 1) * Districts * 2).ToArray();
                var before = withLedger ? ledger : [];
                var cells = Plan(month).Select((atoms, at) => new TableCell(atoms, Math.Sqrt(atoms.Length) * (1 + at / 1e6), -1, atoms.Sum(atom => counts[atom]) < Threshold)).ToList();
                var table = new AtomTable([counts], known, cells, before);
                var pattern = new CertifiedSuppression(table, [.. targets.Where(target => !known[target.Atoms[0]])]).Run();
                Assert.Empty(pattern.Disclosed);
                ledger.AddRange(Told(table, pattern.IsHidden, month));
            }
            told = ledger;
        }

        public int Recovered(List<LinearFact> told) =>
            TableAttack.Recovered(new([counts], new bool[counts.Length], [], told), targets, []).Count;

        /// <summary>Pairs of told sums, one inside the other, that differ by 1 to below the threshold.</summary>
        public int NestedSmallDifferences(List<LinearFact> told)
        {
            var sums = told.DistinctBy(fact => string.Join(',', fact.Atoms)).Select(fact => (Atoms: fact.Atoms.ToHashSet(), fact.Low)).ToList();
            return sums.Sum(inner => sums.Count(outer => outer.Low - inner.Low is > 0 and < Threshold && inner.Atoms.Count < outer.Atoms.Count && inner.Atoms.IsSubsetOf(outer.Atoms)));
        }
    }
}
