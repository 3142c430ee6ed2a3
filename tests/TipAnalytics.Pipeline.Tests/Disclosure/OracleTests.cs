using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

/// <summary>Tables small enough to write down every table that agrees with what is published: what all of them share is what a reader can know.</summary>
public class OracleTests
{
    private sealed record Atoms(int Provinces, int Categories, int Threshold, int[] Signals, int[] Rests)
    {
        public int Count => Provinces * Categories;

        public IndicatorTable Table(IEnumerable<IndicatorCell> cells) => Plans.Table(
            cells, StreamKind.Interviews, 1,
            [.. Enumerable.Range(0, Count).Where(atom => Signals[atom] + Rests[atom] > 0)
                .Select(atom => new IndicatorAtom($"X{1 + atom / Categories}", Quarter, Categories == 1 ? "" : $"sex={"fm"[atom % Categories]}", "", Signals[atom], Signals[atom] + Rests[atom], 0, 0))],
            PeriodGrain.Quarter, [.. Enumerable.Range(1, Provinces).Select(province => ($"X{province}", Quarter))], Categories == 1 ? [] : [("sex", ["f", "m"])], false);

        public static readonly Gen<Atoms> Any =
            from provinces in Gen.Int[1, 3]
            from categories in Gen.Int[1, 2]
            from threshold in Gen.Int[0, 2].Select(at => new[] { 3, 3, 5 }[at])
            from signals in Spread(provinces * categories)
            from rests in Spread(provinces * categories)
            select new Atoms(provinces, categories, threshold, signals, rests);

        // A dozen people, or fewer, dealt to the atoms.
        private static Gen<int[]> Spread(int atoms) =>
            Gen.Int[0, atoms - 1].Array[0, 12].Select(dealt => Enumerable.Range(0, atoms).Select(atom => dealt.Count(to => to == atom)).ToArray());

        /// <summary>Every cell of the plan with the atoms in it.</summary>
        public IEnumerable<(string Area, int Level, string Split, string Category, int Mask)> Cells()
        {
            foreach (var province in Enumerable.Range(0, Provinces + 1))
            {
                foreach (var category in Enumerable.Range(0, Categories == 1 ? 1 : 3))
                {
                    var mask = Enumerable.Range(0, Count)
                        .Where(atom => (province == 0 || atom / Categories == province - 1) && (category == 0 || atom % Categories == category - 1))
                        .Sum(atom => 1 << atom);
                    yield return (province == 0 ? "X" : $"X{province}", province == 0 ? 0 : 1, category == 0 ? "all" : "sex", new[] { "all", "f", "m" }[category], mask);
                }
            }
        }
    }

    private static int Total(int[] atoms, int mask) => Enumerable.Range(0, atoms.Length).Sum(atom => (mask >> atom & 1) * atoms[atom]);

    [Fact]
    public void Every_group_a_reader_can_deduce_has_the_threshold_or_more() =>
        Atoms.Any.Sample(atoms =>
        {
            var plan = atoms.Cells().ToList();
            var cells = plan.Select(cell => Cell(cell.Area, cell.Level, Total(atoms.Signals, cell.Mask), Total(atoms.Signals, cell.Mask) + Total(atoms.Rests, cell.Mask), cell.Split, cell.Category));
            var released = Release(atoms.Table(cells), Areas(atoms.Provinces, 0), atoms.Threshold).Table.Cells;
            var published = plan.Where(cell => released.Any(each => IsReleased(each) && (each.AreaCode, each.Split, each.Category) == (cell.Area, cell.Split, cell.Category)))
                .Select(cell => cell.Mask).ToList();
            foreach (var truth in new[] { atoms.Signals, atoms.Rests })
            {
                var deducible = Enumerable.Range(1, (1 << atoms.Count) - 1).ToList();
                var (low, high) = (plan.ToDictionary(cell => cell, _ => int.MaxValue), plan.ToDictionary(cell => cell, _ => 0));
                foreach (var table in Tables(truth, published, truth.Sum() + atoms.Threshold))
                {
                    deducible.RemoveAll(group => Total(table, group) != Total(truth, group));
                    foreach (var cell in plan)
                    {
                        low[cell] = Math.Min(low[cell], Total(table, cell.Mask));
                        high[cell] = Math.Max(high[cell], Total(table, cell.Mask));
                    }
                }
                Assert.All(deducible, group => Assert.True(Total(truth, group) >= atoms.Threshold));
                Assert.All(plan.Where(cell => Total(truth, cell.Mask) < atoms.Threshold), cell =>
                {
                    Assert.Equal(0, low[cell]);
                    Assert.True(high[cell] >= atoms.Threshold);
                });
            }
        }, iter: 120, threads: 1);

    /// <summary>All tables with the published totals. Without a published grand total they have no end; those up to <paramref name="limit"/> are enough.</summary>
    private static IEnumerable<int[]> Tables(int[] truth, List<int> published, int limit)
    {
        var table = new int[truth.Length];
        var sums = published.Select(mask => (Mask: mask, Total: Total(truth, mask))).ToList();
        return From(0, 0);

        IEnumerable<int[]> From(int atom, int used)
        {
            if (atom == table.Length)
            {
                yield return table;
                yield break;
            }
            for (table[atom] = 0; used + table[atom] <= limit; table[atom]++)
            {
                var partial = sums.Where(sum => (sum.Mask >> atom & 1) == 1).Select(sum => (
                    Open: sum.Total - Total(table, sum.Mask & ((1 << atom + 1) - 1)), IsComplete: sum.Mask >> atom + 1 == 0)).ToList();
                if (partial.Any(sum => sum.Open < 0))
                    break;
                if (partial.Any(sum => sum.IsComplete && sum.Open != 0))
                    continue;
                foreach (var whole in From(atom + 1, used + table[atom]))
                    yield return whole;
            }
            table[atom] = 0;
        }
    }
}
