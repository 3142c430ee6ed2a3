using System.Globalization;
using System.Text;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Pdf;

/// <summary>Writes a document as PDF (A4): tagged, with outlines, links and its own fonts, on a machine with nothing installed.</summary>
internal sealed class PdfDocument
{
    private readonly Document document;
    private readonly PdfFile pdf;
    private readonly PdfFlow flow;
    private readonly Dictionary<string, (PdfPage Page, float Top)> anchors = new(StringComparer.Ordinal);
    private readonly List<(int Object, PdfPage Page, PdfTag Tag, string Anchor, string Entries)> links = [];
    private readonly List<(StringBuilder Place, float Top, string Anchor)> numbers = [];
    private readonly Dictionary<string, int> pictures = new(StringComparer.Ordinal);
    private int tables;
    private int figures;

    private PdfDocument(Document document, PdfFile pdf, PdfFlow flow) => (this.document, this.pdf, this.flow) = (document, pdf, flow);

    /// <returns>The bytes of the file, the same for the same document.</returns>
    public static byte[] Write(Document document)
    {
        var pdf = new PdfFile();
        using var regular = new PdfFont("F1", ChartStyle.RegularFile);
        using var bold = new PdfFont("F2", ChartStyle.BoldFile);
        return new PdfDocument(document, pdf, new(pdf, regular, bold, document.IsRightToLeft)).Whole();
    }

    private byte[] Whole()
    {
        flow.Need(0);
        Text(flow.Root.Child("H1"), document.Title, 15, PdfLook.Blue, isBold: true);
        flow.Skip(2);
        Text(flow.Root.Child("P"), document.Subtitle, 8.5f, PdfLook.Soft);
        flow.Skip(6);
        for (var index = 0; index < document.Blocks.Count; index++)
        {
            if (document.Blocks[index] is Heading heading)
            {
                var (size, _, before, after) = PdfLook.Heading(heading.Level);
                flow.Need(before + 2 * PdfFlow.LineHeight(size) + after + document.Blocks.Skip(index + 1).Take(1).Sum(Start));
            }
            Add(flow.Root, document.Blocks[index], 0);
        }
        foreach (var (place, top, anchor) in numbers)
            place.Append(Number(anchor, top));
        flow.Finish(document);
        return File();
    }

    /// <summary>Height of what may not be left alone at the end of a page.</summary>
    private float Start(Block block) => block switch
    {
        Figure figure => FigureHeight(figure),
        DataTable table => 3 * PdfFlow.LineHeight(PdfLook.Caption) + PdfTable.Start(flow, table),
        Box box => BoxHeight(box),
        Heading => 50,
        _ => 2 * PdfFlow.LineHeight(PdfLook.Body),
    };

    private void Add(PdfTag parent, Block block, float inset)
    {
        switch (block)
        {
            case Heading heading:
                var (headSize, headColour, before, after) = PdfLook.Heading(heading.Level);
                flow.Skip(before);
                flow.Need(2 * PdfFlow.LineHeight(headSize));
                anchors[heading.Anchor] = (flow.Page, flow.At);
                // The title is H1.
                Text(parent.Child($"H{(heading.Level + 1).ToString(CultureInfo.InvariantCulture)}"), heading.Text, headSize, headColour, isBold: true);
                flow.Skip(after);
                break;
            case Paragraph paragraph:
                var (size, colour, space) = PdfLook.Paragraph(paragraph.Look);
                var isCaveat = paragraph.Look == ParagraphLook.Caveat;
                flow.Write(parent.Child("P"), Lines(paragraph, inset), size, inset + (isCaveat ? 10 : 0), isCaveat ? PdfLook.Side : "");
                flow.Skip(space);
                break;
            case Bullets bullets:
                Add(parent.Child("L", "/A<</O/List/ListNumbering/Disc>>"), bullets, inset);
                break;
            case Box box:
                Add(parent, box);
                break;
            case Figure figure:
                Add(parent, figure);
                break;
            case DataTable table:
                Add(parent, table);
                break;
            case ContentsList contents:
                Add(parent, contents);
                break;
        }
    }

    private void Add(PdfTag list, Bullets bullets, float inset)
    {
        foreach (var (start, text) in bullets.Items)
        {
            var item = list.Child("LI");
            var lines = PdfText.Wrap(Spans(start, text, PdfLook.Ink), PdfLook.Body, PdfFlow.TextWidth - 2 * inset - 12);
            flow.Need(Math.Min(2, lines.Count) * PdfFlow.LineHeight(PdfLook.Body));
            flow.Page.Begin(item.Child("Lbl"));
            flow.Page.Text(flow.Line(new([flow.Span("•", PdfLook.Ink)], flow.Regular.Width("•", PdfLook.Body)), PdfLook.Body, inset + 2, flow.At));
            flow.Page.End();
            flow.Write(item.Child("LBody"), lines, PdfLook.Body, inset + 12);
            flow.Skip(3);
        }
        flow.Skip(3);
    }

