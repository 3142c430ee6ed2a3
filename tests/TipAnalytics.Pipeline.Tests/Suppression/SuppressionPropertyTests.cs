using CsCheck;
using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Tests.Suppression;

public class SuppressionPropertyTests
{
    /// <summary>One to four dimensions, levels that overlap, many zeros, structural zeros, one dominating atom, cells named twice.</summary>
    private sealed record World(int[] Sizes, int Threshold, int Measures, int Seed)
    {
        public static readonly Gen<World> Any =
            from sizes in Gen.Int[1, 4].Array[1, 4]
            from threshold in Gen.Int[0, 2]
            from measures in Gen.Int[1, 2]
            from seed in Gen.Int[0, 1_000_000]
            select new World(sizes, new[] { 3, 5, 10 }[threshold], measures, seed);

        public (AtomTable Table, List<Target> Targets) Make()
        {
            var (random, design) = (new Random(Seed), new DesignedTable(Sizes));
            var mean = new[] { 0.3, 2, 8 }[random.Next(3)];
            var counts = Enumerable.Range(0, Measures).Select(_ => Enumerable.Range(0, design.AtomCount).Select(_ => random.Next(3) == 0 ? 0 : DesignedTable.Poisson(random, mean)).ToArray()).ToArray();
            counts[0][random.Next(design.AtomCount)] += 100;
            var known = Enumerable.Range(0, design.AtomCount).Select(atom => counts.All(measure => measure[atom] == 0) && random.Next(4) == 0).ToArray();
            IEnumerable<int[]?[]> combinations = [[]];
            foreach (var size in Sizes)
            {
                var codes = Enumerable.Range(0, size).Select(code => (int[]?)[code]).Append(null).Concat(size > 2 ? [[0, 1], [1, 2]] : []).Where(_ => random.Next(8) > 0).ToList();
                combinations = combinations.SelectMany(before => codes.Select(code => (int[]?[])[.. before, code])).ToList();
            }
            foreach (var codes in combinations.Where(_ => random.Next(6) > 0))
                design.Plan(1 + 3 * codes.Count(code => code is null), $"{random.Next(6)}", codes);
            return design.Of(counts, Threshold, isKnown: known, blocks: random.Next(2) == 0 ? [.. Enumerable.Range(0, design.AtomCount).Select(atom => atom % 3)] : null);
        }
    }

    [Fact]
    public void No_protected_count_can_be_recovered_or_bounded() =>
        World.Any.Sample(world =>
        {
            var (table, targets) = world.Make();
            var pattern = new CertifiedSuppression(table, targets).Run();
            Assert.Empty(pattern.Disclosed);
            Assert.Equal(targets.Count, pattern.CertifiedUp + pattern.CertifiedDown);
            Assert.Empty(TableAttack.Recovered(table, targets, pattern.IsHidden));
        }, iter: 150, threads: 1);

    [Fact]
    public void Every_certificate_is_a_table_that_agrees_with_what_is_published() =>
        World.Any.Sample(world =>
        {
            var (table, targets) = world.Make();
            var pattern = new CertifiedSuppression(table, targets).Run();
            var met = new HashSet<Target>();
            foreach (var certificate in pattern.Certificates)
            {
                // Two ways to share the totals out: all to the first atom of a group, all to the last.
                foreach (var isFirst in new[] { true, false })
                {
                    var counts = (long[])table.Counts[certificate.Measure].Clone();
                    foreach (var atom in certificate.Atoms)
                        counts[atom] = 0;
                    for (var group = 0; group < certificate.Totals.Length; group++)
                        counts[certificate.Atoms[isFirst ? Array.IndexOf(certificate.Groups, group) : Array.LastIndexOf(certificate.Groups, group)]] = certificate.Totals[group];
                    Assert.All(counts, count => Assert.True(count >= 0));
                    Assert.All(Enumerable.Range(0, table.Cells.Count).Where(cell => !pattern.IsHidden[cell]), cell =>
                        Assert.Equal(TableAttack.Sum(table, certificate.Measure, table.Cells[cell].Atoms), table.Cells[cell].Atoms.Sum(atom => counts[atom])));
                }
                foreach (var target in targets.Where(target => target.Measure == certificate.Measure))
                {
                    var (low, high) = certificate.Range(target.Atoms, table.Counts[target.Measure]);
                    var truth = TableAttack.Sum(table, target.Measure, target.Atoms);
                    if (target.IsUp ? high >= truth + target.Amount : low <= truth - target.Amount)
                        met.Add(target);
                }
            }
            Assert.All(targets, target => Assert.Contains(target, met));
        }, iter: 150, threads: 1);

    [Fact]
    public void Hiding_one_more_cell_keeps_the_others_safe() =>
        World.Any.Sample(world =>
        {
            var (table, targets) = world.Make();
            var hidden = new CertifiedSuppression(table, targets).Run().IsHidden;
            if (Array.IndexOf(hidden, false) is >= 0 and var shown)
                hidden[shown] = true;
            Assert.Empty(TableAttack.Recovered(table, targets, hidden));
        }, iter: 60, threads: 1);

