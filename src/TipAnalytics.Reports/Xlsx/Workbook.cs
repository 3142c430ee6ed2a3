using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using TipAnalytics.Pipeline.Words;
using TipAnalytics.Reports.Docx;

namespace TipAnalytics.Reports.Xlsx;

/// <param name="Name">Unique in the workbook, at most 31 signs.</param>
/// <param name="Columns">First row.</param>
/// <param name="Tags">Second row, one tag a column (HXL standard 1.1); null for none.</param>
/// <param name="Rows">Text, whole and decimal numbers, dates, true/false, or null for empty.</param>
internal sealed record Sheet(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string>? Tags, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Column (from 0) → words its cells are chosen from, also in rows that are added below. No word may hold a comma.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<string>> Choices { get; init; } = new Dictionary<int, IReadOnlyList<string>>();

    /// <summary>Columns (from 0) that leave room for sentences, whatever they hold already.</summary>
    public IReadOnlySet<int> Wide { get; init; } = new HashSet<int>();
}

/// <summary>Writes an Excel workbook without formulas, hidden sheets or links; the same sheets give the same bytes.</summary>
internal static class Workbook
{
    private const int WidestColumn = 60;

    // Places in the list of cell formats.
    private const uint Plain = 0;
    private const uint Head = 1;
    private const uint Tag = 2;
    private const uint Day = 3;
    private const uint Quoted = 4;

    private const uint DayFormat = 164;

    // Rows below the last that are still chosen from the lists.
    private const int RowsToAdd = 300;

    /// <param name="isRightToLeft">The first column stands at the right.</param>
    public static byte[] Write(string title, string subject, string language, bool isRightToLeft, IReadOnlyList<Sheet> sheets)
    {
        using var stream = new MemoryStream();
        using (var package = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = package.AddWorkbookPart();
            package.ChangeIdOfPart(book, "rBook");
            var core = package.AddCoreFilePropertiesPart();
            package.ChangeIdOfPart(core, "rCore");
            using (var properties = new MemoryStream(Encoding.UTF8.GetBytes(DocxPackage.CoreProperties(title, subject, language))))
                core.FeedData(properties);
            book.AddNewPart<WorkbookStylesPart>("rStyles").Stylesheet = Styles();
            var list = new Sheets();
            for (var index = 0; index < sheets.Count; index++)
            {
                var relation = string.Create(CultureInfo.InvariantCulture, $"rSheet{index + 1}");
                book.AddNewPart<WorksheetPart>(relation).Worksheet = Make(sheets[index], isRightToLeft);
                list.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = sheets[index].Name, SheetId = (uint)index + 1, Id = relation });
            }
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(list);
        }
        return DocxPackage.Rewrite(stream.ToArray());
    }

    private static Worksheet Make(Sheet sheet, bool isRightToLeft)
    {
        var rows = new List<Row> { Line(sheet.Columns, Head) };
        if (sheet.Tags is { } tags)
            rows.Add(Line(tags, Tag));
        var frozen = rows.Count;
        rows.AddRange(sheet.Rows.Select(row => new Row(row.Select(Made))));
        var worksheet = new Worksheet(
            new SheetViews(new SheetView(
                new Pane { VerticalSplit = frozen, TopLeftCell = string.Create(CultureInfo.InvariantCulture, $"A{frozen + 1}"), ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0, RightToLeft = isRightToLeft ? true : null }),
            new Columns(sheet.Columns.Select((name, index) => new Column { Min = (uint)index + 1, Max = (uint)index + 1, CustomWidth = true, Width = Width(sheet, index) })),
            new SheetData(rows));
        if (sheet.Choices.Count > 0)
            worksheet.Append(new DataValidations(sheet.Choices.OrderBy(choice => choice.Key).Select(choice => Validation(choice.Key, choice.Value, frozen + 1, rows.Count + RowsToAdd))) { Count = (uint)sheet.Choices.Count });
        return worksheet;
    }

    private static DataValidation Validation(int column, IReadOnlyList<string> words, int first, int last) => new(new Formula1($"\"{string.Join(',', words.Select(Bidirectional.Plain))}\""))
    {
        Type = DataValidationValues.List, AllowBlank = true, ShowErrorMessage = true,
        SequenceOfReferences = new ListValue<StringValue> { InnerText = string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{first}:{Letters(column)}{last}") },
    };

    /// <summary>Name of a column: A … Z, AA …</summary>
    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + Letters(column % 26);

    private static Row Line(IEnumerable<string> texts, uint format) => new(texts.Select(text => Text(text, format)));

    private static Cell Made(object? value) => value switch
    {
        null => new Cell(),
        string text => Text(text, IsFormula(Bidirectional.Plain(text)) ? Quoted : Plain),
        bool truth => new Cell(new CellValue(truth ? "1" : "0")) { DataType = CellValues.Boolean },
        DateOnly day => new Cell(new CellValue(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber)) { StyleIndex = Day },
        IFormattable number => new Cell(new CellValue(number.ToString(null, CultureInfo.InvariantCulture))),
        _ => throw new ArgumentException("a value that no cell can hold", nameof(value)),
    };

    private static Cell Text(string text, uint format) =>
        new(new InlineString(new Text(Bidirectional.Plain(text)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = format };

    /// <summary>A text cell is never run; the sign of a quotation keeps it a text when somebody edits it or saves the sheet as CSV.</summary>
    private static bool IsFormula(string text) => Tables.CsvTable.IsFormula(text);

    private static double Width(Sheet sheet, int column) => sheet.Wide.Contains(column) ? WidestColumn : Math.Clamp(
        sheet.Rows.Select(row => row[column] switch { string text => text.Length, DateOnly => "yyyy-MM-dd".Length, _ => 0 }).Append(sheet.Columns[column].Length).Append(sheet.Tags?[column].Length ?? 0).Max() + 2, 8, WidestColumn);

    private static Stylesheet Styles()
    {
        var wrapped = new Alignment { Vertical = VerticalAlignmentValues.Top, WrapText = true };
        CellFormat Format(uint font = 0, uint fill = 0, uint number = 0) => new((OpenXmlElement)wrapped.CloneNode(true)) { FontId = font, FillId = fill, NumberFormatId = number, BorderId = 0, ApplyAlignment = true, ApplyFont = font > 0, ApplyFill = fill > 0, ApplyNumberFormat = number > 0 };
        var quoted = Format(number: 49);
        quoted.QuotePrefix = true;
        return new Stylesheet(
            new NumberingFormats(new NumberingFormat { NumberFormatId = DayFormat, FormatCode = "yyyy\\-mm\\-dd" }) { Count = 1 },
            new Fonts(
                new Font(new FontSize { Val = 10 }, new FontName { Val = "Arial" }),
                new Font(new Bold(), new FontSize { Val = 10 }, new FontName { Val = "Arial" }),
                new Font(new FontSize { Val = 9 }, new Color { Rgb = $"FF{DocxStyles.Soft}" }, new FontName { Val = "Arial" })) { Count = 3 },
            new Fills(
                // The first two are fixed by Excel.
                new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                new Fill(new PatternFill(new ForegroundColor { Rgb = $"FF{DocxStyles.Band}" }) { PatternType = PatternValues.Solid })) { Count = 3 },
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new CellFormats(Format(), Format(font: 1, fill: 2), Format(font: 2, fill: 2), Format(number: DayFormat), quoted) { Count = 5 },
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });
    }
}
