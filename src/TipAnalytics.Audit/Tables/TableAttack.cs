using TipAnalytics.Audit.Attack;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Tables;

namespace TipAnalytics.Audit.Tables;

/// <summary>What a reader of some published tables can prove about one withheld count.</summary>
/// <param name="Codes">Dimension → code.</param>
/// <param name="Places">File and place in it where it is withheld.</param>
/// <param name="Low">Smallest whole number it can be.</param>
/// <param name="High">Largest; null: open.</param>
/// <param name="Recovered">exact (only one number is possible), below_threshold (proven to be small), or empty.</param>
public sealed record WithheldInterval(IReadOnlyDictionary<string, string> Codes, IReadOnlyList<string> Places, long Low, long? High, string Recovered);

/// <param name="Threshold">Counts below it are small.</param>
/// <param name="Small">File and place of published counts below the threshold, zeros that are none by structure among them.</param>
/// <param name="NestedPairs">Published counts of which one holds the other, and that differ by fewer than the threshold: both with file and place.</param>
public sealed record TableAttackSummary(
    int Files, int Published, int Threshold, IReadOnlyList<WithheldInterval> Withheld, IReadOnlyList<string> Small, IReadOnlyList<string> NestedPairs)
{
    /// <summary>«dimension: code» of codes that are in no group of any level: their part in a sum is not known.</summary>
    public IReadOnlyList<string> InNoGroup { get; init; } = [];

    public bool IsRecoverable => Small.Count > 0 || NestedPairs.Count > 0 || Withheld.Any(cell => cell.Recovered.Length > 0);
}

/// <summary>Attacks any set of published tables together.</summary>
public static class TableAttack
{
    /// <param name="files">CSV or XLSX, all under one spec.</param>
    /// <exception cref="SourceDataException">A file cannot be read, two files give one cell different counts, or the counts contradict each other.</exception>
    /// <exception cref="DefinitionException">The spec is wrong.</exception>
    public static TableAttackSummary Run(IReadOnlyList<string> files, string spec)
    {
        ArgumentNullException.ThrowIfNull(files);
        var read = TableSpecFile.Read(spec);
        var tables = files.Select(file => TableFile.Read(file, read)).ToList();
        var atoms = new JointAtoms(read, tables);
        var told = atoms.Cells(tables);
        var statements = told.Where(cell => cell.Low is not null).Select(cell => new Statement(cell.Atoms, cell.Low!.Value, cell.High!.Value, cell.Places[0])).ToList();
        var withheld = told.Where(cell => cell.Low is null || cell.Low != cell.High).ToList();
        var groups = withheld.Where(cell => cell.Atoms.Length > 0).Select(cell => new ProtectedGroup(cell.Atoms, null, null, Key(cell.Codes))).ToList();
        var parts = AttackSystem.Parts(atoms.Count, statements, groups);
        var intervals = parts.SelectMany(part => Intervals(part)).ToDictionary(pair => pair.Name, pair => (pair.Low, pair.High), StringComparer.Ordinal);
        return new(
            files.Count, statements.Count(row => row.IsExact), read.LeastCount,
            [.. withheld.Select(cell =>
            {
                var (low, high) = intervals.GetValueOrDefault(Key(cell.Codes), (0, (long?)0));
                return new WithheldInterval(
                    read.Dimensions.Keys.Zip(cell.Codes).ToDictionary(pair => pair.First, pair => pair.Second), cell.Places, low, high,
                    low == high ? "exact" : high < read.LeastCount ? "below_threshold" : "");
            })],
            [.. told.Where(cell => cell.Atoms.Length > 0 && cell.Low == cell.High && cell.High < read.LeastCount).Select(cell => cell.Places[0])],
            [.. parts.SelectMany(part => NestedPairs.Below(part, read.LeastCount)).Select(pair => $"{pair.Outer.Source} and {pair.Inner.Source}")])
        {
            InNoGroup = [.. tables.SelectMany(table => table.InNoGroup).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    private static string Key(string[] codes) => string.Join('\u001f', codes);

    private static IEnumerable<(string Name, long Low, long? High)> Intervals(AttackPart part)
    {
        var bounds = UnknownBounds.Of(part);
        if (bounds.Low.Zip(bounds.High).Any(bound => bound.First > bound.Second))
            throw Contradicting();
        using var program = new LinearIntervals(part, bounds);
        foreach (var group in part.Groups)
        {
            var (low, high) = (Extreme(part, bounds, program, group.Inside, isLargest: false) ?? 0, Extreme(part, bounds, program, group.Touched, isLargest: true));
            foreach (var name in group.Groups.Select(own => own.Name))
                yield return (name, low, high);
        }
    }

    /// <summary>Extreme over whole numbers: where the linear program says, or as much further in as it takes until a table is found.</summary>
    private static long? Extreme(AttackPart part, UnknownBounds bounds, LinearIntervals program, int[] group, bool isLargest)
    {
        const double Near = 1e-6;
        if (group.Length == 0)
            return 0;
        var (sum, _) = program.Extreme(group, isLargest);
        if (double.IsNaN(sum))
            throw Contradicting();
        if (double.IsInfinity(sum))
            return null;
        var step = isLargest ? -1 : 1;
        for (var value = (long)(isLargest ? Math.Floor(sum + Near) : Math.Ceiling(sum - Near)); ; value += step)
        {
            var (table, isImpossible) = IntegerSearch.Find(part, bounds, group, isLargest ? value : null, isLargest ? null : value, Math.Max(1_000_000, 4 * Math.Abs(value) + 1000));
            // Neither found nor ruled out: the wider bound holds, as a bound.
            if (table is not null || !isImpossible)
                return value;
            if (value is < 0 or > 1_000_000_000)
                throw Contradicting();
        }
    }

    private static SourceDataException Contradicting() =>
        new("The published counts contradict each other: no table of whole numbers gives all of them. Check the hierarchies of the spec, and that all files are of the same records.");
}
