using Google.OrTools.LinearSolver;
using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Tests.Suppression;

/// <summary>A reader who knows the atoms, the sums told and nothing else. Written apart from the machinery: it reads cells, facts and what is hidden.</summary>
internal sealed class TableAttack : IDisposable
{
    private const long Prime = (1L << 61) - 1;

    private readonly Solver solver = Solver.CreateSolver("GLOP");
    private readonly Variable[] counts;
    private readonly List<int[]> exact = [];
    private readonly bool[] isKnown;
    private List<long[]>? basis;

    public TableAttack(AtomTable table, int measure, bool[] isHidden)
        : this(table.IsKnown,
            table.Cells.Where((_, cell) => !isHidden[cell]).Select(cell => (cell.Atoms, Sum(table, measure, cell.Atoms), Sum(table, measure, cell.Atoms)))
                .Concat(table.Facts.Where(fact => fact.Measure == measure).Select(fact => (fact.Atoms, fact.Low, fact.High))))
    {
    }

    public TableAttack(bool[] isKnown, IEnumerable<(int[] Atoms, long Low, long High)> told)
    {
        this.isKnown = isKnown;
        counts = [.. isKnown.Select(known => solver.MakeNumVar(0, known ? 0 : double.PositiveInfinity, ""))];
        foreach (var (atoms, low, high) in told)
        {
            var row = solver.MakeConstraint(low, high, "");
            foreach (var atom in atoms)
                row.SetCoefficient(counts[atom], 1);
            if (low == high)
                exact.Add(atoms);
        }
    }

    public static long Sum(AtomTable table, int measure, int[] atoms) => atoms.Sum(atom => table.Counts[measure][atom]);

    /// <summary>Smallest and largest sum these atoms can have by linear programming; infinite when nothing bounds it.</summary>
    public (double Low, double High) Bounds(int[] atoms)
    {
        solver.Objective().Clear();
        foreach (var atom in atoms)
            solver.Objective().SetCoefficient(counts[atom], 1);
        solver.Objective().SetMinimization();
        var low = solver.Solve() == Solver.ResultStatus.OPTIMAL ? solver.Objective().Value() : throw new InvalidOperationException("no table fits");
        solver.Objective().SetMaximization();
        return (low, solver.Solve() == Solver.ResultStatus.OPTIMAL ? solver.Objective().Value() : double.PositiveInfinity);
    }

    /// <summary>Whether the sum of these atoms follows from the sums told by elimination, exact modulo a prime of 61 bits.</summary>
    public bool IsEliminated(int[] atoms)
    {
        basis ??= Echelon();
        var row = Row(atoms);
        foreach (var pivot in basis)
            Reduce(row, pivot);
        return Array.TrueForAll(row, value => value == 0);
    }

    private List<long[]> Echelon()
    {
        var rows = new List<long[]>();
        foreach (var row in exact.Select(Row))
        {
            foreach (var pivot in rows)
                Reduce(row, pivot);
            var lead = Array.FindIndex(row, value => value != 0);
            if (lead < 0)
                continue;
            var inverse = Power(row[lead], Prime - 2);
            for (var at = lead; at < row.Length; at++)
                row[at] = Times(row[at], inverse);
            rows.Add(row);
        }
        return rows;
    }

    private long[] Row(int[] atoms)
    {
        var row = new long[counts.Length];
        foreach (var atom in atoms.Where(atom => !isKnown[atom]))
            row[atom] = 1;
        return row;
    }

    private static void Reduce(long[] row, long[] pivot)
    {
        var lead = Array.FindIndex(pivot, value => value != 0);
        if (row[lead] is not (not 0 and var factor))
            return;
        for (var at = lead; at < row.Length; at++)
            row[at] = (row[at] - Times(factor, pivot[at]) + Prime) % Prime;
    }

    private static long Times(long one, long other) => (long)((UInt128)(ulong)one * (ulong)other % (ulong)Prime);

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (; exponent > 0; exponent >>= 1, value = Times(value, value))
            if ((exponent & 1) == 1)
                result = Times(result, value);
        return result;
    }

    /// <summary>Targets a reader can rule out.</summary>
    public static List<Target> Recovered(AtomTable table, IEnumerable<Target> targets, bool[] isHidden, bool byElimination = true)
    {
        var recovered = new List<Target>();
        foreach (var same in targets.GroupBy(target => target.Measure))
        {
            using var attack = new TableAttack(table, same.Key, isHidden);
            foreach (var target in same)
            {
                var truth = Sum(table, same.Key, target.Atoms);
                var (low, high) = attack.Bounds(target.Atoms);
                if (target.IsUp ? high < truth + target.Amount - 1e-6 : low > truth - target.Amount + 1e-6)
                    recovered.Add(target);
                else if (byElimination && target.Amount > 0 && attack.IsEliminated(target.Atoms))
                    recovered.Add(target);
            }
        }
        return recovered;
    }

    public void Dispose() => solver.Dispose();
}
