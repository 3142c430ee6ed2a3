using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Tests.Suppression;

/// <summary>A table with dimensions for tests: atoms are all combinations of finest codes, cells are named by one set of codes a dimension.</summary>
internal sealed class DesignedTable(params int[] sizes)
{
    private readonly List<(int[] Atoms, double Level, string Series)> cells = [];
    private readonly Dictionary<string, int> seen = [];

    public int AtomCount { get; } = sizes.Aggregate(1, (count, size) => count * size);

    public IReadOnlyList<int[]> Cells => [.. cells.Select(cell => cell.Atoms)];

    /// <summary>Atoms of a cell; null: all codes of the dimension.</summary>
    public int[] Atoms(params int[]?[] codes)
    {
        int[] atoms = [0];
        for (var at = 0; at < sizes.Length; at++)
        {
            var (size, chosen) = (sizes[at], codes[at] ?? [.. Enumerable.Range(0, sizes[at])]);
            atoms = [.. atoms.SelectMany(atom => chosen.Select(code => atom * size + code))];
        }
        Array.Sort(atoms);
        return atoms;
    }

    /// <summary>Plans a cell; one with the same codes twice counts once.</summary>
    public DesignedTable Plan(double level, string series, params int[]?[] codes)
    {
        var key = string.Join('|', codes.Select(each => each is null ? "*" : string.Join(',', each)));
        if (seen.TryAdd(key, cells.Count))
            cells.Add((Atoms(codes), level, series));
        return this;
    }

    /// <summary>The table with its cells below the threshold withheld, and the targets of these and of the atoms below it.</summary>
    /// <param name="protectsAtoms">False: table cells only.</param>
    public (AtomTable Table, List<Target> Targets) Of(long[][] counts, int threshold, bool protectsAtoms = true, IReadOnlyList<LinearFact>? facts = null, bool[]? isKnown = null, int[]? blocks = null)
    {
        var known = isKnown ?? new bool[AtomCount];
        var series = cells.Select(cell => cell.Series).Distinct().Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
        var (planned, targets) = (new List<TableCell>(), new List<Target>());
        for (var atom = 0; protectsAtoms && atom < AtomCount; atom++)
            if (!known[atom])
                targets.AddRange(TargetsOf(counts, [atom], threshold));
        for (var at = 0; at < cells.Count; at++)
        {
            var (atoms, level, name) = cells[at];
            var value = counts.Sum(measure => atoms.Sum(atom => measure[atom]));
            var isSmall = counts.Any(measure => atoms.Sum(atom => measure[atom]) < threshold) && !atoms.All(atom => known[atom]);
            planned.Add(new(atoms, level * (1 + Math.Log(1 + value)) * (1 + (at * 7919L % 1009) / 1e6), series[name], isSmall));
            if (isSmall && (atoms.Length > 1 || !protectsAtoms))
                targets.AddRange(TargetsOf(counts, atoms, threshold));
        }
        return (new(counts, known, planned, facts ?? []) { Blocks = blocks ?? [] }, targets);
    }

    /// <summary>Each small count may be 0, and may be the threshold or more.</summary>
    public static IEnumerable<Target> TargetsOf(long[][] counts, int[] atoms, int threshold)
    {
        for (var measure = 0; measure < counts.Length; measure++)
        {
            var count = atoms.Sum(atom => counts[measure][atom]);
            if (count >= threshold)
                continue;
            yield return new(measure, atoms, true, threshold - count);
            yield return new(measure, atoms, false, count);
        }
    }

    public static long Poisson(Random random, double mean)
    {
        var (limit, count, product) = (Math.Exp(-mean), 0L, random.NextDouble());
        for (; product > limit; product *= random.NextDouble())
            count++;
        return count;
    }

    /// <summary>The default six tables of the specification: adm2 × month, adm2 × quarter × sex, adm2 × year × sex × age, adm1 × month × sex,
    /// adm1 × quarter × sex × age, adm0 × month × sex × age, each with all its margins. Dimensions: adm2, month, sex (2), age (3).</summary>
    public static DesignedTable SixTables(int provinces, int districts, int months)
    {
        var design = new DesignedTable(provinces * districts, months, 2, 3);
        foreach (var (level, grain, sex, age) in new[] { (2, 0, false, false), (2, 1, true, false), (2, 2, true, true), (1, 0, true, false), (1, 1, true, true), (0, 0, true, true) })
            foreach (var (place, placeName, placeWeight) in Places(provinces, districts).Where(each => each.Level <= level).Select(each => (each.Codes, each.Name, each.Level switch { 0 => 25.0, 1 => 6.0, _ => 1.0 })))
                foreach (var (period, grainName) in Periods(months).Where(each => each.Grain >= grain).Select(each => (each.Codes, each.Grain)))
                    foreach (var ofSex in Categories(2, sex))
                        foreach (var ofAge in Categories(3, age))
                            design.Plan(placeWeight * (ofSex is null && ofAge is null ? 2 : 1), $"{placeName}|{grainName}|{ofSex?[0]}|{ofAge?[0]}", place, period, ofSex, ofAge);
        return design;
    }

    private static IEnumerable<(int Level, int[]? Codes, string Name)> Places(int provinces, int districts) =>
    [
        (0, null, "country"),
        .. Enumerable.Range(0, provinces).Select(province => (1, (int[]?)[.. Enumerable.Range(province * districts, districts)], $"province {province}")),
        .. Enumerable.Range(0, provinces * districts).Select(district => (2, (int[]?)[district], $"district {district}")),
    ];

    private static IEnumerable<(int Grain, int[]? Codes)> Periods(int months) =>
    [
        .. Enumerable.Range(0, months).Select(month => (0, (int[]?)[month])),
        .. Enumerable.Range(0, months / 3).Select(quarter => (1, (int[]?)[3 * quarter, 3 * quarter + 1, 3 * quarter + 2])),
        (2, null),
    ];

    private static IEnumerable<int[]?> Categories(int count, bool isShown) => isShown ? [null, .. Enumerable.Range(0, count).Select(code => (int[]?)[code])] : [null];
}
