using TipAnalytics.Audit.Attack;

namespace TipAnalytics.Audit.Tests.Attack;

public class AttackTests
{
    // Atoms in no published count may be anything; so large is «anything» for a list of all tables.
    private const long Most = 12;

    public static int Cases => int.TryParse(Environment.GetEnvironmentVariable("TIP_ATTACKED_TABLES"), out var count) ? count : 150;

    [Fact]
    public void A_row_total_and_one_of_two_cells_give_the_other()
    {
        var table = new SmallTable([3, 7], [[0], [0, 1]]);
        var result = Attacker.Attack(AttackSystem.Parts(2, table.Statements, [new([1], 10, 0, "the other cell")]), []);
        var found = Assert.Single(result.Breaks);
        Assert.Equal((Breach.ByRank, true, 7L), (found.How, found.IsUp, found.Bound));
    }

    [Fact]
    public void A_small_total_bounds_its_parts_though_no_part_is_known()
    {
        var result = Attacker.Attack(AttackSystem.Parts(2, [new([0, 1], 4, 4, "total")], [new([0], 5, 0, "a part")]), []);
        var found = Assert.Single(result.Breaks);
        // The two parts are told apart by nothing: their total is what is known, and it is below 5.
        Assert.Equal((true, 4L), (found.IsUp, found.Bound));
    }

    [Fact]
    public void Bounds_of_several_statements_close_in_on_a_group()
    {
        var result = Attacker.Attack(
            AttackSystem.Parts(3, [new([0, 1], 9, long.MaxValue, "at least"), new([1, 2], 2, 2, "small pair"), new([0, 1, 2], 0, 12, "at most")], [new([0], null, 5, "the first")]), []);
        Assert.Equal((Breach.ByBounds, false, 7L), Assert.Single(result.Breaks) is var found ? (found.How, found.IsUp, found.Bound) : default);
    }

    [Fact]
    public void What_is_possible_in_fractions_only_is_disclosed()
    {
        // a + b = b + c = a + c = 5 has the solution 2.5 each and no whole one; with d free to one side it is a = b + … : here every pair sums to 6 and a must be even.
        Statement[] rows = [new([0, 1, 3], 5, 5, "ab"), new([1, 2], 5, 5, "bc"), new([0, 2], 5, 5, "ac"), new([3], 0, 1, "d")];
        var part = Assert.Single(AttackSystem.Parts(4, rows, [new([3], null, 0, "d may be 0")]));
        using var linear = new LinearIntervals(part, UnknownBounds.Of(part));
        var d = Enumerable.Range(0, part.Width).Single(unknown => part.Members[unknown] is [3]);
        Assert.Equal(0, linear.Extreme([d], isLargest: false).Sum, 6);
        var found = Assert.Single(Attacker.Attack([part], []).Breaks);
        Assert.Equal((Breach.ByIntegers, false), (found.How, found.IsUp));
    }

    [Fact]
    public void The_attack_finds_what_a_list_of_all_tables_finds()
    {
        var random = new Random(20261127);
        for (var round = 0; round < Cases; round++)
        {
            var table = SmallTable.Random(random);
            var threshold = (long)new[] { 3, 5, 10 }[random.Next(3)];
            var groups = table.SmallAtoms(threshold);
            var (least, most) = (Enumerable.Repeat(long.MaxValue, table.Truth.Length).ToArray(), new long[table.Truth.Length]);
            foreach (var possible in table.All(Most))
            {
                for (var atom = 0; atom < possible.Length; atom++)
                    (least[atom], most[atom]) = (Math.Min(least[atom], possible[atom]), Math.Max(most[atom], possible[atom]));
            }

            var expected = groups.Where(group => least[group.Unknowns[0]] > 0 || most[group.Unknowns[0]] < threshold).Select(group => group.Name).ToHashSet();
            var result = Attacker.Attack(AttackSystem.Parts(table.Truth.Length, table.Statements, groups), [table.Truth]);
            Assert.Equal(0, result.Count(Breach.Unproved));
            Assert.Equal(expected.Order(), result.Breaks.SelectMany(found => found.Group.Groups.Select(own => own.Name)).Distinct().Order());
        }
    }

