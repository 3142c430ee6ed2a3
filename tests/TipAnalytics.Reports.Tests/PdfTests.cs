using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using SkiaSharp;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Tests.Fixture;
using UglyToad.PdfPig.Tokens;
using TableCell = TipAnalytics.Reports.Documents.TableCell;
using Paragraph = DocumentFormat.OpenXml.Wordprocessing.Paragraph;
using Pig = UglyToad.PdfPig.PdfDocument;

namespace TipAnalytics.Reports.Tests;

/// <summary>PDF read back by another program.</summary>
public partial class PdfTests
{
    public static TheoryData<string> Names => [.. Products.Names];

    /// <summary>A document of these blocks and nothing else.</summary>
    private static byte[] Write(params Block[] blocks) => Pdf.PdfDocument.Write(new(
        "sample", "en", "Title", "Subtitle", "Head of the page", "Foot of the page", ("Page ", " of ", ""), "Table", "Figure", blocks));

    /// <summary>Signs of a page in the order in which they are drawn, without blanks.</summary>
    private static IReadOnlyList<string> Pages(byte[] file)
    {
        using var pdf = Pig.Open(file);
        return [.. pdf.GetPages().Select(page => Bare(string.Concat(page.Letters.Select(letter => letter.Value))))];
    }

    private static string Bare(string text) => Blanks().Replace(text, "");

    [Theory, MemberData(nameof(Names))]
    public void The_text_is_read_in_the_order_of_the_word_document(string product)
    {
        var pages = Pages(Products.Files[$"{product}.pdf"]);
        using var word = WordprocessingDocument.Open(new MemoryStream(Products.Files[$"{product}.docx"]), false);
        var (head, foot) = (Bare(word.MainDocumentPart!.HeaderParts.Single().Header!.InnerText), Bare(word.MainDocumentPart.FooterParts.Single().Footer!.Descendants<Text>().First().Text));
        var text = string.Concat(pages.Select((page, index) => page.Replace($"{head}{foot}Page{index + 1}of{pages.Count}", "", StringComparison.Ordinal)));
        Assert.DoesNotContain(foot, text, StringComparison.Ordinal);
        var at = 0;
        // Word has the contents in one paragraph, the PDF in one line each.
        foreach (var paragraph in word.MainDocumentPart.Document!.Body!.Descendants<Paragraph>().Where(paragraph => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value != "TOC1"))
        {
            var words = Bare(string.Concat(paragraph.Descendants<Text>().Select(part => part.Text)));
            var found = text.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"not found after the {at} signs before it: {words}");
            at = found + words.Length;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_page_says_when_about_what_for_whom_and_which_release(string product)
    {
        var header = LakeRegion.Content.Header;
        Assert.All(Pages(Products.Files[$"{product}.pdf"]), page => Assert.All(
            new[] { "As of 15 August 2026", header.Id, header.Audience, "January 2023 to June 2026", "Northshore, Saltmarsh, Upper Reed, Stonebank, Harbour and East Hills", $"program {header.CodeVersion}" },
            words => Assert.Contains(Bare(words), page, StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_file_is_tagged_and_carries_its_fonts_language_and_title(string product)
    {
        using var pdf = Pig.Open(Products.Files[$"{product}.pdf"]);
        var catalog = pdf.Structure.Catalog.CatalogDictionary;
        Assert.Equal("en", ((StringToken)catalog.Data["Lang"]).Data);
        Assert.True(catalog.Data.ContainsKey("StructTreeRoot"));
        Assert.StartsWith("Lake Region", pdf.Information.Title, StringComparison.Ordinal);
        Assert.Null(pdf.Information.CreationDate);
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters), letter => Assert.StartsWith("TIPREP+DejaVuSans", letter.FontName, StringComparison.Ordinal));
        Assert.InRange(Products.Files[$"{product}.pdf"].Length, 5_000, 1_000_000);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_picture_has_its_alternative_text_and_every_heading_a_bookmark(string product)
    {
        using var pdf = Pig.Open(Products.Files[$"{product}.pdf"]);
        var elements = Elements(pdf).ToList();
        var alternatives = elements.Where(element => Name(element, "S") == "Figure").Select(element => Words(element.Data["Alt"])).ToList();
        Assert.Equal(Products.Alt().Matches(Products.Html(product)).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)), alternatives);
        Assert.True(pdf.TryGetBookmarks(out var bookmarks));
        var headings = Regex.Matches(Products.Html(product), "<h[2-4][^>]*>([^<]*)<").Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value));
        Assert.Equal(headings, bookmarks.GetNodes().Select(node => node.Title));
        Assert.Equal(Regex.Count(Products.Html(product), "<th scope=\"col\""), elements.Count(element => Name(element, "S") == "TH" && Scope(element) == "Column"));
        Assert.Equal(Regex.Count(Products.Html(product), "<td"), elements.Count(element => Name(element, "S") == "TD"));
    }

