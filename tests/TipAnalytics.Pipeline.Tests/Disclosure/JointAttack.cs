using Google.OrTools.LinearSolver;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

/// <summary>A reader of every release so far, who takes all released counts for printed exactly and knows which finest cells there are, at each statement of their period. Written apart
/// from the control it attacks: it takes what was stated and the counts kept with it, nothing of the joint table.</summary>
internal sealed class JointAttack : IDisposable
{
    private const long Prime = (1L << 31) - 1;
    private readonly Solver solver = Solver.CreateSolver("GLOP");
    private readonly List<(IndicatorAtom Atom, int Vintage, long Count)> unknowns = [];
    private readonly List<Variable> variables = [];
    private readonly List<(List<int> Atoms, long Total)> rows = [];

    /// <param name="places">Area and period of every zero a reader may think of; finest cells there are all crossings.</param>
    /// <param name="crossings">Categories and panel of the finest cells.</param>
    /// <param name="around">Area and all areas it lies in, as the release with a number saw them.</param>
    public JointAttack(
        IndicatorHistory history, IEnumerable<(string Area, Period Period)> places, IReadOnlyList<(string Categories, string Panel)> crossings, Func<string, long, IEnumerable<string>> around,
        Func<IndicatorAtom, long> measure)
    {
        var versions = history.Atoms.GroupBy(atom => atom.Atom.Period).ToDictionary(period => period.Key, period => period.Select(atom => atom.Vintage).Distinct().Order().ToList());
        var counts = history.Atoms.ToDictionary(atom => (atom.Atom.AreaCode, atom.Atom.Period, atom.Atom.Categories, atom.Atom.Panel, atom.Vintage), atom => atom.Atom);
        var keys = counts.Keys.Select(key => (Area: key.AreaCode, key.Period, key.Categories, key.Panel))
            .Concat(from place in places from crossing in crossings select (place.Area, place.Period, crossing.Categories, crossing.Panel)).Distinct();
        var numbers = new Dictionary<(string, Period, string, string, int), int>();
        foreach (var key in keys.Where(key => versions.ContainsKey(key.Period)))
        {
            foreach (var vintage in versions[key.Period])
            {
                var atom = counts.GetValueOrDefault((key.Area, key.Period, key.Categories, key.Panel, vintage), new(key.Area, key.Period, key.Categories, key.Panel, 0, 0, 0, 0));
                numbers[(key.Area, key.Period, key.Categories, key.Panel, vintage)] = unknowns.Count;
                unknowns.Add((atom, vintage, measure(atom)));
                variables.Add(solver.MakeNumVar(0, double.PositiveInfinity, ""));
            }
        }

        foreach (var cell in history.Cells.Where(cell => cell.Kind is StatedKind.Counts or StatedKind.LeftOut))
        {
            var atoms = Enumerable.Range(0, unknowns.Count).Where(at =>
            {
                var (atom, vintage, _) = unknowns[at];
                return atom.Period.Start >= cell.Period.Start && atom.Period.End <= cell.Period.End
                    && vintage == versions[atom.Period].LastOrDefault(each => each <= cell.Vintage, versions[atom.Period][0])
                    && around(atom.AreaCode, cell.Seq).Contains(cell.AreaCode)
                    && (cell.Split == "all" || (cell.Split == "panel" ? atom.Panel == cell.Category : atom.Categories.Split('*').Contains($"{cell.Split}={cell.Category}")));
            }).ToList();
            var total = measure(new("", cell.Period, "", "", cell.Signal, cell.Base, 0, 0));
            Assert.Equal(total, atoms.Sum(at => unknowns[at].Count));
            rows.Add((atoms, total));
            var row = solver.MakeConstraint(total, total, "");
            foreach (var at in atoms)
                row.SetCoefficient(variables[at], 1);
        }
    }

    /// <summary>Fails where a small finest cell can be told or bounded, at any statement of its period, or where two counts of one cell differ by few.</summary>
    /// <param name="most">Finest cells that are bounded by linear programs, spread evenly; elimination looks at all.</param>
    public void AssertSafe(int threshold, IReadOnlyList<StatedCell> stated, Func<StatedCell, long> count, int most = int.MaxValue)
    {
        var step = Math.Max(1, unknowns.Count / most);
        var told = rows.Where(row => row.Total == 0).SelectMany(row => row.Atoms).ToHashSet();
        var single = Determined();
        for (var at = 0; at < unknowns.Count; at++)
        {
            var (atom, vintage, number) = unknowns[at];
            if (number >= threshold || told.Contains(at))
                continue;
            Assert.False(single.Contains(at), $"{atom} of vintage {vintage} can be worked out");
            if (at % step > 0)
                continue;
            var (low, high) = Bounds(at);
            Assert.True(low < 1e-6, $"{atom} of vintage {vintage} is at least {low}");
            Assert.True(high > threshold - 1e-6, $"{atom} of vintage {vintage} is at most {high}");
        }

        foreach (var cell in stated.Where(cell => cell.Kind == StatedKind.Counts).GroupBy(cell => (cell.AreaCode, cell.Period, cell.Split, cell.Category)))
        {
            foreach (var (one, other) in cell.SelectMany(one => cell.Select(other => (count(one), count(other)))))
                Assert.True(one == other || Math.Abs(one - other) >= threshold, $"{cell.Key} changed by {one - other}");
        }
    }

    private (double Low, double High) Bounds(int at)
    {
        solver.Objective().Clear();
        solver.Objective().SetCoefficient(variables[at], 1);
        solver.Objective().SetMinimization();
        var low = solver.Solve() == Solver.ResultStatus.OPTIMAL ? variables[at].SolutionValue() : throw new InvalidOperationException("no table fits");
        solver.Objective().SetMaximization();
        return (low, solver.Solve() == Solver.ResultStatus.OPTIMAL ? variables[at].SolutionValue() : double.PositiveInfinity);
    }

    /// <summary>Finest cells that follow by elimination, exact in arithmetic modulo a prime.</summary>
    private HashSet<int> Determined()
    {
        var pivots = new Dictionary<int, Dictionary<int, long>>();
        foreach (var (atoms, _) in rows)
        {
            var row = atoms.ToDictionary(at => at, _ => 1L);
            foreach (var (pivot, by) in pivots)
                Subtract(row, by, pivot);
            if (row.Count == 0)
                continue;
            var lead = row.Keys.Min();
            var inverse = Power(row[lead], Prime - 2);
            foreach (var at in row.Keys.ToList())
                row[at] = row[at] * inverse % Prime;
            foreach (var other in pivots.Values)
                Subtract(other, row, lead);
            pivots[lead] = row;
        }

        return [.. pivots.Where(pair => pair.Value.Count == 1).Select(pair => pair.Key)];
    }

    private static void Subtract(Dictionary<int, long> row, Dictionary<int, long> by, int pivot)
    {
        if (!row.TryGetValue(pivot, out var factor))
            return;
        foreach (var (at, value) in by)
        {
            var left = (row.GetValueOrDefault(at) - factor * value % Prime + Prime) % Prime;
            if (left == 0)
                row.Remove(at);
            else
                row[at] = left;
        }
    }

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (value %= Prime; exponent > 0; exponent >>= 1, value = value * value % Prime)
            result = (exponent & 1) == 1 ? result * value % Prime : result;
        return result;
    }

    public void Dispose() => solver.Dispose();
}