    private void Add(PdfTag parent, Box box)
    {
        const float inset = 9;
        flow.Need(BoxHeight(box));
        flow.Page.BeginArtifact();
        var (top, height) = (flow.At, BoxHeight(box) - 8);
        flow.Page.Fill(PdfFlow.Margin, top, PdfFlow.TextWidth, height, PdfLook.Band);
        flow.Page.Frame(PdfFlow.Margin, top, PdfFlow.TextWidth, height, PdfLook.Blue, 0.8f);
        flow.Page.End();
        flow.Advance(6);
        var tag = parent.Child("Div");
        Add(tag, new Paragraph("", Start: box.Title), inset);
        foreach (var block in box.Content)
            Add(tag, block, inset);
        flow.Advance(8);
    }

    /// <summary>Height of a box with the space after it. Boxes hold paragraphs and lists only, and fit on a page.</summary>
    private float BoxHeight(Box box) => 14 + box.Content.Prepend(new Paragraph("", Start: box.Title)).Sum(block => block switch
    {
        Paragraph paragraph => Lines(paragraph, 9).Count * PdfFlow.LineHeight(PdfLook.Paragraph(paragraph.Look).Size) + PdfLook.Paragraph(paragraph.Look).After,
        Bullets bullets => 3 + bullets.Items.Sum(item => 3 + PdfFlow.LineHeight(PdfLook.Body) * PdfText.Wrap(Spans(item.Start, item.Text, PdfLook.Ink), PdfLook.Body, PdfFlow.TextWidth - 30).Count),
        _ => throw new InvalidOperationException("a box with something else than text"),
    });

    private void Add(PdfTag parent, Figure figure)
    {
        flow.Need(FigureHeight(figure));
        flow.Skip(6);
        if (!pictures.TryGetValue(figure.File, out var picture))
            pictures[figure.File] = picture = PdfPicture.Add(pdf, figure.Png);
        var (width, height) = Size(figure);
        var left = flow.Place(0, width);
        var tag = parent.Child("Figure", string.Create(CultureInfo.InvariantCulture,
            $"/Alt{PdfFile.Words(figure.Alt)}/A<</O/Layout/BBox[{PdfFile.Number(left)} {PdfFile.Number(PdfPage.Height - flow.At - height)} {PdfFile.Number(left + width)} {PdfFile.Number(PdfPage.Height - flow.At)}]/Placement/Block>>"));
        flow.Page.Begin(tag);
        flow.Page.Picture($"I{picture.ToString(CultureInfo.InvariantCulture)}", picture, left, flow.At, width, height);
        flow.Page.End();
        flow.Advance(height + 2);
        Text(parent.Child("P"), $"{document.FigureWord} {(++figures).ToString(CultureInfo.InvariantCulture)}. {figure.Caption}", PdfLook.Caption, PdfLook.Soft);
        flow.Skip(8);
    }

    private float FigureHeight(Figure figure) => Size(figure).Height + 8 + PdfFlow.LineHeight(PdfLook.Caption)
        * PdfText.Wrap([flow.Span($"{document.FigureWord} 00. {figure.Caption}", PdfLook.Soft)], PdfLook.Caption, PdfFlow.TextWidth).Count;

    private static (float Width, float Height) Size(Figure figure)
    {
        var width = Math.Min(figure.WidthPoints, PdfFlow.TextWidth);
        return (width, width * figure.HeightPoints / figure.WidthPoints);
    }

    private void Add(PdfTag parent, DataTable table)
    {
        var caption = Wrap($"{document.TableWord} {(++tables).ToString(CultureInfo.InvariantCulture)}. {table.Caption}", PdfLook.Caption, PdfLook.Soft);
        flow.Skip(4);
        flow.Need(caption.Count * PdfFlow.LineHeight(PdfLook.Caption) + 3 + PdfTable.Start(flow, table));
        var tag = parent.Child("Table");
        flow.Write(tag.Child("Caption"), caption, PdfLook.Caption);
        flow.Advance(2);
        PdfTable.Write(flow, table, tag);
        flow.Skip(3);
        if (table.Note.Length > 0)
            Text(parent.Child("P"), table.Note, PdfLook.Caption, PdfLook.Soft);
        flow.Skip(8);
    }

