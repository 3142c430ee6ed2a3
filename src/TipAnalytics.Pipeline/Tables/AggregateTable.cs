namespace TipAnalytics.Pipeline.Tables;

/// <summary>One dimension as spec and file give it.</summary>
/// <param name="Name">In the spec; also the level of its finest codes.</param>
/// <param name="Header">Of its column in the file, or its name where it lies across.</param>
/// <param name="Codes">Finest ones, in the order of the file.</param>
/// <param name="Sums">Code → places of the finest codes it is the sum of, with its level; the whole among them.</param>
internal sealed record TableDimension(string Name, string Header, bool IsAcross, IReadOnlyList<string> Codes, IReadOnlyDictionary<string, (string Level, int[] Parts)> Sums)
{
    /// <summary>Codes of a level, finest ones under the name of the dimension.</summary>
    public IEnumerable<string> Of(string level) => level == Name ? Codes : Sums.Where(sum => sum.Value.Level == level).Select(sum => sum.Key);

    /// <summary>Places of the finest codes in a code.</summary>
    public int[] Parts(string code) => Sums.TryGetValue(code, out var sum) ? sum.Parts : [places[code]];

    public string LevelOf(string code) => Sums.TryGetValue(code, out var sum) ? sum.Level : Name;

    private readonly Dictionary<string, int> places = Codes.Select((code, at) => (code, at)).ToDictionary(pair => pair.code, pair => pair.at, StringComparer.Ordinal);
}

/// <summary>One count of the file.</summary>
/// <param name="Codes">One a dimension, in their order.</param>
/// <param name="Count">Null: not given (blank, a symbol) or only as a bound.</param>
/// <param name="Below">A bound such as «&lt;5»: the count is smaller than this; null: none.</param>
/// <param name="Organisation">As the file names it; empty without such a column.</param>
/// <param name="Place">Row and column, for messages.</param>
internal sealed record TableCount(string[] Codes, long? Count, long? Below, string Organisation, string Place);

/// <summary>An aggregate table as it was read. Its atoms are all combinations of finest codes but the structural zeros.</summary>
/// <param name="File">Name without folder.</param>
internal sealed record AggregateTable(string File, TableSpec Spec, IReadOnlyList<TableDimension> Dimensions, IReadOnlyList<TableCount> Counts)
{
    public int AtomCount => Dimensions.Aggregate(1, (count, dimension) => count * dimension.Codes.Count);

    /// <summary>«dimension: code» of finest codes that are in the whole only, though the dimension has levels: on purpose, or by a slip of the pen.</summary>
    public IEnumerable<string> InNoGroup =>
        from dimension in Dimensions
        let levels = dimension.Sums.Values.Where(sum => sum.Level != TableSpecFile.Whole).SelectMany(sum => sum.Parts).ToHashSet()
        where levels.Count > 0
        from code in dimension.Codes.Where((_, place) => !levels.Contains(place))
        select $"{dimension.Name}: {code}";

    /// <summary>Atoms of a cell, ascending; structural zeros among them.</summary>
    public int[] Atoms(IReadOnlyList<string> codes)
    {
        int[] atoms = [0];
        for (var at = 0; at < Dimensions.Count; at++)
        {
            var (dimension, parts) = (Dimensions[at], Dimensions[at].Parts(codes[at]));
            atoms = [.. atoms.SelectMany(atom => parts.Select(part => atom * dimension.Codes.Count + part))];
        }
        Array.Sort(atoms);
        return atoms;
    }

    /// <summary>Per atom: declared impossible, so known to be empty.</summary>
    public bool[] StructuralZeros()
    {
        var isZero = new bool[AtomCount];
        foreach (var zero in Spec.StructuralZeros)
        {
            string[][] codes = [.. Dimensions.Select(dimension => zero.TryGetValue(dimension.Name, out var code) ? [code] : dimension.Codes.ToArray())];
            IEnumerable<string[]> combinations = [[]];
            foreach (var each in codes)
                combinations = combinations.SelectMany(before => each.Select(code => (string[])[.. before, code]));
            foreach (var atom in combinations.SelectMany(Atoms))
                isZero[atom] = true;
        }
        return isZero;
    }

    /// <summary>The cells of the published shapes, each once, coarser dimensions left to right; those of the file where the spec names no shape.</summary>
    public IReadOnlyList<string[]> PlannedCells()
    {
        var cells = new List<string[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Add(string[] codes)
        {
            if (seen.Add(string.Join('\n', codes)))
                cells.Add(codes);
        }

        foreach (var count in Spec.Publish.Count == 0 ? Counts : [])
            Add(count.Codes);
        foreach (var shape in Spec.Publish)
        {
            IEnumerable<string[]> combinations = [[]];
            foreach (var dimension in Dimensions)
            {
                var levels = shape.GetValueOrDefault(dimension.Name, [TableSpecFile.Whole]);
                string[] codes = [.. levels.SelectMany(dimension.Of)];
                combinations = combinations.SelectMany(before => codes.Select(code => (string[])[.. before, code]));
            }
            foreach (var codes in combinations)
                Add(codes);
        }
        return cells;
    }
}
