using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Reports.Documents;
using Paragraph = DocumentFormat.OpenXml.Wordprocessing.Paragraph;

namespace TipAnalytics.Reports.Docx;

/// <summary>Paragraphs, runs and fields of a Word document.</summary>
internal static class DocxRuns
{
    public static Run Text(string text, bool bold = false)
    {
        var run = new Run();
        if (bold)
            run.Append(new RunProperties(new Bold()));
        run.Append(new Text(text) { Space = SpaceProcessingModeValues.Preserve });
        return run;
    }

    public static Paragraph Plain(string text, string style) => WithStart("", text, style);

    public static Paragraph WithStart(string start, string text, string style)
    {
        var paragraph = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        if (start.Length > 0)
            paragraph.Append(Text(text.Length > 0 ? start + " " : start, bold: true));
        if (text.Length > 0)
            paragraph.Append(Text(text));
        return paragraph;
    }

    /// <summary>«Table 3. …» with the number in a SEQ field, so that Word can renumber and cross-refer.</summary>
    public static Paragraph Caption(string word, int number, string text, bool keepNext)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = "Caption" }, new KeepNext { Val = keepNext });
        return new Paragraph(
            [properties, Text($"{word} "), .. Field($" SEQ {word} \\* ARABIC ", number.ToString(CultureInfo.InvariantCulture)), Text($". {text}")]);
    }

    /// <summary>Links to the headings in one paragraph: a list of one line each would take a third of a page.</summary>
    public static Paragraph Contents(string title, IEnumerable<Heading> headings)
    {
        var paragraph = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "TOC1" }, new KeepLines()), Text($"{title} · ", bold: true));
        var first = true;
        foreach (var heading in headings)
        {
            if (!first)
                paragraph.Append(Text(" · "));
            paragraph.Append(new Hyperlink(new Run(new RunProperties(new RunStyle { Val = "Hyperlink" }), new Text(heading.Text))) { Anchor = heading.Anchor, History = true });
            first = false;
        }
        return paragraph;
    }

    /// <summary>Footer: as-of line left, page and pages right.</summary>
    public static Paragraph PageLine(Documents.Document document) => new(
    [
        new ParagraphProperties(new ParagraphStyleId { Val = "Footer" }, new Tabs(new TabStop { Val = TabStopValues.Right, Position = DocxTables.TextWidth })),
        Text(document.FooterLine), new Run(new TabChar()), Text(document.PageWords.Before), .. Field(" PAGE ", "1"),
        Text(document.PageWords.Between), .. Field(" NUMPAGES ", "1"), Text(document.PageWords.After),
    ]);

    private static OpenXmlElement[] Field(string code, string shown) =>
    [
        new Run(new FieldChar { FieldCharType = FieldCharValues.Begin }),
        new Run(new FieldCode(code) { Space = SpaceProcessingModeValues.Preserve }),
        new Run(new FieldChar { FieldCharType = FieldCharValues.Separate }),
        new Run(new Text(shown)),
        new Run(new FieldChar { FieldCharType = FieldCharValues.End }),
    ];
}
