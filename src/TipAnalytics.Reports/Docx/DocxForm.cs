using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline.Words;
using TipAnalytics.Reports.Documents;
using Paragraph = DocumentFormat.OpenXml.Wordprocessing.Paragraph;
using TableCell = DocumentFormat.OpenXml.Wordprocessing.TableCell;

namespace TipAnalytics.Reports.Docx;

/// <summary>An entry of a form as a table of labels and content controls; the tag of a control is the key of its field.</summary>
internal static class DocxForm
{
    /// <summary>Stands in a control that is empty. A reader takes it for nothing.</summary>
    public const string Empty = "…";

    private const int LabelWidth = 1700;
    private const int ValueWidth = (DocxTables.TextWidth / 2) - LabelWidth;

    public static Table Make(FormTable form)
    {
        var table = new Table(
            new TableProperties(
                new TableStyle { Val = "EvidenceTable" },
                new TableWidth { Width = Number(DocxTables.TextWidth), Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { FirstRow = false, FirstColumn = true, NoHorizontalBand = true, NoVerticalBand = true }),
            new TableGrid(new[] { LabelWidth, ValueWidth, LabelWidth, ValueWidth }.Select(width => new GridColumn { Width = Number(width) })));
        foreach (var row in form.Rows)
            table.Append(new TableRow([new TableRowProperties(new CantSplit()), .. row.SelectMany(field => Cells(field, row.Count == 1))]));
        return table;
    }

    private static IEnumerable<OpenXmlElement> Cells(EntryField field, bool isAlone)
    {
        var label = new TableCellProperties(new TableCellWidth { Width = Number(LabelWidth), Type = TableWidthUnitValues.Dxa });
        label.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = DocxStyles.Band });
        yield return new TableCell(label, new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "TableText" }), DocxRuns.Text(field.Label, bold: true)));
        var value = new TableCellProperties(new TableCellWidth { Width = Number(isAlone ? DocxTables.TextWidth - LabelWidth : ValueWidth), Type = TableWidthUnitValues.Dxa });
        if (isAlone)
            value.Append(new GridSpan { Val = 3 });
        yield return new TableCell(value, new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "TableText" }), Control(field)));
    }

    /// <summary>The schema fixes the order of properties: alias, tag, lock, placeholder sign, kind.</summary>
    private static SdtRun Control(EntryField field)
    {
        var properties = new SdtProperties(new SdtAlias { Val = Bidirectional.Plain(field.Label) }, new Tag { Val = field.Tag });
        if (field.Kind == FieldKind.Fixed)
            properties.Append(new DocumentFormat.OpenXml.Wordprocessing.Lock { Val = LockingValues.SdtContentLocked });
        if (field.Value.Length == 0)
            properties.Append(new ShowingPlaceholder());
        properties.Append(Kind(field));
        return new SdtRun(properties, new SdtContentRun(DocxRuns.Text(field.Value.Length > 0 ? field.Value : Empty)));
    }

    private static OpenXmlElement Kind(EntryField field) => field.Kind switch
    {
        FieldKind.Choice => new SdtContentDropDownList(field.Choices.Select(choice => new ListItem { DisplayText = Bidirectional.Plain(choice.Word), Value = choice.Code })),
        FieldKind.Date => Day(field.Value),
        _ => new SdtContentText(),
    };

    /// <summary>Days are written year first in every language, so that nobody has to guess which number is the month.</summary>
    private static SdtContentDate Day(string value)
    {
        var date = new SdtContentDate(new DateFormat { Val = "yyyy-MM-dd" }, new LanguageId { Val = "en-GB" }, new SdtDateMappingType { Val = DateFormatValues.Date }, new DocumentFormat.OpenXml.Wordprocessing.Calendar { Val = CalendarValues.Gregorian });
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            date.FullDate = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return date;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
