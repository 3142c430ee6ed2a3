using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Suppression;
using TipAnalytics.Pipeline.Tables;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Disclosure control for any aggregate table, without an operation: a partner's pivot before it is shared.</summary>
public sealed class TableProtection
{
    /// <summary>Stands for every count that is not published, whatever the reason.</summary>
    public const string Mark = "*";

    /// <summary>Stands for what cannot be.</summary>
    public const string Impossible = "n/a";

    // A plan that keeps less is worth a word on what a coarser one would keep.
    private const double GoodPlan = 0.8;

    private readonly AggregateTable table;
    private readonly TableContent content;
    private readonly bool[] isZero;
    private readonly long?[] given;
    private readonly long[] counts;
    private readonly byte[] key;

    private TableProtection(AggregateTable table, byte[] key)
    {
        (this.table, this.key) = (table, key);
        content = new(table);
        isZero = table.StructuralZeros();
        given = content.Atoms(isZero);
        counts = Complete();
    }

    private enum State { Published, Withheld, NotGiven, Impossible }

    /// <summary>A planned cell of the table.</summary>
    /// <param name="Count">Null: the table does not give it.</param>
    private sealed record Planned(string[] Codes, int[] Atoms, long? Count, long Margin);

    /// <summary>Protects a table as its spec says.</summary>
    /// <param name="byRounding">Frozen small-count rounding instead of withholding.</param>
    /// <exception cref="DefinitionException">The spec has faults.</exception>
    /// <exception cref="SourceDataException">The table has.</exception>
    /// <exception cref="ReleaseBlockedException">Nothing of the plan could be published, or rounding cannot protect it.</exception>
    public static ProtectionSummary Protect(string tablePath, string specPath, bool byRounding = false)
    {
        var table = TableFile.Read(tablePath, TableSpecFile.Read(specPath));
        // Ties are broken by what only a holder of the whole table has.
        var protection = new TableProtection(table, SHA256.HashData(Encoding.UTF8.GetBytes(FileHash.Of(tablePath) + FileHash.Of(specPath))));
        return byRounding ? protection.Rounded() : protection.Suppressed();
    }

    private int LeastCount => table.Spec.LeastCount;

    /// <summary>Counts of the atoms, those not given filled in so that the sums of the table hold.</summary>
    private long[] Complete()
    {
        var sums = content.Cells.Where(cell => cell.Count is not null && cell.Atoms.Length > 1).ToList();
        foreach (var sum in sums)
        {
            var known = sum.Atoms.Sum(atom => given[atom] ?? 0);
            if (known > sum.Count || (known < sum.Count && sum.Atoms.All(atom => given[atom] is not null)))
                throw new SourceDataException($"{table.File}, {sum.Place}: the sum is {(known > sum.Count ? "smaller" : "larger")} than its parts together (values not shown). Correct the table, or the levels in the spec.");
        }
        return Completion.Of(given, content.Highest(), [.. sums.Select(sum => new LinearFact(0, sum.Atoms, sum.Count!.Value, sum.Count!.Value, 0))])
            ?? throw new SourceDataException($"{table.File}: the sums of the table contradict each other, whatever the counts are that it does not give. Correct the table, or the levels in the spec.");
    }

    private ProtectionSummary Suppressed()
    {
        var plan = Plan(table.PlannedCells());
        var (states, pattern) = Suppress(plan);
        if (!states.Contains(State.Published))
            throw Blocked(plan, "every cell would have to be withheld");
        var (cells, value) = Kept(plan, states);
        return Summary("suppression", plan, states, pattern.CertifiedUp + pattern.CertifiedDown, cells < GoodPlan ? Coarser() : [], cell => plan[cell].Count);
    }

    private ReleaseBlockedException Blocked(IReadOnlyList<Planned> plan, string why)
    {
        var advice = Coarser();
        return new(string.Create(CultureInfo.InvariantCulture, $"{table.File}: nothing can be published; {why} (all {plan.Count} of them) to protect groups below {LeastCount}. "
            + $"{(advice.Count == 0 ? "Publish sums of more areas or longer periods." : Words(advice[0]))}"));
    }

    public static string Words(CoarserPlan plan) => string.Create(CultureInfo.InvariantCulture,
        $"{(plan.Level is null ? $"Leave {plan.Dimension} out" : $"Show {plan.Dimension} by {plan.Level} only")}: would keep {100 * plan.KeptCells:0} % of cells and {100 * plan.KeptValue:0} % of their value.");

    private ProtectionSummary Rounded()
    {
        var plan = Plan(table.PlannedCells());
        var ofFew = plan.Count(cell => cell.Margin > 0);
        if (ofFew > 0)
            throw new ReleaseBlockedException(string.Create(CultureInfo.InvariantCulture, $"{table.File}: rounding does not hide whose cases they are, and {ofFew} {(ofFew == 1 ? "cell rests" : "cells rest")} on few organisations. Leave «--option rounding» out, or show less detail."));
        var rounded = SmallCountRounding.Round(counts, [.. plan.Where(cell => cell.Count is not null).Select(cell => cell.Atoms)], LeastCount, key);
        var states = plan.Select(cell => cell.Atoms.All(atom => isZero[atom]) ? State.Impossible : cell.Count is null ? State.NotGiven : State.Published).ToArray();
        return Summary("rounding", plan, states, 0, [], cell => plan[cell].Atoms.Sum(atom => rounded[atom]));
    }

