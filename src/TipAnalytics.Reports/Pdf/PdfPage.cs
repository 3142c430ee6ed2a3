using System.Globalization;
using System.Text;

namespace TipAnalytics.Reports.Pdf;

/// <summary>One page: drawing operators, each inside a passage of the structure or marked as not part of it. Lengths in points from the upper left corner.</summary>
internal sealed class PdfPage(int id, int number)
{
    public const float Width = 595.28f;
    public const float Height = 841.89f;

    private readonly List<StringBuilder> content = [new()];
    private readonly List<PdfTag> marks = [];
    private readonly SortedDictionary<string, int> pictures = new(StringComparer.Ordinal);
    private readonly List<int> links = [];

    public int Id => id;

    /// <summary>1 for the first page.</summary>
    public int Number => number;

    /// <summary>The element of each marked passage, in their order.</summary>
    public IReadOnlyList<PdfTag> Marks => marks;

    public void Begin(PdfTag tag)
    {
        tag.Has(this, marks.Count);
        Append($"/{tag.Kind}<</MCID {marks.Count.ToString(CultureInfo.InvariantCulture)}>>BDC\n");
        marks.Add(tag);
    }

    /// <summary>What follows is decoration or repeated, and not read aloud.</summary>
    public void BeginArtifact() => Append("/Artifact BMC\n");

    public void End() => Append("EMC\n");

    /// <summary>A place for operators that are known later, such as a number of pages.</summary>
    public StringBuilder Later()
    {
        var place = new StringBuilder();
        content.Add(place);
        content.Add(new());
        return place;
    }

    /// <summary>Operators that draw runs of text one after the other.</summary>
    /// <param name="middle">Middle of the line.</param>
    public static string Line(float left, float middle, float size, IEnumerable<(string Text, PdfFont Font, string Colour, bool IsRightToLeft)> runs)
    {
        var operators = new StringBuilder("BT ");
        var isFirst = true;
        foreach (var (text, font, colour, isRightToLeft) in runs)
        {
            operators.Append(CultureInfo.InvariantCulture, $"/{font.Key} {PdfFile.Number(size)} Tf {Colour(colour)} rg ");
            if (isFirst)
                operators.Append(CultureInfo.InvariantCulture, $"{PdfFile.Number(left)} {PdfFile.Number(Height - middle - font.Middle * size / 1000)} Td ");
            operators.Append(font.Operators(text, size, isRightToLeft)).Append(' ');
            isFirst = false;
        }
        return operators.Append("ET\n").ToString();
    }

    public void Text(string operators) => Append(operators);

    public void Fill(float left, float top, float width, float height, string colour) => Append(
        $"{Colour(colour)} rg {PdfFile.Number(left)} {PdfFile.Number(Height - top - height)} {PdfFile.Number(width)} {PdfFile.Number(height)} re f\n");

    public void Frame(float left, float top, float width, float height, string colour, float thickness) => Append(
        $"{Colour(colour)} RG {PdfFile.Number(thickness)} w {PdfFile.Number(left)} {PdfFile.Number(Height - top - height)} {PdfFile.Number(width)} {PdfFile.Number(height)} re S\n");

    public void Picture(string key, int picture, float left, float top, float width, float height)
    {
        pictures[key] = picture;
        Append($"q {PdfFile.Number(width)} 0 0 {PdfFile.Number(height)} {PdfFile.Number(left)} {PdfFile.Number(Height - top - height)} cm /{key} Do Q\n");
    }

    public void Link(int link) => links.Add(link);

    public void Write(PdfFile pdf, int parent, string fonts)
    {
        var stream = pdf.AddStream("", Encoding.ASCII.GetBytes(string.Concat(content.Select(part => part.ToString()))));
        var drawn = string.Concat(pictures.Select(picture => $"/{picture.Key} {PdfFile.Reference(picture.Value)}"));
        pdf.Set(id, string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {PdfFile.Number(Width)} {PdfFile.Number(Height)}]/Resources<</Font<<{fonts}>>/XObject<<{drawn}>>>>/Contents {stream} 0 R/StructParents {number - 1}/Tabs/S/Annots[{string.Join(' ', links.Select(PdfFile.Reference))}]>>"));
    }

    private void Append(string operators) => content[^1].Append(operators);

    private static string Colour(string hex) => string.Join(' ', Enumerable.Range(0, 3)
        .Select(part => PdfFile.Number(Convert.ToInt32(hex.Substring(2 * part, 2), 16) / 255f)));
}
