using System.Globalization;
using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Pdf;

/// <summary>The pages of a document while they fill: where the next thing stands, and the structure it belongs to.</summary>
/// <param name="isRightToLeft">Lines begin at the right margin, and the first column of a table stands there.</param>
internal sealed class PdfFlow(PdfFile pdf, PdfFont regular, PdfFont bold, bool isRightToLeft)
{
    public const float Margin = 56.7f;
    public const float TextWidth = PdfPage.Width - 2 * Margin;
    private const float Top = 56;
    private const float Bottom = PdfPage.Height - 48;

    private readonly List<PdfPage> pages = [];

    /// <summary>Height of a line in multiples of the size.</summary>
    private const float Leading = 1.38f;

    public PdfFile Pdf => pdf;

    public PdfFont Regular => regular;

    public PdfFont Bold => bold;

    public PdfTag Root { get; } = new("Document");

    public IReadOnlyList<PdfPage> Pages => pages;

    public PdfPage Page => pages[^1];

    /// <summary>Where the next thing stands, from the top of the page.</summary>
    public float At { get; private set; } = Top;

    public float Left => Bottom - At;

    public static float PageRoom => Bottom - Top;

    /// <summary>Goes on to a new page when less than this is left.</summary>
    /// <returns>True for a new page.</returns>
    public bool Need(float height)
    {
        if (pages.Count > 0 && (At + height <= Bottom || At <= Top))
            return false;
        pages.Add(new(pdf.Reserve(), pages.Count + 1));
        At = Top;
        return true;
    }

    public void Skip(float height) => At += pages.Count > 0 && At <= Top ? 0 : height;

    public void Advance(float height) => At += height;

    public static float LineHeight(float size) => size * Leading;

    /// <summary>Left end of something that begins so far from the beginning of the lines.</summary>
    public float Place(float start, float width) => isRightToLeft ? PdfPage.Width - Margin - start - width : Margin + start;

    public Span Span(string text, string colour, bool isBold = false) => new(text, isBold ? bold : regular, colour);

    /// <summary>Operators of one line whose upper end stands at a height of the page.</summary>
    public string Line(TextLine line, float size, float start, float top) =>
        PdfPage.Line(Place(start, line.Width), top + LineHeight(size) / 2, size, PdfText.Runs(line, isRightToLeft));

    /// <summary>Text over as many pages as it needs; never one line alone before or after a break.</summary>
    /// <param name="rule">Colour of a line beside the text; empty for none.</param>
    public void Write(PdfTag tag, IReadOnlyList<TextLine> lines, float size, float start = 0, string rule = "")
    {
        var height = LineHeight(size);
        for (var from = 0; from < lines.Count;)
        {
            Need(Math.Min(2, lines.Count - from) * height);
            var room = Math.Max(1, (int)(Left / height));
            var take = Math.Min(room, lines.Count - from);
            if (lines.Count - from - take == 1 && take > 2)
                take--;
            if (rule.Length > 0)
            {
                Page.BeginArtifact();
                Page.Fill(Place(start - 8, 1.5f), At, 1.5f, take * height, rule);
                Page.End();
            }
            Page.Begin(tag);
            foreach (var line in lines.Skip(from).Take(take))
            {
                Page.Text(Line(line, size, start, At));
                At += height;
            }
            Page.End();
            from += take;
        }
    }

    /// <summary>Head and foot of every page, once their number is known. They are the same everywhere and not read aloud.</summary>
    public void Finish(Document document)
    {
        const float size = 7;
        foreach (var page in pages)
        {
            page.BeginArtifact();
            var lines = PdfText.Wrap([Span(document.HeaderLine, PdfLook.Soft)], size, TextWidth);
            for (var index = 0; index < lines.Count; index++)
                page.Text(Line(lines[index], size, 0, 24 + index * LineHeight(size)));
            var number = string.Create(CultureInfo.InvariantCulture, $"{document.PageWords.Before}{page.Number}{document.PageWords.Between}{pages.Count}{document.PageWords.After}");
            var wide = regular.Width(number, size);
            page.Fill(Margin, PdfPage.Height - 42, TextWidth, 0.6f, PdfLook.Rule);
            page.Text(Line(new([Span(document.FooterLine, PdfLook.Soft)], regular.Width(document.FooterLine, size)), size, 0, PdfPage.Height - 38));
            page.Text(Line(new([Span(number, PdfLook.Soft)], wide), size, TextWidth - wide, PdfPage.Height - 38));
            page.End();
        }
    }
}
