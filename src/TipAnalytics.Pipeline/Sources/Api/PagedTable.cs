namespace TipAnalytics.Pipeline.Sources.Api;

/// <summary>Many pages under one header: the columns the source names, whether a page has them or not (what nobody answered is left out of a record).
/// One page is held at a time.</summary>
internal sealed class PagedTable(string title, IReadOnlyList<string> columns) : SourceTable
{
    private readonly int[] positions = new int[columns.Count];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private SourceTable? page;
    private int before;

    public override IReadOnlyList<string> Headers => columns;

    public override string Format => $"{title} API";

    public override bool MayOmit => true;

    /// <summary>Columns that the records have had so far.</summary>
    public IReadOnlyCollection<string> Seen => seen;

    /// <summary>Puts a page in place of the one that was read.</summary>
    public void Turn(SourceTable next)
    {
        page?.Dispose();
        (page, before) = (next, page is null ? 0 : Row);
        var names = new ColumnNames(next.Headers);
        for (var i = 0; i < positions.Length; i++)
            positions[i] = names.Find(columns[i]) ?? -1;
        seen.UnionWith(next.Headers);
        next.Need(positions.Where(position => position >= 0).ToHashSet());
    }

    public override bool Read()
    {
        if (page?.Read() != true)
            return false;
        (Row, Broken) = (before + page.Row, page.Broken);
        return true;
    }

    public override ReadOnlySpan<char> Cell(int column) => column < 0 || positions[column] < 0 ? default : page!.Cell(positions[column]);

    protected override void Dispose(bool disposing) => page?.Dispose();
}
