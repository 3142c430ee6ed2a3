using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline.Words;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Documents;
using TableCell = DocumentFormat.OpenXml.Wordprocessing.TableCell;

namespace TipAnalytics.Reports.Docx;

/// <summary>Tables and boxes of a Word document.</summary>
internal static class DocxTables
{
    /// <summary>Width of the text area of A4 between the margins, in twentieths of a point.</summary>
    public const int TextWidth = 9638;

    // Of a cell, in points; the room left and right of it together.
    private const float TextSize = 8;
    private const float TextPad = 5.5f;

    public static Table Make(DataTable table)
    {
        // The font of the charts is wider than those of Word: what fits in it fits in them.
        var widths = ColumnWidths.Of(table, TextWidth, word => 20 * FigureCanvas.Measure(word, TextSize, bold: true), 20 * TextPad)
            .Select(width => ((int)Math.Round(width)).ToString(CultureInfo.InvariantCulture)).ToArray();
        var result = new Table(
            new TableProperties(
                new TableStyle { Val = "EvidenceTable" },
                new TableWidth { Width = $"{TextWidth}", Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { FirstRow = true, FirstColumn = true, NoHorizontalBand = true, NoVerticalBand = true },
                new TableCaption { Val = Bidirectional.Plain(table.Caption) }),
            new TableGrid(widths.Select(width => new GridColumn { Width = width })));
        result.Append(new TableRow(
            [new TableRowProperties(new CantSplit(), new TableHeader()), .. table.Columns.Select((column, index) => (OpenXmlElement)Cell(column.Title, widths[index], bold: true, fill: DocxStyles.Band))]));
        foreach (var row in table.Rows)
            result.Append(new TableRow(
                [new TableRowProperties(new CantSplit()), .. row.Select((cell, index) => (OpenXmlElement)Cell(cell.Text, widths[index], index == 0 || IsBold(cell.Look), Fill(cell.Look), Colour(cell.Look), IsItalic(cell.Look)))]));
        return result;
    }

    /// <summary>A frame round some paragraphs, as a table of one cell.</summary>
    public static Table Box(IEnumerable<OpenXmlElement> content) => new(
        new TableProperties(
            new TableWidth { Width = $"{TextWidth}", Type = TableWidthUnitValues.Dxa },
            new TableBorders(
                new TopBorder { Val = BorderValues.Single, Size = 6, Color = DocxStyles.Blue }, new LeftBorder { Val = BorderValues.Single, Size = 6, Color = DocxStyles.Blue },
                new BottomBorder { Val = BorderValues.Single, Size = 6, Color = DocxStyles.Blue }, new RightBorder { Val = BorderValues.Single, Size = 6, Color = DocxStyles.Blue }),
            new TableLayout { Type = TableLayoutValues.Fixed },
            new TableCellMarginDefault(
                new TopMargin { Width = "80", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 160, Type = TableWidthValues.Dxa },
                new BottomMargin { Width = "60", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 160, Type = TableWidthValues.Dxa })),
        new TableGrid(new GridColumn { Width = $"{TextWidth}" }),
        new TableRow(
            new TableRowProperties(new CantSplit()),
            new TableCell(
                [new TableCellProperties(new TableCellWidth { Width = $"{TextWidth}", Type = TableWidthUnitValues.Dxa }, new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = DocxStyles.Band }), .. content])));

    private static TableCell Cell(string text, string width, bool bold = false, string? fill = null, string? colour = null, bool italic = false)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = width, Type = TableWidthUnitValues.Dxa });
        if (fill is not null)
            properties.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = fill });
        var run = new RunProperties();
        if (bold)
            run.Append(new Bold());
        if (italic)
            run.Append(new Italic());
        if (colour is not null)
            run.Append(new Color { Val = colour });
        return new TableCell(properties, new DocumentFormat.OpenXml.Wordprocessing.Paragraph(
            new ParagraphProperties(new ParagraphStyleId { Val = "TableText" }), new Run(run, new Text(text) { Space = SpaceProcessingModeValues.Preserve })));
    }

    public static bool IsBold(CellLook look) => look is CellLook.Elevated or CellLook.Rise;

    private static bool IsItalic(CellLook look) => look is CellLook.Hidden or CellLook.Warning;

    public static string? Fill(CellLook look) => look switch
    {
        CellLook.Hidden => "E3E6E9",
        CellLook.NoData => "F7F8F9",
        CellLook.Elevated => "F7D9C4",
        CellLook.NotElevated => "DCEBF6",
        CellLook.Unknown => "F1F3F4",
        _ => null,
    };

    public static string? Colour(CellLook look) => look switch
    {
        CellLook.Rise => "8C3C00",
        CellLook.Fall => DocxStyles.Blue,
        CellLook.Warning => "5B4300",
        CellLook.NotAssessed or CellLook.NoData or CellLook.Unknown => DocxStyles.Soft,
        _ => null,
    };
}
