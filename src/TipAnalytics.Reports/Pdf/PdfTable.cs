using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Pdf;

/// <summary>A table over as many pages as it needs, its head on each.</summary>
internal sealed class PdfTable
{
    private const float Pad = 3;
    private const string ColumnHead = "/A<</O/Table/Scope/Column>>";
    private const string RowHead = "/A<</O/Table/Scope/Row>>";

    private readonly PdfFlow flow;
    private readonly IReadOnlyList<float> widths;
    private readonly float[] starts;
    private readonly Row head;
    private readonly List<Row> rows;

    private sealed record Cell(IReadOnlyList<TextLine> Lines, string? Fill, bool HasSide);

    private sealed record Row(IReadOnlyList<Cell> Cells)
    {
        public int Lines => Math.Max(1, Cells.Max(cell => cell.Lines.Count));

        public float Height => HeightOf(Lines);
    }

    private PdfTable(PdfFlow flow, DataTable table)
    {
        this.flow = flow;
        widths = ColumnWidths.Of(table, PdfFlow.TextWidth, word => flow.Bold.Width(word, PdfLook.Table), 2 * Pad + 0.5f);
        starts = [.. widths.Select((_, index) => widths.Take(index).Sum())];
        head = new([.. table.Columns.Select((column, index) => new Cell(Wrap(flow.Span(column.Title, PdfLook.Ink, isBold: true), index), PdfLook.Band, false))]);
        rows = [.. table.Rows.Select(row => new Row([.. row.Select((cell, index) => new Cell(
            Wrap(flow.Span(cell.Text, Docx.DocxTables.Colour(cell.Look) ?? PdfLook.Ink, index == 0 || Docx.DocxTables.IsBold(cell.Look)), index),
            Docx.DocxTables.Fill(cell.Look), cell.Look == CellLook.NotAssessed))]))];
    }

    /// <summary>Height of the head and the first row: as much as may not stand apart.</summary>
    public static float Start(PdfFlow flow, DataTable table)
    {
        var made = new PdfTable(flow, table with { Rows = [.. table.Rows.Take(1)] });
        return made.head.Height + made.rows.Sum(row => Math.Min(row.Height, PdfFlow.PageRoom / 2));
    }

    /// <param name="tag">Element of the table; its caption stands before.</param>
    public static void Write(PdfFlow flow, DataTable table, PdfTag tag) => new PdfTable(flow, table).Write(tag);

    private void Write(PdfTag tag)
    {
        var headTag = tag.Child("THead").Child("TR");
        Head([.. head.Cells.Select(_ => headTag.Child("TH", ColumnHead))]);
        var body = tag.Child("TBody");
        foreach (var row in rows)
        {
            var rowTag = body.Child("TR");
            var tags = row.Cells.Select((_, index) => index == 0 ? rowTag.Child("TH", RowHead) : rowTag.Child("TD")).ToList();
            // A row stays together unless a page does not hold it.
            var fits = row.Height + head.Height <= PdfFlow.PageRoom;
            for (var from = 0; from < row.Lines;)
            {
                if (flow.Need(fits ? row.Height : HeightOf(3)))
                    Head(null);
                var take = fits ? row.Lines : Math.Min(row.Lines - from, (int)((flow.Left - 2 * Pad) / PdfFlow.LineHeight(PdfLook.Table)));
                Draw(row, tags, from, take);
                from += take;
            }
        }
    }

    /// <param name="tags">Null for a repeated head, which is not read again.</param>
    private void Head(IReadOnlyList<PdfTag>? tags)
    {
        var top = flow.At;
        Draw(head, tags, 0, head.Lines);
        flow.Page.BeginArtifact();
        flow.Page.Fill(PdfFlow.Margin, top, PdfFlow.TextWidth, 1, PdfLook.Blue);
        flow.Page.End();
    }

    private void Draw(Row row, IReadOnlyList<PdfTag>? tags, int from, int take)
    {
        var (page, height) = (flow.Page, HeightOf(take));
        page.BeginArtifact();
        for (var column = 0; column < row.Cells.Count; column++)
        {
            if (row.Cells[column].Fill is { } fill)
                page.Fill(flow.Place(starts[column], widths[column]), flow.At, widths[column], height, fill);
            if (row.Cells[column].HasSide)
                page.Fill(flow.Place(starts[column], 1.2f), flow.At + 1, 1.2f, height - 2, PdfLook.Side);
        }
        page.Fill(PdfFlow.Margin, flow.At + height - 0.5f, PdfFlow.TextWidth, 0.5f, PdfLook.Rule);
        page.End();
        if (tags is null)
            page.BeginArtifact();
        for (var column = 0; column < row.Cells.Count; column++)
        {
            if (tags is not null)
                page.Begin(tags[column]);
            var top = flow.At + Pad;
            foreach (var line in row.Cells[column].Lines.Skip(from).Take(take))
            {
                page.Text(flow.Line(line, PdfLook.Table, starts[column] + Pad, top));
                top += PdfFlow.LineHeight(PdfLook.Table);
            }
            if (tags is not null)
                page.End();
        }
        if (tags is null)
            page.End();
        flow.Advance(height);
    }

    private static float HeightOf(int lines) => lines * PdfFlow.LineHeight(PdfLook.Table) + 2 * Pad;

    private IReadOnlyList<TextLine> Wrap(Span span, int column) => PdfText.Wrap([span], PdfLook.Table, widths[column] - 2 * Pad);
}
