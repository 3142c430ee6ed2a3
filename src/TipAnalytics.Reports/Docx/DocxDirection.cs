using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Reports.Docx;

/// <summary>Turns a part written from left to right into one from right to left.</summary>
/// <remarks>Word goes by the properties of paragraph, run and table; LibreOffice by the letters. So text is cut into runs of one direction, and signs that the letters
/// around them would carry away get a mark of direction (U+200E, U+200F). Isolates are no marks that every Word knows, so none are left.</remarks>
internal static class DocxDirection
{
    private const string LeftToRightMark = "\u200e";
    private const string RightToLeftMark = "\u200f";

    public static void RightToLeft(OpenXmlElement root, string language)
    {
        foreach (var paragraph in root.Descendants<Paragraph>())
            (paragraph.ParagraphProperties ??= new ParagraphProperties()).BiDi = new BiDi();
        foreach (var table in root.Descendants<TableProperties>())
            table.BiDiVisual = new BiDiVisual();
        if (root.Descendants<SectionProperties>().LastOrDefault() is { } section)
            section.Append(new BiDi());
        foreach (var run in root.Descendants<Run>().Where(run => run.Elements<Text>().Any()).ToList())
            Split(run, language);
    }

    private static void Split(Run run, string language)
    {
        var text = run.Elements<Text>().Single();
        foreach (var part in Bidirectional.Runs(text.Text, isRightToLeft: true))
        {
            var copy = new Run();
            var properties = (RunProperties?)run.RunProperties?.CloneNode(true) ?? new RunProperties();
            if (part.IsRightToLeft)
            {
                if (properties.Bold is not null)
                    properties.BoldComplexScript = new BoldComplexScript();
                if (properties.Italic is not null)
                    properties.ItalicComplexScript = new ItalicComplexScript();
                properties.RightToLeftText = new RightToLeftText();
                properties.Languages = new Languages { Bidi = language };
            }
            if (properties.HasChildren)
                copy.Append(properties);
            copy.Append(new Text(Marked(part)) { Space = SpaceProcessingModeValues.Preserve });
            run.InsertBeforeSelf(copy);
        }
        run.Remove();
    }

    private static string Marked(DirectionalRun part)
    {
        if (part.IsRightToLeft)
            return part.Text.Any(Bidirectional.IsRightToLeft) ? part.Text : $"{RightToLeftMark}{part.Text}{RightToLeftMark}";
        var (first, last) = (part.Text[0], part.Text[^1]);
        // Digits after an Arabic letter let go of their signs («50%», «2026-08-15»), unless a mark stands before them.
        var isPlain = char.IsLetter(first) || part.Text.All(char.IsAsciiDigit);
        return $"{(isPlain ? "" : LeftToRightMark)}{part.Text}{(char.IsLetterOrDigit(last) || last == '%' ? "" : LeftToRightMark)}";
    }
}
