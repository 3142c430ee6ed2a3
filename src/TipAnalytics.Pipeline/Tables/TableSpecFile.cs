using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tables;

/// <summary>Reads and checks the spec of a table.</summary>
internal static class TableSpecFile
{
    /// <summary>Level of a dimension that is all of it.</summary>
    public const string Whole = "total";

    private const int SmallestThreshold = 5;
    private const int FewestOrganisations = 3;

    /// <exception cref="DefinitionException">Every fault of the file, each with its line.</exception>
    public static TableSpec Read(string path)
    {
        var faults = new DefinitionFaults();
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var file = DefinitionFile.Read<TableSpec>(folder, Path.GetFileName(path), faults);
        if (file is not null)
            Check(file);
        faults.ThrowIfAny();
        return file!.Value;
    }

    private static void Check(DefinitionFile<TableSpec> file)
    {
        var spec = file.Value;
        if (spec.Threshold < SmallestThreshold)
            file.Fault($"\"threshold\" is below {SmallestThreshold}; smaller counts are never published", "threshold");
        if (spec.Organisation is not null && spec.OrganisationsAtLeast is not null)
            file.Fault("a table names the column of the organisations or states how many there are at least, not both", "organisations_at_least");
        if (spec.Caseload && spec.Organisation is null && !(spec.OrganisationsAtLeast >= FewestOrganisations))
            file.Fault($"a caseload needs \"organisation\" (the column that names it), or \"organisations_at_least\" with {FewestOrganisations} or more: whose cases few are could be told from the table otherwise", spec.OrganisationsAtLeast is null ? "caseload" : "organisations_at_least");
        if (spec.Dimensions.Count == 0)
            file.Fault("a table has at least one dimension", "dimensions");
        var across = spec.Dimensions.Where(dimension => dimension.Value.Across.Count > 0).Select(dimension => dimension.Key).ToList();
        if (across.Count > 1)
            file.Fault($"only one dimension can lie across; {string.Join(" and ", across)} both do", "dimensions", across[1], "across");
        if (spec.Count is null && across.Count == 0)
            file.Fault("missing key \"count\": the column of the counts", "dimensions");
        if (spec.Count is not null && across.Count > 0)
            file.Fault("the counts stand in the columns of the dimension that lies across; leave \"count\" out", "count");
        foreach (var (name, dimension) in spec.Dimensions)
            CheckDimension(file, name, dimension);
        for (var shape = 0; shape < spec.Publish.Count; shape++)
            CheckShape(file, spec, shape);
        for (var zero = 0; zero < spec.StructuralZeros.Count; zero++)
            foreach (var name in spec.StructuralZeros[zero].Keys.Where(name => !spec.Dimensions.ContainsKey(name)))
                file.Fault($"\"{name}\" is no dimension of the table.{Suggestion.For(name, spec.Dimensions.Keys)}", "structural_zeros", FormattableString.Invariant($"{zero}"), name);
    }

    private static void CheckDimension(DefinitionFile<TableSpec> file, string name, DimensionSpec dimension)
    {
        if (dimension.Column is null == (dimension.Across.Count == 0))
            file.Fault($"\"{name}\" has either \"column\" (where its codes stand) or \"across\" (the columns that are its codes)", "dimensions", name);
        if (name == Whole)
            file.Fault($"\"{Whole}\" means all of a dimension; give this one another name", "dimensions", name);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (level, codes) in dimension.Levels)
        {
            if (level == Whole || level == name)
                file.Fault($"\"{level}\" is taken: {(level == Whole ? "it means all of a dimension" : "the finest codes have the name of the dimension")}", "dimensions", name, "levels", level);
            foreach (var (code, parts) in codes)
            {
                if (parts.Count == 0)
                    file.Fault($"\"{code}\" has no parts", "dimensions", name, "levels", level, code);
                if (!seen.TryAdd(code, level) || code == dimension.Total)
                    file.Fault($"\"{code}\" stands twice in the dimension", "dimensions", name, "levels", level, code);
                foreach (var twice in parts.GroupBy(part => part, StringComparer.Ordinal).Where(same => same.Count() > 1))
                    file.Fault($"\"{code}\" names \"{twice.Key}\" twice", "dimensions", name, "levels", level, code);
            }
        }
        foreach (var (level, codes) in dimension.Levels)
            foreach (var (code, parts) in codes)
                foreach (var part in parts.Where(seen.ContainsKey))
                    file.Fault($"\"{part}\" is a sum itself; name the finest codes that \"{code}\" is the sum of", "dimensions", name, "levels", level, code);
    }

    private static void CheckShape(DefinitionFile<TableSpec> file, TableSpec spec, int shape)
    {
        var at = FormattableString.Invariant($"{shape}");
        foreach (var (name, levels) in spec.Publish[shape])
        {
            if (!spec.Dimensions.TryGetValue(name, out var dimension))
            {
                file.Fault($"\"{name}\" is no dimension of the table.{Suggestion.For(name, spec.Dimensions.Keys)}", "publish", at, name);
                continue;
            }
            string[] known = [name, .. dimension.Levels.Keys, Whole];
            foreach (var level in levels.Where(level => !known.Contains(level)))
                file.Fault($"\"{level}\" is no level of {name}; it has {string.Join(", ", known)}.{Suggestion.For(level, known)}", "publish", at, name);
        }
    }
}
