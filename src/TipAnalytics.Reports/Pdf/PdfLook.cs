using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Pdf;

/// <summary>Colours and sizes, those of the other formats. The words of a cell say its state; the colour repeats it.</summary>
internal static class PdfLook
{
    public const string Ink = Docx.DocxStyles.Ink;
    public const string Soft = Docx.DocxStyles.Soft;
    public const string Blue = Docx.DocxStyles.Blue;
    public const string Rule = Docx.DocxStyles.Rule;
    public const string Band = Docx.DocxStyles.Band;
    public const string Side = "8A97A3";

    public const float Body = 8.7f;
    public const float Table = 7;
    public const float Caption = 7.5f;

    public static (float Size, string Colour, float Before, float After) Heading(int level) => level switch
    {
        1 => (12.5f, Blue, 10, 4),
        2 => (10.5f, Ink, 9, 3),
        _ => (9.5f, Soft, 8, 3),
    };

    public static (float Size, string Colour, float After) Paragraph(ParagraphLook look) => look switch
    {
        ParagraphLook.Lead => (9.5f, Ink, 6),
        ParagraphLook.Caveat => (8.5f, "3B4854", 7),
        ParagraphLook.Small => (7.5f, Soft, 7),
        _ => (Body, Ink, 6),
    };
}