    [Fact]
    public void The_same_table_gives_the_same_pattern_and_another_order_a_safe_one() =>
        World.Any.Sample(world =>
        {
            var (table, targets) = world.Make();
            var pattern = new CertifiedSuppression(table, targets).Run();
            Assert.Equal(pattern.IsHidden, new CertifiedSuppression(table, targets).Run().IsHidden);
            var random = new Random(7);
            var order = Enumerable.Range(0, table.Cells.Count).OrderBy(_ => random.Next()).ToArray();
            var shuffled = table with { Cells = [.. order.Select(cell => table.Cells[cell])] };
            Assert.Empty(TableAttack.Recovered(shuffled, targets, new CertifiedSuppression(shuffled, [.. targets.OrderBy(_ => random.Next())]).Run().IsHidden));
        }, iter: 60, threads: 1);

    [Fact]
    public void Cells_with_the_same_atoms_share_one_fate() =>
        World.Any.Sample(world =>
        {
            var (table, targets) = world.Make();
            var twice = table with { Cells = [.. table.Cells, .. table.Cells.Select(cell => cell with { IsWithheld = false })] };
            var hidden = new CertifiedSuppression(twice, targets).Run().IsHidden;
            Assert.All(Enumerable.Range(0, table.Cells.Count).Where(cell => !table.Cells[cell].Atoms.All(atom => table.IsKnown[atom])), cell => Assert.Equal(hidden[cell], hidden[table.Cells.Count + cell]));
        }, iter: 40, threads: 1);

    [Fact]
    public void A_plan_without_cells_is_safe()
    {
        var pattern = new CertifiedSuppression(new([[1, 0, 7]], new bool[3], [], []), [.. DesignedTable.TargetsOf([[1, 0, 7]], [0], 5), .. DesignedTable.TargetsOf([[1, 0, 7]], [1], 5)]).Run();
        Assert.Empty(pattern.Disclosed);
        Assert.Equal((2, 2), (pattern.CertifiedUp, pattern.CertifiedDown));
    }

    [Fact]
    public void The_attack_itself_finds_a_cell_hidden_alone()
    {
        var (table, targets) = new DesignedTable(3).Plan(1, "", [0]).Plan(1, "", [1]).Plan(1, "", [2]).Plan(4, "", new int[]?[] { null }).Of([[3, 20, 30]], 5);
        Assert.Equal(2, TableAttack.Recovered(table, targets, [true, false, false, false]).Count);
        Assert.Empty(TableAttack.Recovered(table, targets, new CertifiedSuppression(table, targets).Run().IsHidden));
    }

    [Fact]
    public void What_earlier_releases_give_away_is_named_and_nothing_new_is_added_to_it()
    {
        // 3 = 23 − 20, told by releases 4 and 6.
        long[][] counts = [[3, 20, 9]];
        var (table, targets) = new DesignedTable(3).Plan(1, "", [2]).Plan(4, "", new int[]?[] { null })
            .Of(counts, 5, facts: [new(0, [1], 20, 20, 4), new(0, [0, 1], 23, 23, 6)]);
        var pattern = new CertifiedSuppression(table, targets).Run();
        Assert.Equal(2, pattern.Disclosed.Count);
        Assert.All(pattern.Disclosed, each => Assert.Equal([0], each.Target.Atoms));
        Assert.All(pattern.Disclosed, each => Assert.Equal(6, each.Release));
        Assert.All(pattern.IsHidden, Assert.True);
    }

    [Fact]
    public void A_fact_the_counts_contradict_counts_as_the_truth()
    {
        // A partner says 30 where the records say 23: a reader is taken to know 23.
        var (table, targets) = new DesignedTable(2).Plan(1, "", [1]).Of([[3, 20]], 5, facts: [new(0, [0, 1], 30, 30, 1)]);
        var pattern = new CertifiedSuppression(table, targets).Run();
        Assert.Empty(pattern.Disclosed);
        Assert.Equal([true], pattern.IsHidden);
    }

    [Fact]
    public void A_weighted_share_is_kept_by_every_certificate_or_not_stated()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var design = new DesignedTable(3, 3);
            foreach (var row in new int[]?[] { null, [0], [1], [2] })
                foreach (var column in new int[]?[] { null, [0], [1], [2] })
                    design.Plan(row is null ? 4 : 1, $"{row?[0]}", row, column);
            var counts = Enumerable.Range(0, 9).Select(_ => DesignedTable.Poisson(random, 6)).ToArray();
            var (table, targets) = design.Of([counts], 5);
            var weights = Enumerable.Range(0, 9).Select(atom => 0.5 + 0.25 * (atom / 3) + random.NextDouble()).ToArray();
            var statements = design.Cells.Select((atoms, cell) => new ShareStatement(0, cell, atoms, [.. atoms.Select(atom => weights[atom])], -0.8, 0.8)).Where(statement => statement.Atoms.Length > 2).ToList();
            var pattern = new CertifiedSuppression(table with { Statements = statements }, targets).Run();
            Assert.Empty(pattern.Disclosed);
            foreach (var statement in statements.Where(statement => !pattern.IsHidden[statement.Cell] && !pattern.UnstatedSeries.Contains(table.Cells[statement.Cell].Series)))
            {
                foreach (var certificate in pattern.Certificates)
                {
                    // Weights of atoms in one group are the same, so any way to share its total out will do.
                    var move = certificate.Totals.Select((total, group) => weights[certificate.Atoms[Array.IndexOf(certificate.Groups, group)]] is var weight && statement.Atoms.Contains(certificate.Atoms[Array.IndexOf(certificate.Groups, group)])
                        ? weight * (total - certificate.Atoms.Where((_, at) => certificate.Groups[at] == group).Sum(atom => counts[atom])) : 0).Sum();
                    Assert.InRange(move, -0.8, 0.8);
                }
            }
        }
    }
}
