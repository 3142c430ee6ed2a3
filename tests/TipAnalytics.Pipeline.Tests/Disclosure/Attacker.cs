using Google.OrTools.LinearSolver;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

/// <summary>A reader who takes every released cell for printed exactly, knows how cells add up, and solves for the rest. Written apart from
/// the control it attacks: it reads the released table and the areas, nothing else.</summary>
internal sealed class Attacker : IDisposable
{
    private const long Prime = (1L << 31) - 1;

    private readonly Solver solver = Solver.CreateSolver("GLOP");
    private readonly List<ReleasedCell> cells;
    private readonly Variable[] counts;
    private readonly List<Dictionary<int, long>> rows = [];
    private readonly List<(int Whole, List<int> Parts)> sums = [];

    /// <param name="measure">Released cell → the count attacked (signal or rest).</param>
    public Attacker(ReleasedTable table, AreaTree areas, Func<ExactShare, long> measure)
    {
        cells = [.. table.Cells, .. table.PanelCells];
        counts = [.. cells.Select(cell =>
            cell.Value is Cell.NoData ? solver.MakeNumVar(0, 0, "")
            : Plans.Exact(cell) is { } exact ? solver.MakeNumVar(measure(exact), measure(exact), "")
            : solver.MakeNumVar(0, double.PositiveInfinity, ""))];
        foreach (var whole in Enumerable.Range(0, cells.Count))
        {
            var (at, sisters) = (cells[whole], Enumerable.Range(0, cells.Count).ToList());
            Add(whole, sisters.Where(part => cells[part].AreaLevel == at.AreaLevel + 1 && areas.At(cells[part].AreaCode, at.AreaLevel)?.Code == at.AreaCode
                && (cells[part].Period, cells[part].Split, cells[part].Category) == (at.Period, at.Split, at.Category)));
            if (at.Split == "all")
                foreach (var split in cells.Select(cell => cell.Split).Distinct().Where(split => split != "all"))
                    Add(whole, sisters.Where(part => (cells[part].AreaCode, cells[part].Period, cells[part].Split) == (at.AreaCode, at.Period, split)));
            if (at.Period.Grain == PeriodGrain.Quarter)
                Add(whole, sisters.Where(part => cells[part].Period.Grain == PeriodGrain.Month && cells[part].Period.Start >= at.Period.Start && cells[part].Period.End <= at.Period.End
                    && (cells[part].AreaCode, cells[part].Split, cells[part].Category) == (at.AreaCode, at.Split, at.Category)));
        }
    }

    public IEnumerable<int> Withheld => Enumerable.Range(0, cells.Count).Where(index => cells[index].Value is Cell.Hidden && Plans.Exact(cells[index]) is null);

    public IEnumerable<int> Released => Enumerable.Range(0, cells.Count).Where(index => Plans.IsReleased(cells[index]));

    public ReleasedCell this[int cell] => cells[cell];

    private void Add(int whole, IEnumerable<int> parts)
    {
        var list = parts.ToList();
        if (list.Count == 0)
            return;
        var row = solver.MakeConstraint(0, 0, "");
        var open = new Dictionary<int, long>();
        foreach (var (cell, sign) in list.Select(part => (part, 1L)).Append((whole, -1L)))
        {
            row.SetCoefficient(counts[cell], sign);
            if (Withheld.Contains(cell))
                open[cell] = sign;
        }
        rows.Add(open);
        sums.Add((whole, list));
    }

    /// <summary>Takes the weighted share of every printed cell for a statement on the finest parts of it: the share prints as it does.</summary>
    /// <param name="meanWeight">Mean weight of the measure attacked.</param>
    /// <param name="other">Weighted sum of the other measure.</param>
    /// <param name="isSignal">True: signal is attacked; false: the rest.</param>
    /// <param name="knowsSexes">The weights of sexes are known beside those of places.</param>
    public void ReadWeights(Func<ReleasedCell, double> meanWeight, Func<ReleasedCell, double> other, bool isSignal, bool knowsSexes = false)
    {
        foreach (var (whole, parts) in sums)
        {
            if (cells[whole].Split == "panel" || cells[whole].Value is not Cell.Shown { IsWeighted: true } shown)
                continue;
            if (cells[parts[0]].Split is var split && split != cells[whole].Split && !(knowsSexes && split == "sex"))
                continue;
            var (low, high) = shown.Bound switch
            {
                ShareBound.Under5 => (0.0, 0.05),
                ShareBound.Over95 => (0.95, 1.0),
                _ => ((shown.Share.Value - 0.5) / 100, (shown.Share.Value + 0.5) / 100),
            };
            var fixedSum = other(cells[whole]);
            var (least, most) = isSignal ? (low, high) : (1 - high, 1 - low);
            var row = solver.MakeConstraint(fixedSum * least / (1 - least) - 1e-9, most < 1 ? fixedSum * most / (1 - most) + 1e-9 : double.PositiveInfinity, "");
            foreach (var part in parts.SelectMany(Finest))
                row.SetCoefficient(counts[part], meanWeight(cells[part]));
        }
    }

    private IEnumerable<int> Finest(int cell)
    {
        var below = sums.Where(sum => sum.Whole == cell && cells[sum.Parts[0]].Split == cells[cell].Split).Select(sum => sum.Parts).FirstOrDefault();
        return below is null ? [cell] : below.SelectMany(Finest);
    }

    /// <summary>Smallest and largest count the cell can have by linear programming; infinite when nothing bounds it.</summary>
    public (double Low, double High) Bounds(int cell)
    {
        solver.Objective().Clear();
        solver.Objective().SetCoefficient(counts[cell], 1);
        solver.Objective().SetMinimization();
        var low = solver.Solve() == Solver.ResultStatus.OPTIMAL ? counts[cell].SolutionValue() : throw new InvalidOperationException("no table fits");
        solver.Objective().SetMaximization();
        return (low, solver.Solve() == Solver.ResultStatus.OPTIMAL ? counts[cell].SolutionValue() : double.PositiveInfinity);
    }

    /// <summary>Withheld cells that follow from the released ones by elimination, exact in arithmetic modulo a prime.</summary>
    public HashSet<int> Eliminated()
    {
        var pivots = new Dictionary<int, Dictionary<int, long>>();
        foreach (var original in rows)
        {
            var row = new Dictionary<int, long>(original);
            foreach (var (pivot, by) in pivots)
                Subtract(row, by, pivot);
            if (row.Count == 0)
                continue;
            var lead = row.Keys.Min();
            var inverse = Power(row[lead], Prime - 2);
            foreach (var cell in row.Keys.ToList())
                row[cell] = Mod(row[cell] * inverse);
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
        foreach (var (cell, value) in by)
        {
            var left = Mod(row.GetValueOrDefault(cell) - Mod(factor * value));
            if (left == 0)
                row.Remove(cell);
            else
                row[cell] = left;
        }
    }

    private static long Mod(long value) => (value % Prime + Prime) % Prime;

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (value = Mod(value); exponent > 0; exponent >>= 1, value = Mod(value * value))
            if ((exponent & 1) == 1)
                result = Mod(result * value);
        return result;
    }

    public void Dispose() => solver.Dispose();
}
