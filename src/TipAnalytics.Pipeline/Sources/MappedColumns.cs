using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Columns a source definition names, found in a file; what is missing is collected and said at once.</summary>
internal sealed class MappedColumns(ColumnNames columns)
{
    private readonly List<string> missing = [];

    public HashSet<int> Positions { get; } = [];

    public bool Has(string name) => columns.Find(name) is not null;

    /// <summary>Position of a column that is needed; -1 when missing, which <see cref="RequireAll"/> then reports.</summary>
    public int Needed(string name) => Optional(name) is >= 0 and var position ? position : Missing(name);

    /// <summary>Position of a column that is needed, or -1 when the definition names none.</summary>
    public int NeededIf(string? name) => name is null ? -1 : Needed(name);

    /// <summary>Position of a column that may be missing, or -1.</summary>
    public int Optional(string name)
    {
        var position = columns.Find(name) ?? -1;
        if (position >= 0)
            Positions.Add(position);
        return position;
    }

    /// <summary>Positions of alternatives, of which at least one is needed.</summary>
    public IReadOnlyList<(int Position, string Name)> AnyOf(IReadOnlyList<string> names)
    {
        var found = names.Select(name => (Position: Optional(name), name)).Where(column => column.Position >= 0).ToList();
        if (found.Count == 0 && names.Count > 0)
            Missing(names[0]);
        return found;
    }

    /// <param name="mayOmit">The file leaves out what was not answered: what only fields need may be missing.</param>
    /// <returns>Names that were left out.</returns>
    /// <exception cref="SourceDataException">A needed column is missing.</exception>
    public IReadOnlyList<string> RequireAll(string file, SourceDefinition source, bool mayOmit = false)
    {
        var fields = mayOmit ? source.Fields.Values.SelectMany(field => field.AllColumns).ToHashSet(StringComparer.Ordinal) : [];
        var wanted = missing.Distinct(StringComparer.Ordinal).ToLookup(fields.Contains);
        if (wanted[false].Any())
        {
            var listed = wanted[false].Select(name => columns.Near(name) is { } near ? $"\"{name}\" (the file has \"{near}\")" : $"\"{name}\"");
            throw new SourceDataException(
                $"{file}: columns that are needed are missing: {string.Join(", ", listed)}. Nothing of the file was taken. Export with these columns, or change the names in {source.File}.");
        }

        return [.. wanted[true]];
    }

    private int Missing(string name)
    {
        missing.Add(name);
        return -1;
    }
}
