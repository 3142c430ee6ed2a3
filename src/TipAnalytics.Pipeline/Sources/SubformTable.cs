namespace TipAnalytics.Pipeline.Sources;

/// <summary>A Primero CSV whose subforms stand in one cell each: what the mapping names <c>subform/field</c> becomes a column with the values of all items,
/// <c>["a", "b"]</c>, as in a JSON export. A cell that cannot be read is a value no list knows, which is counted.</summary>
internal sealed class SubformTable : WrappedTable
{
    private readonly (int Position, string Field, string Name)[] columns;
    private readonly int width;

    /// <param name="used">Columns the mapping names.</param>
    public SubformTable(SourceTable table, IEnumerable<string> used)
        : base(table)
    {
        width = table.Headers.Count;
        columns = [.. Columns(table, used)];
        // The cell itself is read for its fields only, and is no column of its own.
        Headers = [.. table.Headers.Select((name, position) => Array.Exists(columns, column => column.Position == position) ? "" : name), .. columns.Select(column => column.Name)];
    }

    public override IReadOnlyList<string> Headers { get; }

    public override bool IsOfParent(int column) => Inner.IsOfParent(column < width ? column : columns[column - width].Position);

    /// <summary>Whether the mapping names a field of a subform that is one column of the table.</summary>
    public static bool Has(SourceTable table, IEnumerable<string> used) => Columns(table, used).Any();

    public override ReadOnlySpan<char> Cell(int column)
    {
        if (column < width)
            return Inner.Cell(column);
        var (position, field, _) = columns[column - width];
        var cell = Inner.Cell(position);
        if (cell.IsEmpty)
            return default;
        return RubyNotation.Values(cell, field) switch
        {
            null => "\uFFFD",
            [] => default,
            var values => $"[{string.Join(", ", values.Select(value => $"\"{value.Replace('"', '\'')}\""))}]",
        };
    }

    public override ReadOnlySpan<char> Label(int column) => column < width ? Inner.Label(column) : default;

    public override void Need(IReadOnlySet<int> columns) => Inner.Need(columns.Where(column => column < width).Concat(this.columns.Select(column => column.Position)).ToHashSet());

    private static IEnumerable<(int Position, string Field, string Name)> Columns(SourceTable table, IEnumerable<string> used)
    {
        var names = new ColumnNames(table.Headers);
        return
            from name in used.Order(StringComparer.Ordinal)
            let slash = name.LastIndexOf('/')
            where slash > 0 && names.Find(name) is null && names.Find(name[..slash]) is not null
            select (names.Find(name[..slash])!.Value, name[(slash + 1)..], name);
    }
}
