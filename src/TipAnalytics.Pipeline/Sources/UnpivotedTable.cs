using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A table with categories as columns, as one with a row for each category: the number stands in one column, what the category means in others. An
/// empty cell is no row, unless all of them are.</summary>
internal sealed class UnpivotedTable : WrappedTable
{
    private readonly int width;
    private readonly (int Position, string?[] Meanings)[] categories;
    private int at;
    private bool isFirst;

    /// <exception cref="SourceDataException">A category is no column of the file.</exception>
    public UnpivotedTable(SourceTable table, UnpivotDefinition unpivot, string file, string sourceFile)
        : base(table)
    {
        width = table.Headers.Count;
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

    /// <summary>Of the category, within that of the row.</summary>
    public override int Place => (Inner.Place * (categories.Length + 1)) + at + 1;

    /// <summary>What stands beside the categories is the same for all of them.</summary>
    public override bool IsOfParent(int column) => column < width;

    public override bool Read()
    {
        while (++at < categories.Length)
        {
            if (!Inner.Cell(categories[at].Position).IsEmpty)
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

        if (!base.Read())
            return false;
        at = -1;
        isFirst = Broken is null;
        if (isFirst)
            return Read();
        at = categories.Length;
        return true;
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        if (column < width)
            return Inner.Cell(column);
        if ((uint)at >= (uint)categories.Length)
            return default;
        return column == width ? Inner.Cell(categories[at].Position) : categories[at].Meanings[column - width - 1];
    }

    public override ReadOnlySpan<char> Label(int column) => column < width ? Inner.Label(column) : default;

    public override void Need(IReadOnlySet<int> columns) => Inner.Need(columns.Where(column => column < width).Concat(categories.Select(category => category.Position)).ToHashSet());
}
