using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline.Words;
using TipAnalytics.Reports.Documents;
using Paragraph = DocumentFormat.OpenXml.Wordprocessing.Paragraph;
using TableCell = DocumentFormat.OpenXml.Wordprocessing.TableCell;

namespace TipAnalytics.Reports.Docx;

/// <summary>Entries of a form as tables of labels and content controls; the tag of a control is the key of its field.</summary>
internal static class DocxForm
{
    /// <summary>Stands in a control that is empty. A reader takes it for nothing.</summary>
    public const string Empty = "…";

    private const int LabelWidth = 1700;
    private const int ValueWidth = (DocxTables.TextWidth / 2) - LabelWidth;

    // Room for a line by hand, and for some sentences, in twentieths of a point.
    private const uint LineHeight = 420;
    private const uint SentencesHeight = 960;

    public static Table Make(FormTable form)
    {
        var table = Frame([LabelWidth, ValueWidth, LabelWidth, ValueWidth], hasHeader: false);
        for (var at = 0; at < form.Rows.Count; at++)
        {
            var row = form.Rows[at];
            var keepsNext = at + 1 < form.Rows.Count;
            table.Append(new TableRow([Room(row), .. row.SelectMany(field => Cells(field, row.Count == 1, keepsNext))]));
        }

        return table;
    }

    public static Table Make(FormRows form)
    {
        List<int> widths = [.. form.Columns.Select(column => (int)(DocxTables.TextWidth * column.Share / form.Columns.Sum(other => other.Share)))];
        var table = Frame(widths, hasHeader: true);
        table.Append(new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), .. form.Columns.Select((column, at) => Label(column.Title, widths[at], keepsNext: true))]));
        foreach (var row in form.Rows)
            table.Append(new TableRow([Room(row), .. row.Select((field, at) => Value(field, widths[at], 1, keepsNext: false))]));
        return table;
    }

    private static Table Frame(IReadOnlyList<int> widths, bool hasHeader) => new(
        new TableProperties(
            new TableStyle { Val = "EvidenceTable" },
            new TableWidth { Width = Number(DocxTables.TextWidth), Type = TableWidthUnitValues.Dxa },
            new TableLayout { Type = TableLayoutValues.Fixed },
            new TableLook { FirstRow = hasHeader, FirstColumn = !hasHeader, NoHorizontalBand = true, NoVerticalBand = true }),
        new TableGrid(widths.Select(width => new GridColumn { Width = Number(width) })));

    /// <summary>What is empty is filled in by hand too.</summary>
    private static TableRowProperties Room(IReadOnlyList<EntryField> row)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (row.Any(field => field.Value.Length == 0))
            properties.Append(new TableRowHeight { Val = row.Count == 1 ? SentencesHeight : LineHeight, HeightType = HeightRuleValues.AtLeast });
        return properties;
    }

    private static IEnumerable<OpenXmlElement> Cells(EntryField field, bool isAlone, bool keepsNext)
    {
        yield return Label(field.Label, LabelWidth, keepsNext);
        yield return Value(field, isAlone ? DocxTables.TextWidth - LabelWidth : ValueWidth, isAlone ? 3 : 1, keepsNext);
    }

    private static TableCell Label(string text, int width, bool keepsNext) => new(
        new TableCellProperties(new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa }, new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = DocxStyles.Band }),
        new Paragraph(Style(keepsNext), DocxRuns.Text(text, bold: true)));

    private static TableCell Value(EntryField field, int width, int columns, bool keepsNext)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa });
        if (columns > 1)
            properties.Append(new GridSpan { Val = columns });
        return new TableCell(properties, new Paragraph(Style(keepsNext), field.Kind == FieldKind.Words ? DocxRuns.Text(field.Value) : Control(field)));
    }

    /// <param name="keepsNext">On one page with the row below.</param>
    private static ParagraphProperties Style(bool keepsNext)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = "TableText" });
        if (keepsNext)
            properties.Append(new KeepNext());
        return properties;
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
