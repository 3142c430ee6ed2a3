using TipAnalytics.Audit.Attack;

namespace TipAnalytics.Audit.Tests.Mutants;

/// <summary>Small ledgers that are safe, changed in one thing. Whether the change is unsafe says a list of all tables a reader may think of, never the attack.</summary>
public class LedgerMutantTests
{
    private const int Areas = 3;
    private const int Months = 3;

    public static int Wanted => int.TryParse(Environment.GetEnvironmentVariable("TIP_MUTANTS"), out var count) ? count : 40;

    [Fact]
    public void Every_unsafe_change_of_a_ledger_is_caught_and_no_safe_one()
    {
        var random = new Random(20261128);
        var (caught, passed, unsafeOnes, safeOnes) = (0, 0, 0, 0);
        while (unsafeOnes < Wanted || safeOnes < Wanted)
        {
            var threshold = random.Next(2) == 0 ? 3 : 5;
            var world = World.Safe(random, threshold);
            foreach (var mutant in world.Mutants(random))
            {
                var isUnsafe = !mutant.IsSafe(threshold);
                if (isUnsafe ? unsafeOnes >= Wanted : safeOnes >= Wanted)
                    continue;
                var isCaught = mutant.Attack(threshold).Breaks.Count > 0;
                (unsafeOnes, safeOnes) = (unsafeOnes + (isUnsafe ? 1 : 0), safeOnes + (isUnsafe ? 0 : 1));
                (caught, passed) = (caught + (isUnsafe && isCaught ? 1 : 0), passed + (!isUnsafe && !isCaught ? 1 : 0));
                Assert.True(isUnsafe == isCaught, $"{(isUnsafe ? "unsafe and passed" : "safe and caught")}: {mutant}");
            }
        }

        Assert.Equal((Wanted, Wanted), (caught, passed));
    }

    /// <param name="Truth">Count of each atom: areas by months, and, where a month was recomputed, what was added to it.</param>
    private sealed record World(string Kind, long[] Truth, IReadOnlyList<int[]> Cells)
    {
        private static int[] Rectangle(IEnumerable<int> areas, IEnumerable<int> months) => [.. areas.SelectMany(area => months.Select(month => area * Months + month)).Order()];

        private static readonly int[][] Planned =
        [
            .. Enumerable.Range(0, Areas).SelectMany(area => Enumerable.Range(0, Months).Select(month => Rectangle([area], [month]))),
            .. Enumerable.Range(0, Areas).Select(area => Rectangle([area], Enumerable.Range(0, Months))),
            .. Enumerable.Range(0, Months).Select(month => Rectangle(Enumerable.Range(0, Areas), [month])),
            Rectangle(Enumerable.Range(0, Areas), Enumerable.Range(0, Months)),
        ];

        public IReadOnlyList<Statement> Statements => [.. Cells.Select(cell => new Statement(cell, cell.Sum(atom => Truth[atom]), cell.Sum(atom => Truth[atom]), string.Join('+', cell)))];

        /// <summary>Cells of the plan, as many as stay safe, in random order.</summary>
        public static World Safe(Random random, int threshold)
        {
            var truth = new long[Areas * Months];
            for (var left = random.Next(4, 13); left > 0; left--)
                truth[random.Next(truth.Length)]++;
            var world = new World("base", truth, []);
            var order = Planned.ToArray();
            random.Shuffle(order);
            foreach (var cell in order.Where(cell => cell.Sum(atom => truth[atom]) >= threshold))
            {
                if (world with { Cells = [.. world.Cells, cell] } is var more && more.IsSafe(threshold))
                    world = more;
            }

            return world;
        }

