using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Tests.Suppression;

public class RoundingTests
{
    private static readonly byte[] Key = [1, 2, 3];

    [Fact]
    public void No_publishable_cell_is_small_but_none_afterwards()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var (counts, cells, roundingBase) = Case(seed);
            var rounded = SmallCountRounding.Round(counts, cells, roundingBase, Key);
            Assert.All(cells, cell => Assert.False(cell.Sum(atom => rounded[atom]) is var sum && sum > 0 && sum < roundingBase));
            Assert.All(rounded, count => Assert.True(count >= 0));
        }
    }

    [Fact]
    public void Atoms_that_stand_in_no_small_cell_stay_as_they_are() =>
        Assert.Equal([7, 2, 9], SmallCountRounding.Round([7, 2, 9], [[0, 1], [2]], 5, Key));

    [Fact]
    public void Sums_of_all_atoms_move_by_less_than_the_base_in_each_pass() =>
        Assert.All(Enumerable.Range(0, 50), seed =>
        {
            var random = new Random(seed);
            long[] counts = [.. Enumerable.Range(0, 200).Select(_ => (long)random.Next(5))];
            var rounded = SmallCountRounding.Round(counts, [.. Enumerable.Range(0, 200).Select(atom => (int[])[atom])], 5, Key);
            Assert.InRange(rounded.Sum() - counts.Sum(), -4, 4);
        });

    [Fact]
    public void The_same_key_gives_the_same_counts_and_another_key_others()
    {
        var (counts, cells, roundingBase) = Case(3);
        Assert.Equal(SmallCountRounding.Round(counts, cells, roundingBase, Key), SmallCountRounding.Round(counts, cells, roundingBase, Key));
        Assert.Contains(Enumerable.Range(0, 20), other => !SmallCountRounding.Round(counts, cells, roundingBase, Key).SequenceEqual(SmallCountRounding.Round(counts, cells, roundingBase, [(byte)other])));
    }

    private static (long[] Counts, IReadOnlyList<int[]> Cells, int RoundingBase) Case(int seed)
    {
        var random = new Random(seed);
        var design = new DesignedTable(4, 3, 2);
        foreach (var first in new int[]?[] { null, [0], [1], [2], [3], [0, 1] })
            foreach (var second in new int[]?[] { null, [0], [1], [2] })
                foreach (var third in new int[]?[] { null, [0], [1] })
                    if (random.Next(3) > 0)
                        design.Plan(1, "", first, second, third);
        return ([.. Enumerable.Range(0, design.AtomCount).Select(_ => DesignedTable.Poisson(random, 1.5))], design.Cells, random.Next(2) == 0 ? 5 : 10);
    }
}
