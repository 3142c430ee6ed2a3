using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Tests.Fixture;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Wording;
using Pig = UglyToad.PdfPig.PdfDocument;

namespace TipAnalytics.Reports.Tests;

/// <summary>Briefing note, key messages, monthly sheet and the slots of the protection analysis update.</summary>
public class ShortProductTests
{
    /// <summary>Paragraphs of the word document under a heading, to the next heading.</summary>
    private static List<string> Under(string product, string heading)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Products.Files[$"{product}.docx"]), false);
        var paragraphs = document.MainDocumentPart!.Document!.Body!.Descendants<Paragraph>().Select(paragraph =>
            (IsHeading: paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value?.StartsWith("Heading", StringComparison.Ordinal) == true, Style: paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value, Text: paragraph.InnerText)).ToList();
        return [.. paragraphs.SkipWhile(paragraph => !paragraph.IsHeading || paragraph.Text != heading).Skip(1).TakeWhile(paragraph => !paragraph.IsHeading)
            .Where(paragraph => paragraph.Style == "ListBullet").Select(paragraph => paragraph.Text)];
    }

    [Theory, MemberData(nameof(LengthTests))]
    public void A_short_product_keeps_its_length_in_every_language(string document, int pages)
    {
        using var pdf = Pig.Open(Products.Files[$"{document}.pdf"]);
        Assert.InRange(pdf.NumberOfPages, 1, pages);
    }

    public static TheoryData<string, int> LengthTests()
    {
        var data = new TheoryData<string, int>();
        foreach (var document in Products.Documents)
            if (document.Split('.')[0] switch { "hct-note" => 1, "key-messages" or "trend-sheet" => 2, "pau-brief" => 5, _ => 0 } is > 0 and var pages)
                data.Add(document, pages);
        return data;
    }

    [Fact]
    public void The_briefing_note_has_three_changes_two_unknowns_and_three_requests()
    {
        Assert.Equal((3, 2, 3), (Under("hct-note", "What changed, before → since the onset").Count, Under("hct-note", "What we do not know").Count, Under("hct-note", "What the HCT is asked to do").Count));
        Assert.Contains(LakeRegion.Content.StandingCaveats["CAV-8"], Under("hct-note", "What we do not know"));
    }

    [Fact]
    public void Each_key_message_carries_words_of_its_own_against_misuse()
    {
        var messages = Under("key-messages", "Key messages");
        Assert.InRange(messages.Count, 5, 8);
        Assert.All(messages, message => Assert.Matches("not |needs follow-up|referral pathway", message));
        Assert.All(messages, message => Assert.EndsWith(".", message, StringComparison.Ordinal));
    }

    [Fact]
    public void Talking_points_say_shares_in_words_and_never_a_number()
    {
        var points = Under("key-messages", "Talking points");
        Assert.InRange(points.Count, 6, 10);
        Assert.All(points, point => Assert.DoesNotMatch("[0-9%]", point));
        Assert.Contains(points, point => point.Contains("from about one in six to about one in four of surveyed households", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_asked_next_has_its_standing_answers()
    {
        var answers = Under("key-messages", "If asked");
        Assert.Equal(4, answers.Count);
        Assert.EndsWith(LakeRegion.Content.StandingCaveats["CAV-8"], answers[0], StringComparison.Ordinal);
        Assert.EndsWith(LakeRegion.Content.StandingCaveats["CAV-9"], answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_rise_the_short_products_say_so_and_claim_nothing()
    {
        var calm = LakeRegion.Content with
        {
            Findings = [.. LakeRegion.Content.Findings.Where(finding => !Headlines.IsRise(finding))],
            Convergence = [.. LakeRegion.Content.Convergence.Select(area => area with { SeveralFamiliesRise = area.SeveralFamiliesRise is null ? null : false, RisingFamilies = [] })],
        };
        var files = ReportWriter.Make(calm, ["hct-note", "key-messages", "pau-brief", "trend-sheet"]).ToDictionary(file => file.Name, file => file.Bytes, StringComparer.Ordinal);
        string Page(string product) => System.Net.WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(files[$"{product}.html"]));
        Assert.Contains("the absence of a sign is not safety", Page("hct-note"), StringComparison.Ordinal);
        Assert.Contains("the absence of a sign is not safety", Page("key-messages"), StringComparison.Ordinal);
        Assert.Contains("That is a limit of what is known, not an all-clear.", Page("pau-brief"), StringComparison.Ordinal);
        Assert.All(new[] { "hct-note", "key-messages" }, product => Assert.DoesNotContain("have grown in", Page(product), StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_can_be_tested_the_note_says_that_it_is_a_gap()
    {
        var unknown = LakeRegion.Content with { Findings = [], Convergence = [.. LakeRegion.Content.Convergence.Select(area => area with { SeveralFamiliesRise = null, RisingFamilies = [] })] };
        var page = System.Net.WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(ReportWriter.Make(unknown, ["hct-note"]).Single(file => file.Name == "hct-note.html").Bytes));
        Assert.Contains("That is a gap in knowledge, not a sign of calm.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Immediate_attention_is_for_rises_of_grade_A_or_B_only()
    {
        var sure = LakeRegion.Content.Findings.Where(finding => Headlines.IsRise(finding) && finding.Grade is EvidenceGrade.A or EvidenceGrade.B).Select(finding => finding.IndicatorId).ToHashSet();
        var titles = LakeRegion.Content.Indicators.ToDictionary(indicator => indicator.Title, indicator => indicator.Id);
        var named = Under("pau-brief", "Risks needing immediate attention").Select(item => titles[Regex.Match(item, "«([^»]+)»").Groups[1].Value]).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, id => Assert.Contains(id, sure));
    }

    [Fact]
    public void Labels_of_a_slope_chart_keep_apart_and_inside()
    {
        var placed = SlopeChart.Apart([(100, "a"), (101, "b"), (102, "c"), (199, "d"), (200, "e"), (20, "f")], 10, 200);
        Assert.Equal(["f", "a", "b", "c", "d", "e"], placed.Select(label => label.Label));
        Assert.All(placed.Zip(placed.Skip(1)), pair => Assert.True(pair.Second.Y - pair.First.Y >= 12));
        Assert.All(placed, label => Assert.InRange(label.Y, 10, 200));
    }

    [Fact]
    public void A_slope_chart_shows_tested_areas_with_the_levels_of_their_findings()
    {
        var slope = new Sections.Figures(View).Slope(View.Indicator("MV-01"))!;
        var tested = LakeRegion.Content.Findings.Where(finding => finding is { IndicatorId: "MV-01", AreaLevel: 1, Difference: not null, Status: not TrendStatus.ReportingArtefactPossible }).ToList();
        Assert.True(tested.Count is > 1 and < 6);
        Assert.All(tested, finding => Assert.Contains($"{View.AreaName(finding.AreaCode)} {finding.Before!.Share.Value}% → {finding.After!.Share.Value}%", slope.Alt, StringComparison.Ordinal));
        Assert.All(View.Admin1.Where(area => !tested.Exists(finding => finding.AreaCode == area.Code)), area => Assert.DoesNotContain(area.Name, slope.Alt, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(6, "about one in twenty"), InlineData(9, "about one in ten"), InlineData(22, "about one in five"), InlineData(31, "about one in three"), InlineData(48, "about half"), InlineData(94, "about nine in ten")]
    public void A_share_is_said_as_the_nearest_fraction(int share, string words) =>
        Assert.Equal(words, ShareWords.About(View, new(new(share), null, null, 8)));

    [Fact]
    public void A_bound_stays_a_bound_in_speech()
    {
        Assert.Equal("fewer than one in twenty", ShareWords.About(View, new(new(5), null, null, 8) { Bound = Pipeline.Disclosure.ShareBound.Under5 }));
        Assert.Equal("nearly all", ShareWords.About(View, new(new(95), null, null, 8) { Bound = Pipeline.Disclosure.ShareBound.Over95 }));
    }

    private static readonly ReleaseView View = new(LakeRegion.Content, ReportTexts.Shipped(LakeRegion.Content.Words));
}
