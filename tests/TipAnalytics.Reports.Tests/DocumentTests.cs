using System.Buffers.Binary;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using SkiaSharp;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

public partial class DocumentTests
{
    public static TheoryData<string> Names => [.. Products.Documents];

    public static TheoryData<string> Illustrated => [.. Products.Illustrated];

    [Theory, MemberData(nameof(Names))]
    public void The_word_document_is_valid(string product)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Products.Files[$"{product}.docx"]), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));
    }

    [Theory, MemberData(nameof(Illustrated))]
    public void The_word_document_repeats_table_heads_and_describes_pictures(string product)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Products.Files[$"{product}.docx"]), false);
        var body = document.MainDocumentPart!.Document!.Body!;
        var tables = body.Elements<Table>().Where(table => table.Descendants<TableStyle>().Any()).ToList();
        Assert.NotEmpty(tables);
        Assert.All(tables, table => Assert.Single(table.Descendants<TableHeader>()));
        var pictures = body.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>().ToList();
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.True(picture.Description!.Value!.Length > 60, picture.Name!));
        Assert.Equal(pictures.Count, pictures.Select(picture => picture.Id!.Value).Distinct().Count());
    }

    [Fact]
    public void The_same_release_gives_the_same_bytes()
    {
        var again = ReportWriter.Make(LakeRegion.InAllLanguages, Products.Names).ToList();
        Assert.Equal(Products.Files.Count, again.Count);
        Assert.All(again, file => Assert.True(Products.Files[file.Name].AsSpan().SequenceEqual(file.Bytes), file.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_page_asks_for_nothing_outside_and_stays_small(string product)
    {
        var html = Products.Html(product);
        Assert.DoesNotMatch("(?i)https?://|url\\(|<script|<link|@import", html);
        Assert.All(Source().Matches(html), match => Assert.StartsWith("data:image/png;base64,", match.Groups[1].Value, StringComparison.Ordinal));
        var (page, word) = Products.Briefs.Contains(product) ? (150_000, 150_000) : (500_000, 1_000_000);
        Assert.InRange(Products.Files[$"{product}.html"].Length, 5_000, page);
        Assert.InRange(Products.Files[$"{product}.docx"].Length, 5_000, word);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_page_can_be_read_by_a_screen_reader(string product)
    {
        var html = Products.Html(product);
        var language = product.Contains('.', StringComparison.Ordinal) ? product.Split('.')[1] : "en";
        Assert.Contains($"<html lang=\"{language}\" dir=\"{(language == "ar" ? "rtl" : "ltr")}\">", html, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(html, "<img "), Products.Alt().Count(html));
        Assert.All(Products.Alt().Matches(html), match => Assert.True(match.Groups[1].Length > 60));
        Assert.Equal(Regex.Count(html, "<th "), Regex.Count(html, "<th scope=\"(col|row)\""));
        Assert.Equal(Regex.Count(html, "<table>"), Regex.Count(html, "<caption>"));
        var levels = Regex.Matches(html, "<h([1-6])").Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} is followed by h{pair.Second}"));
        var ids = Regex.Matches(html, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(Regex.Matches(html, "href=\"#([^\"]+)\"").Select(match => match.Groups[1].Value), target => Assert.Contains(target, ids));
    }

    [Fact]
    public void Every_chart_is_twice_its_printed_size_and_not_blank()
    {
        var charts = Products.Files.Where(file => file.Key.EndsWith(".png", StringComparison.Ordinal)).ToList();
        Assert.True(charts.Count >= 5);
        foreach (var (name, png) in charts)
        {
            Assert.Equal(960, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
            using var picture = SKBitmap.Decode(png);
            var pixels = picture.Pixels;
            Assert.True(pixels.Distinct().Count() > 8, name);
            Assert.Equal(SKColors.White, picture.GetPixel(1, 1));
            // Mostly paper, some ink: neither blank nor painted over.
            Assert.InRange(pixels.Count(pixel => pixel.Red < 90 && pixel.Green < 90 && pixel.Blue < 110) / (double)pixels.Length, 0.003, 0.2);
        }
    }

    [GeneratedRegex(" src=\"([^\"]{0,60})")]
    private static partial Regex Source();
}