        public IEnumerable<World> Mutants(Random random)
        {
            var withheld = Planned.Where(cell => !Cells.Any(cell.SequenceEqual)).ToList();
            if (withheld.Count > 0)
                yield return With("publish a withheld cell", withheld[random.Next(withheld.Count)]);
            if (withheld.Where(cell => cell.Sum(atom => Truth[atom]) == 0).ToList() is { Count: > 0 } zeros)
                yield return With("publish a zero", zeros[random.Next(zeros.Count)]);
            yield return With("print a cumulated total", Rectangle(random.Next(2) == 0 ? [random.Next(Areas)] : Enumerable.Range(0, Areas), Enumerable.Range(0, random.Next(1, Months + 1))));
            yield return With("swap the hierarchy", Rectangle([0, random.Next(1, Areas)], random.Next(2) == 0 ? [random.Next(Months)] : Enumerable.Range(0, Months)));
            if (Cells.Count > 0)
            {
                // Nothing new is said by what was said before, nor by saying less.
                yield return With("say a thing twice", Cells[random.Next(Cells.Count)]);
                yield return this with { Kind = "withhold one more", Cells = [.. Cells.Skip(1)] };
                // A released cell, counted again with late reports of one area and month: what came late is an atom of its own.
                var cell = Cells[random.Next(Cells.Count)];
                yield return new World("recompute a frozen month", [.. Truth, random.Next(0, 4)], [.. Cells, [.. cell, Truth.Length]]);
            }
        }

        private World With(string kind, int[] cell) => this with { Kind = kind, Cells = [.. Cells, cell] };

        /// <summary>By the list of all tables: every small atom may be 0 and may be the threshold or more.</summary>
        public bool IsSafe(int threshold)
        {
            var (least, most) = (Enumerable.Repeat(long.MaxValue, Truth.Length).ToArray(), new long[Truth.Length]);
            foreach (var table in Tables(threshold))
            {
                for (var atom = 0; atom < table.Length; atom++)
                    (least[atom], most[atom]) = (Math.Min(least[atom], table[atom]), Math.Max(most[atom], table[atom]));
            }

            return Enumerable.Range(0, Truth.Length).All(atom => Truth[atom] >= threshold || (least[atom] == 0 && most[atom] >= threshold));
        }

        /// <summary>All tables that agree. Atoms that no cell holds are free; atoms of the same cells share out a total, so one of them stands for all.</summary>
        private IEnumerable<long[]> Tables(int threshold)
        {
            var signatures = Enumerable.Range(0, Truth.Length).GroupBy(atom => string.Join(' ', Enumerable.Range(0, Cells.Count).Where(cell => Cells[cell].Contains(atom)))).Select(group => group.ToArray()).ToList();
            var rows = Statements;
            var left = rows.Select(row => row.Low).ToArray();
            var rowsOf = signatures.ConvertAll(group => Enumerable.Range(0, rows.Count).Where(row => rows[row].Unknowns.Contains(group[0])).ToArray());
            var last = rows.Select(row => signatures.FindLastIndex(group => row.Unknowns.Contains(group[0]))).ToArray();
            var totals = new long[signatures.Count];
            return Fill(0);

            IEnumerable<long[]> Fill(int at)
            {
                if (at == totals.Length)
                {
                    // Everything on one atom of each group, each in turn: the extremes of every atom.
                    for (var turn = 0; turn < Truth.Length; turn++)
                    {
                        var table = new long[Truth.Length];
                        for (var group = 0; group < totals.Length; group++)
                            table[signatures[group][turn % signatures[group].Length]] = totals[group];
                        yield return table;
                    }

                    yield break;
                }

                var limit = rowsOf[at].Length == 0 ? threshold : rowsOf[at].Min(row => left[row]);
                for (totals[at] = 0; totals[at] <= limit; totals[at]++)
                {
                    foreach (var row in rowsOf[at])
                        left[row] -= totals[at];
                    if (rowsOf[at].All(row => last[row] != at || left[row] == 0))
                    {
                        foreach (var table in Fill(at + 1))
                            yield return table;
                    }

                    foreach (var row in rowsOf[at])
                        left[row] += totals[at];
                }

                totals[at] = 0;
            }
        }

        public AttackResult Attack(int threshold) => Attacker.Attack(
            AttackSystem.Parts(Truth.Length, Statements, [.. Enumerable.Range(0, Truth.Length).Where(atom => Truth[atom] < threshold).Select(atom => new ProtectedGroup([atom], threshold, 0, $"atom {atom}"))]), [Truth]);

        public override string ToString() => $"{Kind}: {string.Join(' ', Truth)}; {string.Join(", ", Cells.Select(cell => string.Join('+', cell)))}";
    }
}
