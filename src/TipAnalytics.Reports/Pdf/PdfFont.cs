using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Reports.Pdf;

/// <summary>A glyph as placed. Measures in thousandths of the size.</summary>
/// <param name="Text">What it stands for: more than one sign for a ligature, empty for the second glyph of one sign.</param>
internal sealed record Glyph(ushort Id, float Advance, float Right, float Up, string Text);

/// <summary>One font of a document: shapes text and remembers which glyphs to embed, and what they stand for.</summary>
internal sealed class PdfFont : IDisposable
{
    private readonly string name;
    private readonly TrueTypeFile file;
    private readonly Blob blob;
    private readonly Face face;
    private readonly Font font;
    private readonly SortedDictionary<ushort, string> used = [];
    private readonly Dictionary<string, float> widths = new(StringComparer.Ordinal);

    /// <param name="key">Name in the pages: F1, F2.</param>
    public PdfFont(string key, string path)
    {
        (Key, name) = (key, $"TIPREP+{Path.GetFileNameWithoutExtension(path)}");
        file = new(File.ReadAllBytes(path));
        blob = Blob.FromFile(path);
        face = new Face(blob, 0);
        font = new Font(face);
        font.SetScale(file.UnitsPerEm, file.UnitsPerEm);
        font.SetFunctionsOpenType();
    }

    public string Key { get; }

    /// <summary>Distance from the middle of a line to its base line, in thousandths of the size.</summary>
    public float Middle => (file.Ascent + file.Descent) / 2;

    /// <summary>Width in points; isolates have none.</summary>
    public float Width(string text, float size)
    {
        if (!widths.TryGetValue(text, out var width))
            widths[text] = width = Shape(Bidirectional.Plain(text), isRightToLeft: false).Sum(glyph => glyph.Advance);
        return width * size / 1000;
    }

    /// <summary>The glyphs of a run of one direction, leftmost first.</summary>
    public IReadOnlyList<Glyph> Shape(string text, bool isRightToLeft)
    {
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        buffer.Direction = isRightToLeft || buffer.Direction == Direction.RightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        font.Shape(buffer);
        var (infos, places) = (buffer.GlyphInfos, buffer.GlyphPositions);
        var starts = infos.Select(info => (int)info.Cluster).Append(text.Length).Distinct().Order().ToList();
        var said = new HashSet<int>();
        var glyphs = new List<Glyph>(infos.Length);
        for (var index = 0; index < infos.Length; index++)
        {
            var start = (int)infos[index].Cluster;
            var end = starts[starts.BinarySearch(start) + 1];
            glyphs.Add(new(
                (ushort)infos[index].Codepoint, file.Thousandths(places[index].XAdvance), file.Thousandths(places[index].XOffset), file.Thousandths(places[index].YOffset),
                said.Add(start) ? text[start..end] : ""));
        }
        return glyphs;
    }

    /// <summary>The operators that draw a run, from the current place of the text.</summary>
    public string Operators(string text, float size, bool isRightToLeft)
    {
        var operators = new StringBuilder("[");
        var (up, isOpen) = (0f, false);
        void Close()
        {
            if (isOpen)
                operators.Append('>');
            isOpen = false;
        }
        void Move(float thousandths)
        {
            if (MathF.Abs(thousandths) < 0.5f)
                return;
            Close();
            operators.Append(CultureInfo.InvariantCulture, $"{MathF.Round(-thousandths):0}");
        }
        foreach (var glyph in Shape(text, isRightToLeft))
        {
            if (used.GetValueOrDefault(glyph.Id, "").Length == 0)
                used[glyph.Id] = glyph.Text;
            if (MathF.Abs(glyph.Up - up) > 0.5f)
            {
                Close();
                operators.Append(CultureInfo.InvariantCulture, $"]TJ {PdfFile.Number(glyph.Up * size / 1000)} Ts[");
                up = glyph.Up;
            }
            Move(glyph.Right);
            if (!isOpen)
                operators.Append('<');
            isOpen = true;
            operators.Append(glyph.Id.ToString("X4", CultureInfo.InvariantCulture));
            Move(glyph.Advance - file.Advance(glyph.Id) - glyph.Right);
        }
        Close();
        operators.Append(up == 0 ? "]TJ" : "]TJ 0 Ts");
        return operators.ToString();
    }

    /// <summary>Embeds the glyphs that were drawn.</summary>
    /// <returns>Number of the font object.</returns>
    public int Embed(PdfFile pdf)
    {
        var program = file.Subset(used.Keys);
        var embedded = pdf.AddStream(string.Create(CultureInfo.InvariantCulture, $"/Length1 {program.Length}"), program);
        var descriptor = pdf.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{string.Join(' ', file.Box.Select(PdfFile.Number))}]/ItalicAngle 0/Ascent {PdfFile.Number(file.Ascent)}/Descent {PdfFile.Number(file.Descent)}/CapHeight {PdfFile.Number(file.CapHeight)}/StemV 80/FontFile2 {embedded} 0 R>>"));
        var advances = string.Concat(used.Keys.Select(glyph => string.Create(CultureInfo.InvariantCulture, $"{glyph}[{PdfFile.Number(file.Advance(glyph))}]")));
        var descendant = pdf.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/DW 600/W[{advances}]>>"));
        var meaning = pdf.AddStream("", Encoding.ASCII.GetBytes(Meaning()));
        return pdf.Add(string.Create(CultureInfo.InvariantCulture, $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {meaning} 0 R>>"));
    }

    /// <summary>Map from glyphs to text, for search and for those who have the document read to them.</summary>
    private string Meaning()
    {
        var map = new StringBuilder("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n");
        foreach (var part in used.Where(pair => pair.Value.Length > 0).Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (glyph, text) in part)
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}><{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap CMapName currentdict/CMap defineresource pop end end").ToString();
    }

    public void Dispose()
    {
        font.Dispose();
        face.Dispose();
        blob.Dispose();
    }
}