    /// <summary>Entries with links, each after its page number: so a reader of the bare text has them together. The numbers are filled in at the end.</summary>
    private void Add(PdfTag parent, ContentsList contents)
    {
        const float inset = 22;
        var entries = contents.Entries(document).SelectMany(entry => entry.Below.Prepend(entry.Heading))
            .Select(heading => (heading, Lines: PdfText.Wrap([flow.Span(heading.Text, PdfLook.Blue)], PdfLook.Body, PdfFlow.TextWidth - inset))).ToList();
        var height = PdfFlow.LineHeight(PdfLook.Body);
        flow.Need(Math.Min(PdfFlow.PageRoom, entries.Sum(entry => entry.Lines.Count * height) + 2 * height));
        Add(parent, new Paragraph("", Start: contents.Title), 0);
        var list = parent.Child("TOC");
        foreach (var (heading, lines) in entries)
        {
            flow.Need(lines.Count * height);
            var link = list.Child("TOCI").Child("Link");
            var (page, top, id, left) = (flow.Page, flow.At, pdf.Reserve(), PdfFlow.Margin);
            links.Add((id, page, link, heading.Anchor, string.Create(CultureInfo.InvariantCulture,
                $"/Rect[{PdfFile.Number(left)} {PdfFile.Number(PdfPage.Height - top - lines.Count * height)} {PdfFile.Number(left + PdfFlow.TextWidth)} {PdfFile.Number(PdfPage.Height - top)}]/Contents{PdfFile.Words(heading.Text)}")));
            page.Begin(link);
            numbers.Add((page.Later(), top, heading.Anchor));
            foreach (var line in lines)
            {
                page.Text(flow.Line(line, PdfLook.Body, inset, flow.At));
                flow.Advance(height);
            }
            page.End();
            link.HasLink(page, id);
            page.Link(id);
        }
        flow.Skip(8);
    }

    private string Number(string anchor, float top)
    {
        var text = anchors[anchor].Page.Number.ToString(CultureInfo.InvariantCulture);
        return flow.Line(new([flow.Span(text, PdfLook.Soft)], flow.Regular.Width(text, PdfLook.Body)), PdfLook.Body, 2, top);
    }

    private void Text(PdfTag tag, string text, float size, string colour, bool isBold = false) =>
        flow.Write(tag, Wrap(text, size, colour, isBold), size);

    private IReadOnlyList<TextLine> Wrap(string text, float size, string colour, bool isBold = false) =>
        PdfText.Wrap([flow.Span(text, colour, isBold)], size, PdfFlow.TextWidth);

    private IReadOnlyList<TextLine> Lines(Paragraph paragraph, float inset)
    {
        var (size, colour, _) = PdfLook.Paragraph(paragraph.Look);
        return PdfText.Wrap(Spans(paragraph.Start, paragraph.Text, colour), size, PdfFlow.TextWidth - 2 * inset - (paragraph.Look == ParagraphLook.Caveat ? 10 : 0));
    }

    private IEnumerable<Span> Spans(string start, string text, string colour) =>
        start.Length > 0 ? [flow.Span(start, colour, isBold: true), flow.Span(text, colour)] : [flow.Span(text, colour)];

    private byte[] File()
    {
        var (catalog, tree, pagesObject) = (pdf.Reserve(), pdf.Reserve(), pdf.Reserve());
        var elements = new Dictionary<PdfTag, int>();
        var root = flow.Root.Write(pdf, tree, elements);
        var parents = flow.Pages.Select(page => $"{Text(page.Number - 1)}[{string.Join(' ', page.Marks.Select(tag => PdfFile.Reference(elements[tag])))}]")
            .Concat(links.Select((link, index) => $"{Text(flow.Pages.Count + index)} {PdfFile.Reference(elements[link.Tag])}"));
        pdf.Set(tree, $"<</Type/StructTreeRoot/K {PdfFile.Reference(root)}/ParentTree {PdfFile.Reference(pdf.Add($"<</Nums[{string.Join(' ', parents)}]>>"))}/ParentTreeNextKey {Text(flow.Pages.Count + links.Count)}>>");
        for (var index = 0; index < links.Count; index++)
            pdf.Set(links[index].Object, $"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]{links[index].Entries}/Dest{Target(links[index].Anchor)}/StructParent {Text(flow.Pages.Count + index)}>>");
        var fonts = $"/F1 {PdfFile.Reference(flow.Regular.Embed(pdf))}/F2 {PdfFile.Reference(flow.Bold.Embed(pdf))}";
        foreach (var page in flow.Pages)
            page.Write(pdf, pagesObject, fonts);
        pdf.Set(pagesObject, $"<</Type/Pages/Count {Text(flow.Pages.Count)}/Kids[{string.Join(' ', flow.Pages.Select(page => PdfFile.Reference(page.Id)))}]>>");
        var outlines = PdfOutlines.Write(pdf, [.. document.Blocks.OfType<Heading>().Select(heading => (heading.Level, heading.Text, Target(heading.Anchor)))]);
        pdf.Set(catalog,
            $"<</Type/Catalog/Pages {PdfFile.Reference(pagesObject)}/Lang{PdfFile.Words(document.Language)}/MarkInfo<</Marked true>>/StructTreeRoot {PdfFile.Reference(tree)}/Outlines {PdfFile.Reference(outlines)}/PageMode/UseOutlines/ViewerPreferences<</DisplayDocTitle true{(document.IsRightToLeft ? "/Direction/R2L" : "")}>>>>");
        return pdf.ToBytes(catalog, pdf.Add($"<</Title{PdfFile.Words(document.Title)}/Subject{PdfFile.Words(document.FooterLine)}>>"));
    }

    private string Target(string anchor) => $"[{PdfFile.Reference(anchors[anchor].Page.Id)}/XYZ {PdfFile.Number(PdfFlow.Margin)} {PdfFile.Number(PdfPage.Height - anchors[anchor].Top + 4)} null]";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