    [Fact]
    public void A_long_table_repeats_its_head_on_every_page_and_loses_no_row()
    {
        var pages = Pages(Write(new DataTable("Caption", [new("Area", 1), new("Value", 1)], [.. Enumerable.Range(0, 200).Select(row => (IReadOnlyList<TableCell>)[new($"area-{row}-"), new("x")])])));
        Assert.True(pages.Count > 2);
        Assert.All(pages, page => Assert.Contains("AreaValue", page, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 200), row => Assert.Single(pages, page => page.Contains($"area-{row}-", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_row_longer_than_a_page_goes_on_over_the_next()
    {
        var words = string.Join(' ', Enumerable.Range(0, 3000).Select(word => $"w{word}"));
        var pages = Pages(Write(new DataTable("Caption", [new("Area", 1), new("Value", 2)], [[new("one"), new(words)]])));
        Assert.True(pages.Count > 1);
        var text = string.Concat(pages);
        Assert.All(new[] { 0, 1500, 2999 }, word => Assert.Contains($"w{word}", text, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 3000).Select(word => $"w{word}"), Regex.Matches(text, "w[0-9]+").Select(match => match.Value));
    }

    [Fact]
    public void A_word_wider_than_its_column_is_cut_and_not_lost() =>
        Assert.Contains(new string('m', 300), Pages(Write(new DataTable("Caption", [new("Area", 1), new("Value", 9)], [[new(new string('m', 300)), new("x")]])))[0], StringComparison.Ordinal);

    [Fact]
    public void No_line_leaves_the_page()
    {
        using var pdf = Pig.Open(Products.Files["trend-report.pdf"]);
        Assert.All(pdf.GetPages(), page => Assert.All(page.Letters, letter => Assert.True(
            letter.BoundingBox.Left >= 56 && letter.BoundingBox.Right <= 540 && letter.BoundingBox.Bottom >= 20 && letter.BoundingBox.Top <= 830, $"page {page.Number}: «{letter.Value}» at {letter.BoundingBox}")));
    }

    [Fact]
    public void A_part_of_the_font_draws_its_glyphs_as_the_whole_does()
    {
        using var whole = SKTypeface.FromFile(ChartStyle.RegularFile);
        var glyphs = whole.GetGlyphs("Áreas 12% → fi");
        using var part = SKTypeface.FromData(SKData.CreateCopy(new Pdf.TrueTypeFile(File.ReadAllBytes(ChartStyle.RegularFile)).Subset(glyphs)));
        using var one = new SKFont(whole, 100);
        using var other = new SKFont(part, 100);
        Assert.All(glyphs, glyph => Assert.Equal(one.GetGlyphPath(glyph)?.ToSvgPathData(), other.GetGlyphPath(glyph)?.ToSvgPathData()));
        Assert.Equal(one.GetGlyphWidths(glyphs), other.GetGlyphWidths(glyphs));
    }

    [Theory]
    [InlineData("نسبة 12.5% من الأسر", "12.5%", "نسبة")]
    [InlineData("من ⁦+6⁩ إلى ⁦+16⁩", "+16", "من")]
    [InlineData("العدد ⁦2026-08-15-1a2b3c4d⁩.", "2026-08-15-1a2b3c4d", "العدد")]
    [InlineData("⁦22%⁩ ← ⁦31%⁩", "31%", "")]
    public void Digits_and_latin_words_keep_their_order_on_an_arabic_line(string line, string leftmost, string rightmost)
    {
        var letters = Letters(line);
        Assert.Contains(leftmost, string.Concat(letters.Select(letter => letter.Value)), StringComparison.Ordinal);
        if (rightmost.Length > 0)
            // Glyphs of Arabic stand mirrored: the first letter at the right.
            Assert.EndsWith(string.Concat(rightmost.Reverse()), string.Concat(letters.Select(letter => letter.Value.Normalize(System.Text.NormalizationForm.FormKC))), StringComparison.Ordinal);
        Assert.InRange(letters.Max(letter => letter.BoundingBox.Right), 530, 540);
    }

    [Fact]
    public void What_is_isolated_stays_so_over_the_end_of_a_line_and_leaves_no_mark()
    {
        var words = string.Join(' ', Enumerable.Range(100, 60));
        using var pdf = Pig.Open(WriteArabic(new Documents.Paragraph($"قبل ⁦{words}⁩ بعد")));
        var text = string.Concat(pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value));
        Assert.DoesNotMatch("[⁦⁩]", text);
        Assert.Contains("100 101 102", text, StringComparison.Ordinal);
        Assert.Contains("157 158 159", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_column_of_an_arabic_table_stands_at_the_right()
    {
        using var pdf = Pig.Open(WriteArabic(new DataTable("Caption", [new("first", 1), new("second", 1)], [[new("one"), new("two")]])));
        double Left(string word) => pdf.GetPage(1).GetWords().Single(found => found.Text == word).BoundingBox.Left;
        Assert.True(Left("first") > Left("second"));
        Assert.True(Left("one") > Left("two"));
    }

    private static byte[] WriteArabic(params Block[] blocks) => Pdf.PdfDocument.Write(new Documents.Document(
        "sample", "ar", "T", "S", "H", "F", ("P", "of", ""), "Table", "Figure", blocks) { IsRightToLeft = true });

    /// <summary>Letters of a paragraph, leftmost first.</summary>
    private static List<UglyToad.PdfPig.Content.Letter> Letters(string line)
    {
        using var pdf = Pig.Open(WriteArabic(new Documents.Paragraph(line)));
        return [.. pdf.GetPage(1).Letters.Where(letter => Math.Abs(letter.PointSize - 8.7) < 0.05).OrderBy(letter => letter.BoundingBox.Left)];
    }

    [Fact]
    public void The_culture_of_the_machine_changes_no_byte()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.All(ReportWriter.Make(LakeRegion.Content, Products.Names).ToList(), file => Assert.True(Products.Files[file.Name].AsSpan().SequenceEqual(file.Bytes), file.Name));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static IEnumerable<DictionaryToken> Elements(Pig pdf)
    {
        var open = new Stack<IToken>([((DictionaryToken)Whole(pdf, pdf.Structure.Catalog.CatalogDictionary.Data["StructTreeRoot"])).Data["K"]]);
        while (open.TryPop(out var token))
        {
            if (Whole(pdf, token) is not DictionaryToken element || !element.Data.ContainsKey("S"))
                continue;
            yield return element;
            foreach (var kid in ((ArrayToken)Whole(pdf, element.Data["K"])).Data.Reverse())
                open.Push(kid);
        }
    }

    private static IToken Whole(Pig pdf, IToken token) => token is IndirectReferenceToken reference ? pdf.Structure.GetObject(reference.Data).Data : token;

    private static string Name(DictionaryToken element, string key) => ((NameToken)element.Data[key]).Data;

    private static string Scope(DictionaryToken element) => element.Data.TryGetValue("A", out var attributes) ? Name((DictionaryToken)attributes, "Scope") : "";

    private static string Words(IToken token) => token is HexToken hex ? hex.Data.TrimStart('\uFEFF') : ((StringToken)token).Data;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
