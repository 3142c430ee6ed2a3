using System.Text;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Docx;
using TipAnalytics.Reports.Html;
using TipAnalytics.Reports.Pdf;
using TipAnalytics.Reports.Tests.Fixture;
using TipAnalytics.Reports.Xlsx;

namespace TipAnalytics.Reports.Tests;

/// <summary>What stands beside the text of a file is read as well: a phrase planted in each place is refused.</summary>
public class RenderedGuardTests
{
    private const string Phrase = "Number of trafficked persons by area";

    private static readonly Dictionary<string, Func<byte[]>> Planted = new()
    {
        ["properties.docx"] = () => DocxDocument.Write(With(title: Phrase)),
        ["picture.docx"] = () => DocxDocument.Write(With(alt: Phrase)),
        ["caption.docx"] = () => DocxDocument.Write(With(caption: Phrase)),
        ["subject.docx"] = () => DocxDocument.Write(With() with { FooterLine = Phrase }),
        ["properties.xlsx"] = () => Workbook.Write(Phrase, "", "en", false, [new("a", ["b"], null, [])]),
        ["sheet.xlsx"] = () => Workbook.Write("", "", "en", false, [new("trafficking rate", ["b"], null, [])]),
        ["title.html"] = () => Encoding.UTF8.GetBytes(HtmlDocument.Write(With(title: Phrase))),
        ["picture.html"] = () => Encoding.UTF8.GetBytes(HtmlDocument.Write(With(alt: Phrase))),
        ["meta.html"] = () => Encoding.UTF8.GetBytes($"<html><head><title>x</title><meta name=\"description\" content=\"{Phrase}\"></head></html>"),
        ["title.pdf"] = () => PdfDocument.Write(With(title: Phrase)),
        ["picture.pdf"] = () => PdfDocument.Write(With(alt: Phrase)),
        ["arabic.pdf"] = () => PdfDocument.Write(With(alt: "عدد ضحايا الاتجار في المنطقة")),
        ["trafficking_victims_by_area.csv"] = () => [],
        ["number-of-trafficked-persons.png"] = () => [],
        ["charts/taux-de-traite.png"] = () => [],
    };

    public static TheoryData<string> Places => [.. Planted.Keys];

    [Theory, MemberData(nameof(Places))]
    public void A_phrase_is_found_in(string place) => Assert.NotEmpty(RenderedFiles.Refusals(place, Planted[place]()));

    [Fact]
    public void The_files_of_a_release_pass() =>
        Assert.Empty(Products.Files.SelectMany(file => RenderedFiles.Refusals(file.Key, file.Value)));

    [Fact]
    public void Words_drawn_into_a_picture_are_refused_where_they_are_drawn()
    {
        Draw(canvas => canvas.Head(Phrase, ""));
        Draw(canvas => canvas.Head("", Phrase));
        Draw(canvas => canvas.Foot("", Phrase));
        Draw(canvas => canvas.Text(Phrase, 0, 0, 9, "000000"));
        Draw(canvas => canvas.Label("Confirmed victims", 0, 0, 9, "000000"));
    }

    private static void Draw(Action<FigureCanvas> draw)
    {
        using var canvas = new FigureCanvas(200, 100, isRightToLeft: false);
        Assert.Contains("of a chart", Assert.Throws<ReleaseBlockedException>(() => draw(canvas)).Message.Replace("in a chart", "of a chart", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Document With(string title = "A title", string alt = "A picture", string caption = "A table")
    {
        using var canvas = new FigureCanvas(40, 40, isRightToLeft: false);
        return new("x", "en", title, "", "", "", ("", "", ""), "Table", "Figure",
        [
            new Figure("x.png", Task.FromResult(canvas.ToPng()), 40, 40, alt, "A caption"),
            new DataTable(caption, [new("Column", 1)], [[new("Cell")]]),
        ]);
    }
}