    private List<Planned> Plan(IReadOnlyList<string[]> cells) =>
        [.. cells.Select(codes =>
        {
            var atoms = table.Atoms(codes);
            long? count = content.Of(codes)?.Count ?? (atoms.All(atom => given[atom] is not null) ? atoms.Sum(atom => given[atom]!.Value) : null);
            return new Planned(codes, atoms, count, table.Spec is { Caseload: true, Organisation: not null } && count is { } known ? OrganisationRule.Margin(known, content.Organisations(codes).Values, LeastCount) : 0);
        })];

    private (State[] States, Pattern Pattern) Suppress(IReadOnlyList<Planned> plan)
    {
        var series = new Dictionary<string, int>(StringComparer.Ordinal);
        var targets = new List<Target>();
        for (var atom = 0; atom < counts.Length; atom++)
            if (!isZero[atom])
                AddSmall(targets, [atom]);
        var cells = new List<TableCell>();
        foreach (var cell in plan)
        {
            var (sum, isPossible) = (cell.Atoms.Sum(atom => counts[atom]), !cell.Atoms.All(atom => isZero[atom]));
            if (isPossible && cell.Atoms.Length > 1)
                AddSmall(targets, cell.Atoms);
            if (cell.Margin > 0)
            {
                targets.Add(new(0, cell.Atoms, true, cell.Margin));
                targets.Add(new(0, cell.Atoms, false, Math.Min(cell.Margin, sum)));
            }
            cells.Add(new(cell.Atoms, Weight(cell, sum), Series(cell.Codes, series), isPossible && (cell.Count is null || cell.Count < LeastCount || cell.Margin > 0)));
        }
        var pattern = new CertifiedSuppression(new([counts], isZero, cells, []) { Blocks = Blocks() }, targets).Run();
        return ([.. plan.Select((cell, at) => cell.Atoms.All(atom => isZero[atom]) ? State.Impossible : cell.Count is null ? State.NotGiven : pattern.IsHidden[at] ? State.Withheld : State.Published)], pattern);
    }

    private void AddSmall(List<Target> targets, int[] atoms)
    {
        var sum = atoms.Sum(atom => counts[atom]);
        if (sum >= LeastCount)
            return;
        targets.Add(new(0, atoms, true, LeastCount - sum));
        targets.Add(new(0, atoms, false, sum));
    }

    /// <summary>Loss of hiding a cell: more the coarser it is and the more it counts; ties by a keyed hash.</summary>
    private double Weight(Planned cell, long sum)
    {
        var level = 1.0;
        for (var at = 0; at < table.Dimensions.Count; at++)
        {
            var dimension = table.Dimensions[at];
            level *= dimension.LevelOf(cell.Codes[at]) is var shown && shown == dimension.Name ? 1 : shown == TableSpecFile.Whole ? 4 : 2;
        }
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', cell.Codes)));
        return level * (1 + Math.Log(1 + sum)) * (1 + BinaryPrimitives.ReadUInt32BigEndian(hash) / (1000.0 * uint.MaxValue));
    }

    /// <summary>Series along the dimension whose codes are periods; −1 without one.</summary>
    private int Series(string[] codes, Dictionary<string, int> series)
    {
        var time = table.Dimensions.ToList().FindIndex(dimension => dimension.Codes.All(code => Period.TryParse(code, out _)));
        if (time < 0)
            return -1;
        var name = string.Join('\n', codes.Select((code, at) => at == time ? table.Dimensions[time].LevelOf(code) : code));
        if (!series.TryGetValue(name, out var number))
            series[name] = number = series.Count;
        return number;
    }

    /// <summary>Witnesses of a large table are sought among the atoms of one parent first, where some level divides a dimension without overlap.</summary>
    private int[] Blocks()
    {
        for (var at = 0; at < table.Dimensions.Count; at++)
        {
            var dimension = table.Dimensions[at];
            foreach (var level in dimension.Sums.Where(sum => sum.Value.Level != TableSpecFile.Whole).GroupBy(sum => sum.Value.Level))
            {
                var parts = level.SelectMany(sum => sum.Value.Parts).ToList();
                if (parts.Count != dimension.Codes.Count || parts.Distinct().Count() != parts.Count)
                    continue;
                var blocks = new int[table.AtomCount];
                foreach (var (sum, number) in level.Select((sum, number) => (sum, number)))
                    foreach (var atom in table.Atoms([.. table.Dimensions.Select((each, place) => place == at ? sum.Key : each.Sums.First(whole => whole.Value.Level == TableSpecFile.Whole).Key)]))
                        blocks[atom] = number;
                return blocks;
            }
        }
        return [];
    }

