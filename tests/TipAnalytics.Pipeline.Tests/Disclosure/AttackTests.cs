using CsCheck;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class AttackTests
{
    private static readonly (string Name, Func<ExactShare, long> Of)[] Measures =
        [("signal", exact => exact.Signal), ("rest", exact => exact.Base - exact.Signal)];

    [Fact]
    public void No_small_count_can_be_recovered_or_bounded_from_the_released_cells() =>
        World.Any.Sample(world =>
        {
            var result = Release(world.Table, world.Areas, world.Threshold);
            Assert.Equal(0, result.Audit.Disclosed);
            AssertSafe(world, result.Table);
        }, iter: 300, threads: 1);

    [Fact]
    public void Neither_can_it_with_the_weighted_shares() =>
        World.Weighted.Sample(world => AssertSafe(world, Release(world.Table, world.Areas, world.Threshold).Table), iter: 300, threads: 1);

    [Fact]
    public void Neither_can_it_where_each_sex_has_a_weight_of_its_own() =>
        World.WeightedBySex.Sample(world => AssertSafe(world, Release(world.Table, world.Areas, world.Threshold).Table, true), iter: 200, threads: 1);

    [Fact]
    public void Hiding_one_more_cell_keeps_the_others_safe() =>
        World.Any.Sample(world =>
        {
            var table = Release(world.Table, world.Areas, world.Threshold).Table;
            if (table.Cells.FirstOrDefault(IsReleased) is not { } shown)
                return;
            AssertSafe(world, new(table.IndicatorId, table.DefinitionHash, table.Grain,
                [.. table.Cells.Select(cell => cell == shown ? cell with { Value = new Cell.Hidden() } : cell)]) { PanelCells = table.PanelCells });
        }, iter: 60, threads: 1);

    [Fact]
    public void The_attack_itself_finds_a_cell_hidden_alone()
    {
        var cells = new[] { Cell("X1", 1, 3, 60), Cell("X2", 1, 20, 60), Cell("X", 0, 23, 120) };
        var table = new ReleasedTable("T-01", "h", PeriodGrain.Quarter, [.. cells.Select(cell => new ReleasedCell(
            "", cell.AreaCode, cell.Level, cell.Period, cell.Split, cell.Category,
            new Cell.Hidden { Exact = cell.AreaCode == "X1" ? null : new(cell.Signal, cell.Base, cell.Share, cell.EffectiveBase) }))]);
        using var attacker = new Attacker(table, Areas(2, 0), exact => exact.Signal);

        Assert.Equal((3.0, 3.0), attacker.Bounds(0));
        Assert.Equal([0], attacker.Eliminated());
    }

    [Fact]
    public void The_order_of_the_cells_does_not_matter() =>
        World.Any.Sample(world =>
        {
            var random = new Random(7);
            var shuffled = world.Table with { Cells = [.. world.Table.Cells.OrderBy(_ => random.Next())] };
            var (one, other) = (Release(world.Table, world.Areas, world.Threshold), Release(shuffled, world.Areas, world.Threshold));
            Assert.Equal(one.Table.Cells, other.Table.Cells);
            Assert.Equal(one.Table.PanelCells, other.Table.PanelCells);
            Assert.Equal(one.Fresh, other.Fresh);
            Assert.Equal((one.Audit.CertifiedUp, one.Audit.CertifiedDown), (other.Audit.CertifiedUp, other.Audit.CertifiedDown));
        }, iter: 60, threads: 1);

    private static double MeanWeight(IndicatorCell cell, string measure)
    {
        var (weight, count) = measure == "signal" ? (cell.WeightedSignal, cell.Signal) : (cell.WeightedBase - cell.WeightedSignal, cell.Base - cell.Signal);
        return count > 0 ? weight / count : cell.Base > 0 ? cell.WeightedBase / cell.Base : 1;
    }

    private static void AssertSafe(World world, ReleasedTable table, bool isBySex = false)
    {
        var truth = world.Table.Cells.ToDictionary(cell => (cell.AreaCode, cell.Period, cell.Split, cell.Category));
        foreach (var (name, measure) in Measures)
        {
            using var attacker = new Attacker(table, world.Areas, measure);
            IndicatorCell True(ReleasedCell at) => truth[(at.AreaCode, at.Period, at.Split, at.Category)];
            if (world.Table.Cells[0].IsWeighted)
                attacker.ReadWeights(at => MeanWeight(True(at), name), at => name == "signal" ? True(at).WeightedBase - True(at).WeightedSignal : True(at).WeightedSignal, name == "signal", isBySex);
            var eliminated = attacker.Eliminated();
            foreach (var index in attacker.Withheld)
            {
                var at = attacker[index];
                var cell = truth[(at.AreaCode, at.Period, at.Split, at.Category)];
                var count = measure(new(cell.Signal, cell.Base, 0, 0));
                // An empty category of a place where nobody answered anything is hidden with its place, which is protected itself.
                if (count >= world.Threshold || (cell.Base == 0 && at.Category is "unknown" or "in" or "out"))
                    continue;
                var (low, high) = attacker.Bounds(index);
                Assert.True(low < 1e-6, $"{name} of {at.FigureId} is at least {low}");
                Assert.True(high > world.Threshold - 1e-6, $"{name} of {at.FigureId} is at most {high}");
                Assert.DoesNotContain(index, eliminated);
            }
            Assert.All(attacker.Released, index => Assert.True(measure(Exact(attacker[index])!) >= world.Threshold));
        }
    }
}