    [Fact]
    public void With_every_small_atom_safe_no_deducible_group_is_below_the_threshold()
    {
        var random = new Random(7);
        var safe = 0;
        for (var round = 0; round < 20 * Cases && safe < Cases; round++)
        {
            var table = SmallTable.Random(random);
            const long Threshold = 3;
            if (Attacker.Attack(AttackSystem.Parts(table.Truth.Length, table.Statements, table.SmallAtoms(Threshold)), [table.Truth]).Breaks.Count > 0)
                continue;
            safe++;
            var all = table.All(Most).ToList();
            for (var group = 1; group < 1 << table.Truth.Length; group++)
            {
                long Sum(long[] counts) => Enumerable.Range(0, counts.Length).Where(atom => (group >> atom & 1) == 1).Sum(atom => counts[atom]);
                var sums = all.Select(Sum).Distinct().ToList();
                Assert.True(sums.Count > 1 || sums[0] >= Threshold, $"group {group:b} of {string.Join(' ', table.Truth)} is known to hold {sums[0]}");
            }
        }

        Assert.True(safe > 20);
    }

    [Fact]
    public void Two_linear_solvers_agree_and_contain_the_whole_tables()
    {
        var random = new Random(5);
        for (var round = 0; round < Cases / 5; round++)
        {
            var table = SmallTable.Random(random);
            foreach (var part in AttackSystem.Parts(table.Truth.Length, table.Statements, table.SmallAtoms(5)).Where(part => part.Rows.Count > 0))
            {
                var bounds = UnknownBounds.Of(part);
                using var glop = new LinearIntervals(part, bounds);
                for (var unknown = 0; unknown < part.Width; unknown++)
                {
                    foreach (var isLargest in new[] { true, false })
                    {
                        using var clp = new LinearIntervals(part, bounds, "CLP");
                        var (first, second) = (glop.Extreme([unknown], isLargest).Sum, clp.Extreme([unknown], isLargest).Sum);
                        Assert.True(first == second || Math.Abs(first - second) < 1e-6);
                        var truth = part.Members[unknown].Sum(atom => table.Truth[atom]);
                        Assert.True(isLargest ? truth <= first + 1e-6 : truth >= first - 1e-6);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_table_that_breaks_one_statement_by_one_is_no_certificate()
    {
        var part = Assert.Single(AttackSystem.Parts(3, [new([0, 1], 8, 8, "a"), new([1, 2], 6, 6, "b")], [new([0], 5, 0, "x"), new([1], 5, 0, "y"), new([2], 5, 0, "z")]));
        Assert.True(part.Agrees([5, 3, 3]));
        Assert.False(part.Agrees([5, 3, 4]));
        Assert.False(part.Agrees([9, -1, 7]));
        Assert.Throws<OverflowException>(() => part.Agrees([long.MaxValue, 1, 5]));
    }

    [Fact]
    public void A_nested_pair_that_differs_by_less_than_the_threshold_is_found_and_one_that_is_equal_or_far_is_not()
    {
        var part = Assert.Single(AttackSystem.Parts(3, [new([0], 20, 20, "inner"), new([0, 1], 23, 23, "outer"), new([0, 1, 2], 60, 60, "all")], [new([0, 1, 2], 1, null, "all")]));
        var (inner, outer, difference) = Assert.Single(NestedPairs.Below(part, 5));
        Assert.Equal(("inner", "outer", 3L), (inner.Source, outer.Source, difference));
    }

    [Fact]
    public void Both_moduli_are_prime_and_invert_what_they_multiply()
    {
        foreach (var field in new[] { PrimeField.First, PrimeField.Second })
        {
            Assert.True(IsPrime(field.Prime));
            Assert.Equal(1UL, field.Multiply(123456789, field.Invert(123456789)));
            Assert.Equal(-5, field.Nearest(field.Of(-5)));
        }
    }

    [Fact]
    public void Statements_that_contradict_each_other_end()
    {
        var part = Assert.Single(AttackSystem.Parts(2, [new([0, 1], 3, 3, "a"), new([0], 5, 5, "b")], [new([1], 5, 0, "x")]));
        Assert.NotEmpty(Attacker.Attack([part], []).Breaks);
    }

    // Miller–Rabin; with these bases exact below 3·10^24.
    private static bool IsPrime(ulong n)
    {
        var (odd, twos) = (n - 1, 0);
        for (; odd % 2 == 0; odd /= 2)
            twos++;
        return new ulong[] { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37 }.All(witness =>
        {
            var power = (ulong)System.Numerics.BigInteger.ModPow(witness, odd, n);
            if (power == 1 || power == n - 1)
                return true;
            for (var i = 1; i < twos; i++)
            {
                power = (ulong)((UInt128)power * power % n);
                if (power == n - 1)
                    return true;
            }

            return false;
        });
    }
}