    /// <summary>What plans would keep that show one dimension at its next level only, or not at all.</summary>
    private List<CoarserPlan> Coarser()
    {
        var plans = new List<CoarserPlan>();
        foreach (var (dimension, at) in table.Dimensions.Select((dimension, at) => (dimension, at)))
        {
            foreach (var level in dimension.Sums.Select(sum => sum.Value.Level).Where(level => level != TableSpecFile.Whole).Distinct().Append(null))
            {
                var shown = dimension.Of(level ?? TableSpecFile.Whole).ToHashSet(StringComparer.Ordinal);
                var whole = dimension.Of(TableSpecFile.Whole).Single();
                var cells = table.PlannedCells().SelectMany(codes => codes[at] == whole || shown.Contains(codes[at]) ? [codes] : shown.Select(code => (string[])[.. codes[..at], code, .. codes[(at + 1)..]]))
                    .DistinctBy(codes => string.Join('\n', codes)).ToList();
                var plan = Plan(cells);
                var (kept, value) = Kept(plan, Suppress(plan).States);
                plans.Add(new(dimension.Name, level, kept, value));
            }
        }
        return [.. plans.Where(plan => plan.KeptCells > 0).OrderByDescending(plan => plan.KeptCells).ThenBy(plan => plan.Dimension, StringComparer.Ordinal)];
    }

    private static (double Cells, double Value) Kept(IReadOnlyList<Planned> plan, State[] states)
    {
        var counted = Enumerable.Range(0, plan.Count).Where(cell => states[cell] is State.Published or State.Withheld).ToList();
        var published = counted.Where(cell => states[cell] == State.Published).ToList();
        double Value(List<int> cells) => cells.Sum(cell => (double)plan[cell].Count!.Value);
        return (counted.Count == 0 ? 0 : published.Count / (double)counted.Count, Value(counted) == 0 ? 0 : Value(published) / Value(counted));
    }

    private ProtectionSummary Summary(string option, List<Planned> plan, State[] states, int certified, List<CoarserPlan> advice, Func<int, long?> printed)
    {
        var (cells, value) = Kept(plan, states);
        return new(table.File, option, LeastCount, states.Count(state => state != State.Impossible), states.Count(state => state == State.NotGiven), states.Count(state => state == State.Withheld),
            Enumerable.Range(0, plan.Count).Count(cell => states[cell] == State.Withheld && (plan[cell].Count < LeastCount || plan[cell].Margin > 0)), cells, value, certified, advice, Printed(plan, states, printed))
        {
            InNoGroup = [.. table.InNoGroup],
        };
    }

    /// <summary>The table in one order whatever that of the file: rows by code, so that no order of counts shows; in the layout of the file.</summary>
    private ProtectedTable Printed(List<Planned> plan, State[] states, Func<int, long?> printed)
    {
        var across = table.Dimensions.ToList().FindIndex(dimension => dimension.IsAcross);
        int Rank(string code, int at) => table.Dimensions[at].LevelOf(code) is var level && level == table.Dimensions[at].Name ? 0 : level == TableSpecFile.Whole ? 2 : 1;
        var text = Enumerable.Range(0, plan.Count).ToDictionary(
            cell => string.Join('\n', plan[cell].Codes),
            cell => states[cell] switch { State.Published => printed(cell)!.Value.ToString(CultureInfo.InvariantCulture), State.Impossible => Impossible, _ => Mark }, StringComparer.Ordinal);
        IEnumerable<string> Ordered(IEnumerable<string> codes, int at) => codes.Distinct(StringComparer.Ordinal).OrderBy(code => Rank(code, at)).ThenBy(code => code, StringComparer.Ordinal);
        string[] columns = across < 0 ? [table.Spec.Count!] : [.. Ordered(plan.Select(cell => cell.Codes[across]), across)];
        var rows = plan.Select(cell => cell.Codes.Where((_, at) => at != across).ToArray()).DistinctBy(codes => string.Join('\n', codes)).ToList();
        var places = Enumerable.Range(0, table.Dimensions.Count).Where(at => at != across).ToArray();
        rows.Sort((one, other) =>
        {
            for (var at = 0; at < places.Length; at++)
            {
                var order = Rank(one[at], places[at]).CompareTo(Rank(other[at], places[at]));
                order = order != 0 ? order : string.CompareOrdinal(one[at], other[at]);
                if (order != 0)
                    return order;
            }
            return 0;
        });
        return new(
            [.. places.Select(at => table.Dimensions[at].Header), .. columns],
            [.. rows.Select(codes => (IReadOnlyList<string>)[.. codes, .. across < 0
                ? [text[string.Join('\n', codes)]]
                : columns.Select(column => text.GetValueOrDefault(string.Join('\n', (string[])[.. codes[..across], column, .. codes[across..]]), ""))])]);
    }
}
