using TipAnalytics.Audit.Bundle;

namespace TipAnalytics.Audit.Tests.Bundle;

public class CoverageTests
{
    [Fact]
    public void A_bundle_whose_numbers_are_all_released_passes_and_every_number_is_mapped()
    {
        using var release = new SmallRelease();
        var report = new AuditReport("r");
        Assert.Null(release.Audit(report));
        Assert.InRange(report.NumbersInBundle, 30, 200);
        Assert.Equal(report.NumbersInBundle, report.NumbersMapped);
        Assert.Equal(5, report.FilesRead);
    }

    [Theory]
    [InlineData("<p>Child work as a household coping strategy, Nordmere: 22%.</p>", "report.html", "22")]
    [InlineData("<p>Child work as a household coping strategy, Reedmark: 37%.</p>", "report.html", "37")]
    [InlineData("<p>Nordmere, 21 children.</p>", "report.html", "21")]
    [InlineData("<p data-raw=\"0.2134\">Nordmere</p>", "report.html", "0.2134")]
    [InlineData("<p title=\"17 households\">Nordmere</p>", "report.html", "17")]
    [InlineData("<!-- 17 of 83 -->", "report.html", "17")]
    [InlineData("<p style=\"width:17\">Nordmere</p>", "report.html", "17")]
    [InlineData("<style>/* 17 */</style>", "report.html", "17")]
    [InlineData("<p>On 14 August 2026 in Nordmere.</p>", "report.html", "14")]
    public void A_number_without_a_fact_stops_the_release_and_is_named_inside_only(string html, string file, string number)
    {
        using var release = new SmallRelease();
        release.Write("report.html", SmallRelease.Html(html));
        var failure = release.Audit();
        Assert.Equal(("A0", file), (failure?.Step, failure?.Where));
        Assert.Contains(number, failure!.Inside!.Numbers);
        var many = failure.Inside.Numbers.Count == 1 ? "1 number without a fact or a formula behind it" : "2 numbers without a fact or a formula behind them";
        Assert.Equal($"Audit A0: report.html: {many}. Take the number out, or print it from a released figure. What it is and where stands in r.json, which stays inside.", failure.ToException("r.json").Message);
    }

    [Fact]
    public void Hidden_places_are_read_like_the_rest()
    {
        foreach (var (name, bytes) in new (string, byte[])[]
        {
            ("report.docx", SmallRelease.Docx("", property: "17 in Nordmere")),
            ("report.docx", SmallRelease.Docx("", alt: "Nordmere: 17")),
            ("report.docx", SmallRelease.Docx("<w:p><w:r><w:t>Nordmere 17</w:t></w:r></w:p>")),
            ("tables.xlsx", SmallRelease.Xlsx("17")),
            ("tables.xlsx", SmallRelease.Xlsx("", comment: "17 in Nordmere")),
            ("charts/areas-CH-01.png", SmallRelease.Png("Nordmere=17")),
            ("charts/nordmere-17.png", SmallRelease.Png()),
        })
        {
            using var release = new SmallRelease();
            release.Write(name, bytes);
            var failure = release.Audit();
            Assert.Equal("A0", failure?.Step);
            Assert.Contains("17", failure!.Inside!.Numbers);
            Assert.DoesNotContain("17", failure.ToException().Message);
        }
    }

