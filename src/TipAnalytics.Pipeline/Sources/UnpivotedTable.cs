using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A table with categories as columns, as one with a row for each category: the number stands in one column, what the category means in others. An
/// empty cell is no row, unless all of them are.</summary>
internal sealed class UnpivotedTable : SourceTable
{
    private readonly SourceTable table;
    private readonly int width;
    private readonly (int Position, string?[] Meanings)[] categories;
    private int at;
    private bool isFirst;

    /// <exception cref="SourceDataException">A category is no column of the file.</exception>
    public UnpivotedTable(SourceTable table, UnpivotDefinition unpivot, string file, string sourceFile)
    {
        (this.table, width) = (table, table.Headers.Count);
        var names = new ColumnNames(table.Headers);
        var missing = unpivot.Columns.Keys.Where(column => names.Find(column) is null).Select(column => $"\"{column}\"").ToList();
        if (missing.Count > 0)
            throw new SourceDataException($"{file}: columns that are needed are missing: {string.Join(", ", missing)}. Nothing of the file was taken. Export with these columns, or change «unpivot» in {sourceFile}.");
        string[] meanings = [.. unpivot.Columns.Values.SelectMany(meaning => meaning.Keys).Distinct(StringComparer.Ordinal)];
        categories = [.. unpivot.Columns.Select(column => (names.Find(column.Key)!.Value, meanings.Select(name => column.Value.GetValueOrDefault(name)).ToArray()))];
        at = categories.Length;
        // The categories themselves are read, and are no columns any more.
        var read = categories.Select(category => category.Position).ToHashSet();
        Headers = [.. table.Headers.Select((name, position) => read.Contains(position) ? "" : name), unpivot.Value, .. meanings];
    }

    public override IReadOnlyList<string> Headers { get; }

    public override string Format => table.Format;

    public override bool IsWorkbook => table.IsWorkbook;

    public override bool MayOmit => table.MayOmit;

    public override bool Read()
    {
        while (++at < categories.Length)
        {
            if (!table.Cell(categories[at].Position).IsEmpty)
            {
                isFirst = false;
                return true;
            }
        }

        if (isFirst)
        {
            isFirst = false;
            return true;
        }

        if (!table.Read())
            return false;
        (Row, Broken, at) = (table.Row, table.Broken, -1);
        isFirst = Broken is null;
        if (isFirst)
            return Read();
        at = categories.Length;
        return true;
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        if (column < width)
            return table.Cell(column);
        if ((uint)at >= (uint)categories.Length)
            return default;
        return column == width ? table.Cell(categories[at].Position) : categories[at].Meanings[column - width - 1];
    }

    public override void Need(IReadOnlySet<int> columns) => table.Need(columns.Where(column => column < width).Concat(categories.Select(category => category.Position)).ToHashSet());

    protected override void Dispose(bool disposing) => table.Dispose();
}
