namespace TipAnalytics.Pipeline.Sources;

/// <summary>A table seen in another shape. What a shape does not change is that of the table inside, row by row.</summary>
internal abstract class WrappedTable(SourceTable table) : SourceTable
{
    public override IReadOnlyList<string> Headers => table.Headers;

    public override IReadOnlyList<string>? Tags => table.Tags;

    public override string Format => table.Format;

    public override int? DayOffset => table.DayOffset;

    public override bool MayOmit => table.MayOmit;

    public override int Place => table.Place;

    protected SourceTable Inner => table;

    public override bool IsOfParent(int column) => table.IsOfParent(column);

    public override bool Read()
    {
        if (!table.Read())
            return false;
        (Row, Broken) = (table.Row, table.Broken);
        return true;
    }

    public override ReadOnlySpan<char> Cell(int column) => table.Cell(column);

    public override ReadOnlySpan<char> Label(int column) => table.Label(column);

    public override void Need(IReadOnlySet<int> columns) => table.Need(columns);

    protected override void Dispose(bool disposing) => table.Dispose();
}