    [Fact]
    public void Hidden_text_unknown_chunks_unknown_files_and_formulas_are_refused()
    {
        foreach (var (name, bytes) in new (string, byte[])[]
        {
            ("report.docx", SmallRelease.Docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>words</w:t></w:r></w:p>")),
            ("notes.txt", "words"u8.ToArray()),
            ("charts/areas-CH-01.png", [.. SmallRelease.Png(), 1, 2, 3]),
            ("charts/areas-CH-01.png", "no picture"u8.ToArray()),
            ("chart.svg", "<svg><polyline points=\"0,10 1,12 2,11 3,15 4,19 5,13\"/></svg>"u8.ToArray()),
            ("page.html", "<script>draw([1,2,3])</script>"u8.ToArray()),
        })
        {
            using var release = new SmallRelease();
            release.Write(name, bytes);
            Assert.Equal(("A0", name), release.Audit() is { } failure ? (failure.Step, failure.Where) : default);
        }
    }

    [Theory]
    [InlineData("22", "", "its share is not that of the fact")]
    [InlineData("21", "15", "its state is not «hidden», as the ledger says")]
    public void A_table_of_cells_is_held_against_the_facts_figure_by_figure(string share, string hidden, string says)
    {
        using var release = new SmallRelease();
        release.Write("tables/cells-CH-01.csv", SmallRelease.Csv(share, hidden));
        var failure = release.Audit();
        Assert.Equal("A8", failure?.Step);
        Assert.Contains(says, failure!.What);
        Assert.Contains("CH-01:LR0", failure.What);
    }

    [Fact]
    public void A_number_of_another_area_or_indicator_does_not_pass_for_this_one()
    {
        using var release = new SmallRelease();
        // 33 is the share of CH-03 in the country.
        release.Write("report.html", SmallRelease.Html("<p>Child work as a household coping strategy, Lake Region: 33%.</p>"));
        Assert.Equal(["33"], release.Audit()?.Inside?.Numbers);
        release.Write("report.html", SmallRelease.Html("<p>Children withdrawn from school to meet needs, Lake Region: 33%.</p>"));
        Assert.Null(release.Audit());
    }

    [Fact]
    public void Heights_of_a_drawn_line_pass_only_on_one_scale_of_released_shares()
    {
        double[] shares = [20, 24, 22, 30, 41, 35];
        Assert.True(SvgFile.IsScaled([.. shares.Select(share => 300 - 2.5 * share)], shares));
        Assert.False(SvgFile.IsScaled([.. shares.Select(share => 300 - 2.5 * (share + (share == 30 ? 0.3 : 0)))], shares));
    }

    [Fact]
    public void A_workbook_cell_without_a_reference_stands_right_of_the_one_before_it_and_days_are_read_as_days()
    {
        const string Head = "<row><c t=\"str\"><v>indicator_id</v></c><c t=\"str\"><v>area_code</v></c><c t=\"str\"><v>note</v></c><c t=\"str\"><v>as_of</v></c></row>";
        // The 15th of August 2026, right of an empty cell.
        var file = XlsxFile.Read("tables.xlsx", SmallRelease.Sheet($"{Head}<row><c t=\"str\"><v>CH-01</v></c><c t=\"str\"><v>LR01</v></c><c/><c s=\"1\"><v>46249</v></c></row>"));
        Assert.Equal(["CH-01", "LR01", "", "2026-08-15"], Assert.Single(Assert.Single(file.Tables).Rows));
    }

    [Fact]
    public void A_pdf_may_have_no_number_more_than_its_page()
    {
        var page = new BundleFile("report.html");
        page.Say("p", "Nordmere 21% (15–28), Lake Region 24%");
        page.Say("h2", "Values");
        Assert.Empty(Beyond(["2 Values", "Values 2", "Nordmere 21% (15–28),", "Lake Region 24%", "Page 1 of 2"], ["Page 2 of 2"]));
        Assert.Equal(["21"], Beyond(["Nordmere 21% (15–28), Lake Region 24%", "and 21 children"]));
        Assert.Equal(["1", "2"], Beyond(["1 child", "Values 3", "Households 2"], []).Except(["3"]));
        Assert.Equal(["2", "2"], Beyond(["Page 2 of 2"], []));

        IReadOnlyList<string> Beyond(params IReadOnlyList<string>[] pages) => PdfNumbers.Beyond(pages, page, ["Page {page} of {pages}"]);
    }

    [Fact]
    public void Page_numbers_are_told_in_the_language_of_the_page_as_they_stand_on_its_lines()
    {
        var page = new BundleFile("report.html");
        Assert.Empty(PdfNumbers.Beyond([["2 نم 1 ةحفص"], ["2 نم 2 ةحفص"]], page, ["صفحة {page} من {pages}"]));
        Assert.Equal(["2", "1"], PdfNumbers.Beyond([[], ["2 نم 1 ةحفص"]], page, ["صفحة {page} من {pages}"]));
    }

    [Theory]
    [InlineData("fr", "<p>«Travail des enfants comme stratégie d'adaptation du ménage», T2 2026 : Nordmere 21 % (15–28).</p>", null)]
    [InlineData("fr", "<p>«Travail des enfants comme stratégie d'adaptation du ménage», T2 2026 : Nordmere 22 %.</p>", "22")]
    [InlineData("fr", "<p>Situation au 15 août 2026.</p>", null)]
    [InlineData("fr", "<p>Le 14 août 2026.</p>", "14")]
    [InlineData("ar", "<p>CH-01، الربع \u20662\u2069 من عام 2026: Nordmere 21%.</p>", null)]
    [InlineData("ar", "<p>CH-01: Nordmere 22%.</p>", "22")]
    public void Every_language_of_a_bundle_is_read_with_its_own_periods_days_and_names(string language, string html, string? unmapped)
    {
        using var release = new SmallRelease();
        release.Write($"report.{language}.html", SmallRelease.Html(html));
        var failure = release.Audit();
        Assert.Equal(unmapped is null, failure is null);
        if (unmapped is not null)
            Assert.Equal(unmapped, failure!.Inside!.Numbers[0]);
    }
}
