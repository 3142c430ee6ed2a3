using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Sections;
using TipAnalytics.Reports.Tests.Fixture;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Tests;

public partial class WordingTests
{
    private static readonly string TextFile = Path.Combine(AppContext.BaseDirectory, "reports", "texts", "en.yaml");
    private static readonly ReleaseView View = new(LakeRegion.Content, ReportTexts.Shipped(LakeRegion.Content.Words));
    private static readonly FindingWords Words = new(View);

    private static Finding One(TrendStatus status) => new(
        "CH-03:LR01:change", "CH-03", "LR01", 1, Pipeline.PeriodGrain.Quarter, status, EvidenceGrade.B, status == TrendStatus.InsufficientData ? InsufficientReason.TooFewEvents : InsufficientReason.None,
        new(new(22), new(18), new(26), 8), new(new(31), new(27), new(36), 6), new(9, 3, 15), 10, WindowDirection.NotTested, EffortCheck.NotNeeded, new(1, -4, 6), null, Cautions.None);

    [Fact]
    public void A_rise_is_said_with_levels_interval_periods_base_and_comparisons()
    {
        var sentence = Words.Sentence(One(TrendStatus.RisingClear));
        Assert.StartsWith("Children withdrawn from school to meet needs, Northshore: from 22% (18–26) before to 31% (27–36) since the onset, of surveyed households (difference +9 points, 95% interval +3 to +15; 8 quarters before and 6 quarters since; base 300–499 households in ", sentence, StringComparison.Ordinal);
        Assert.EndsWith("; clear after correction for 84 comparisons). Grade B: two or more driver families rise here, reporting effort not in doubt.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_status_has_its_own_words()
    {
        var statuses = Enum.GetValues<TrendStatus>();
        Assert.Equal(statuses.Length, statuses.Select(status => Words.Start(One(status))).Distinct().Count());
        Assert.Equal(statuses.Length, statuses.Select(status => View.Texts[$"status.{FindingWords.Key(status)}.symbol"]).Distinct().Count());
        Assert.Equal(statuses.Length, statuses.Select(status => Words.Main(One(status))).Distinct().Count());
        Assert.Equal(statuses.Length, statuses.Select(status => new CellWords(View).Change(One(status)).Text).Distinct().Count());
    }

    [Fact]
    public void Every_code_of_a_finding_has_words()
    {
        Assert.All(Enum.GetValues<InsufficientReason>(), reason => Assert.NotEmpty(Words.Sentence(One(TrendStatus.InsufficientData) with { Reason = reason })));
        Assert.All(Enum.GetValues<EffortCheck>(), effort => Assert.NotEmpty(Words.Sentence(One(TrendStatus.RisingClear) with { Effort = effort })));
        Assert.All(Enum.GetValues<WindowDirection>(), direction => Assert.NotEmpty(Words.Sentence(One(TrendStatus.RisingClear) with { Direction = direction })));
        Assert.All(Enum.GetValues<EvidenceGrade>(), grade => Assert.NotEmpty(Words.Sentence(One(TrendStatus.RisingClear) with { Grade = grade })));
        Assert.All(Enum.GetValues<Pipeline.PeriodGrain>(), grain => Assert.NotEmpty(Words.Sentence(One(TrendStatus.RisingClear) with { Grain = grain })));
        var all = Enum.GetValues<Cautions>().Aggregate((left, right) => left | right);
        Assert.Equal(Enum.GetValues<Cautions>().Length - 1, Words.Flags(all).Distinct().Count());
    }

    [Fact]
    public void Too_few_periods_are_counted_beside_those_that_are_needed()
    {
        var few = One(TrendStatus.InsufficientData) with { Reason = InsufficientReason.TooFewPeriods, TooFew = new(8, 4, 6) };
        Assert.Contains("with a large enough base: 8 quarters before and 4 quarters since the onset; at least 6 on either side are needed", Words.Sentence(few), StringComparison.Ordinal);
        Assert.Equal("… 4 of 6 quarters since", new CellWords(View).Change(few).Text);
        Assert.Equal("… 1 of 6 quarters before", new CellWords(View).Change(few with { TooFew = new(1, 4, 6) }).Text);
        Assert.Contains("too few periods before or since the onset", Words.Sentence(few with { TooFew = null }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 4, -1, 10, "smaller")]
    [InlineData(9, 6, 4, 8, "smaller")]
    [InlineData(9, 6, 2, 9, "the same")]
    [InlineData(9, 12, 4, 20, "the same")]
    [InlineData(-9, -6, -8, -4, "smaller")]
    [InlineData(-9, -6, -9, -2, "the same")]
    public void Points_that_reported_throughout_show_the_same_only_where_their_interval_reaches_the_whole_change(int all, int panel, int low, int high, string said)
    {
        var verified = One(all > 0 ? TrendStatus.RisingClear : TrendStatus.FallingClear) with { Effort = EffortCheck.Verified, Difference = new(all, all - 5, all + 5), PanelDifference = new(panel, low, high) };
        Assert.Contains($"Points that reported throughout show {(said == "smaller" ? "a smaller change in the same direction" : said)} (", Words.Sentence(verified), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_without_printed_numbers_still_has_a_sentence() =>
        Assert.All(Enum.GetValues<TrendStatus>(), status => Assert.DoesNotMatch(
            "[0-9]+%", Words.Sentence(One(status) with { Before = null, After = null, Difference = null, PanelDifference = null, SmallestVisibleRise = null })));

    [Fact]
    public void No_clear_change_always_names_the_smallest_visible_rise()
    {
        Assert.Contains("A rise smaller than 10 points would probably not have been visible.", Words.Sentence(One(TrendStatus.NoClearChange)), StringComparison.Ordinal);
        Assert.Contains("could not be computed", Words.Sentence(One(TrendStatus.NoClearChange) with { SmallestVisibleRise = null }), StringComparison.Ordinal);
        Assert.Equal("≈ 22→31% seen from +10", new CellWords(View).Change(One(TrendStatus.NoClearChange)).Text);
    }

    [Fact]
    public void A_reporting_artefact_says_that_it_does_not_show_a_rise() =>
        Assert.Contains("but not at the points that reported throughout (difference +1 point, 95% interval −4 to +6). This does not show a rise.",
            Words.Sentence(One(TrendStatus.ReportingArtefactPossible)), StringComparison.Ordinal);

    [Fact]
    public void A_series_that_is_withheld_or_not_comparable_prints_no_level()
    {
        Assert.DoesNotMatch("[0-9]+%", Words.Sentence(One(TrendStatus.Withheld)));
        Assert.DoesNotMatch("[0-9]+%", Words.Sentence(One(TrendStatus.NotComparable)));
        Assert.DoesNotMatch("[0-9]+%", new CellWords(View).Change(One(TrendStatus.Withheld)).Text);
    }

    [Fact]
    public void Hidden_not_assessed_and_no_data_differ_in_word_and_look()
    {
        var cells = new CellWords(View);
        var states = new Cell[] { new Cell.Hidden(), new Cell.NotAssessed(), new Cell.NoData() }.Select(cells.Value).ToList();
        Assert.Equal(["Not shown to protect people.", "Not assessed.", "No data received."], states.Select(cell => cell.Text));
        Assert.Equal(3, states.Select(cell => cell.Look).Distinct().Count());
    }

    [Fact]
    public void A_bound_is_printed_without_the_share_behind_it()
    {
        Assert.Equal("under 5%", new CellWords(View).Value(new Cell.Shown(new(3), new(1), new(6), ShareBound.Under5, new(100, 199), false, default)).Text);
        var rise = One(TrendStatus.RisingClear) with { Before = new(new(5), null, null, 8) { Bound = ShareBound.Under5 }, After = new(new(95), null, null, 6) { Bound = ShareBound.Over95 } };
        Assert.Contains("from under 5% before to over 95% since the onset", Words.Sentence(rise), StringComparison.Ordinal);
        Assert.Equal("▲ rise under 5% → over 95%", new CellWords(View).Change(rise).Text);
        Assert.Contains("Northshore under 5% → over 95% (+9 points", Words.Brief([rise]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prevalence"), InlineData("victim"), InlineData("hotspot"), InlineData("epidemic"), InlineData("cases rose"), InlineData("cases fell"), InlineData("proves"), InlineData("proof"), InlineData("caused by")]
    [InlineData("significant"), InlineData("no trafficking"), InlineData("trafficking increased"), InlineData("people in need"), InlineData("prostitut"), InlineData("slaves"), InlineData("human cargo"), InlineData("safe "), InlineData("trafficking rate")]
    public void Refused_words_stand_in_no_product_but_for_the_standing_caveats(string refused)
    {
        foreach (var product in Products.Names)
            foreach (var text in new[] { Products.HtmlText(product), Products.DocxText(product) })
            {
                var prose = LakeRegion.Content.StandingCaveats.Values.Aggregate(text, (left, caveat) => left.Replace(caveat, "", StringComparison.Ordinal));
                Assert.DoesNotContain(refused, prose, StringComparison.OrdinalIgnoreCase);
            }
    }

    [Fact]
    public void Cav_0_stands_word_for_word_in_every_product() =>
        Assert.All(Products.Names, product => Assert.Contains(LakeRegion.Content.StandingCaveats["CAV-0"], Products.DocxText(product), StringComparison.Ordinal));

    [Fact]
    public void Every_per_cent_in_the_documents_is_a_released_value()
    {
        var released = LakeRegion.Content.Tables.SelectMany(table => table.Cells).Select(cell => cell.Value).OfType<Cell.Shown>().Select(shown => shown.Share.Value)
            .Concat(LakeRegion.Content.Findings.SelectMany(finding => new[] { finding.Before, finding.After }).OfType<PrintedLevel>().Select(level => level.Share.Value)).ToHashSet();
        // 95% intervals, 10% false discovery rate, and the bounds under 5% and over 95%.
        released.UnionWith([95, 10, 5]);
        foreach (var product in Products.Names)
            // A baseline band is five points wide and named as a band.
            foreach (Match match in Percent().Matches(BaselineBand().Replace(Products.DocxText(product), "")))
                Assert.Contains(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), released);
    }

    [Fact]
    public void Every_difference_in_the_documents_is_that_of_a_finding()
    {
        var released = LakeRegion.Content.Findings.SelectMany(finding => new[] { finding.Difference, finding.PanelDifference }).OfType<PrintedDifference>()
            .Select(difference => (FindingWords.Signed(difference.Points), FindingWords.Signed(difference.Low), FindingWords.Signed(difference.High))).ToHashSet();
        foreach (var product in Products.Names)
        {
            var said = Difference().Matches(Products.DocxText(product)).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)).ToList();
            // Key messages say shares in words, the note and the sheet levels alone, and the annex on the register has no trends.
            Assert.Equal(product is "key-messages" or "trend-sheet" or "hct-note" or "context-annex", said.Count == 0);
            Assert.All(said, difference => Assert.Contains(difference, released));
        }
    }

    [Fact]
    public void A_product_that_names_an_unknown_section_is_refused_with_the_known_ones()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "id: x\nsections: [summary, sumary]\n");
        Assert.Contains("unknown section \"sumary\". Known: contents, summary.", Assert.Throws<Pipeline.DefinitionException>(() => ProductDefinition.Load(file, ["summary", "contents"])).Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void Page_1_speaks_of_families_first_and_names_artefacts_and_falls()
    {
        var lines = new Headlines(View).Make();
        Assert.InRange(lines.Count, 3, 5);
        Assert.Contains("two or more driver families", new Headlines(View).Lead(), StringComparison.Ordinal);
        Assert.StartsWith("▲ Northshore: proxies of children", lines[0].Start, StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Start == "◆ No rise shown." && line.Text.EndsWith("this does not show a rise.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Start == "▼ Fall." && line.Text.EndsWith("does not mean less risk.", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains("«", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_artefact_is_never_listed_with_its_difference_over_all_points()
    {
        var told = new ToldFindings(View);
        var artefacts = LakeRegion.Content.Findings.Where(finding => finding.Status == TrendStatus.ReportingArtefactPossible).ToList();
        Assert.NotEmpty(artefacts);
        foreach (var finding in artefacts)
        {
            var text = told.Of(View.Indicator(finding.IndicatorId)).Single(item => item.Start.StartsWith('◆')).Text;
            Assert.DoesNotContain(Words.Short(finding.Difference!), text, StringComparison.Ordinal);
            Assert.EndsWith("This does not show a rise.", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Coverage_is_said_once_a_source_and_not_beside_findings()
    {
        var content = LakeRegion.Content with { Findings = [.. LakeRegion.Content.Findings.Select(finding => finding with { Flags = finding.Flags | Cautions.LowCoverage | Cautions.CoverageShift })] };
        var view = new ReleaseView(content, View.Texts);
        var context = new SectionContext(view, new() { Id = "trend-report", Sections = [] }, new Figures(view));
        Assert.Single(CoverageSection.Write(context).OfType<Documents.Paragraph>(), paragraph => paragraph.Text.Contains("Sites that are visited in turn", StringComparison.Ordinal));
        Assert.All(content.Indicators.SelectMany(new ToldFindings(view).Of), item => Assert.DoesNotContain("coverage", item.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_run_without_data_is_dated_from_its_first_period()
    {
        CoverageLine Line(string period, string state) => new("pm_hh", "Interviews", "LR0605", 2, LakeRegion.Parse(period), state);
        var view = new ReleaseView(LakeRegion.Content with { Coverage = [Line("2025-Q1", "missing"), Line("2025-Q3", "received"), Line("2025-Q4", "missing"), Line("2026-Q1", "silent"), Line("2026-Q2", "silent")] }, View.Texts);
        var run = Assert.Single(CoverageSection.Runs(view));
        Assert.Equal((LakeRegion.Parse("2025-Q4"), true), (run.Since, run.IsSilent));
    }

    [Fact]
    public void Blocks_of_the_pack_are_short_and_part_3_has_250_to_400_words()
    {
        var view = new SectionContext(View, new() { Id = "hno-pack", Sections = [] }, new Figures(View));
        var part3 = HnoProtectionSection.Write(view).OfType<Documents.Paragraph>().Select(paragraph => paragraph.Text).ToList();
        Assert.All(part3, text => Assert.InRange(HnoSection.Words(text), 1, 120));
        Assert.InRange(part3.Sum(HnoSection.Words), 250, 400);
        Assert.All(HnoSection.ContextAndShocks(view).OfType<Documents.Paragraph>(), paragraph => Assert.InRange(HnoSection.Words(paragraph.Text), 1, 120));
    }

    [Fact]
    public void Interviews_without_a_sample_design_are_said_to_describe_the_households_interviewed()
    {
        Assert.Equal(["CAV-3"], View.StandingOf(View.Indicator("CH-03")));
        Assert.Equal(["CAV-3b"], View.StandingOf(View.Indicator("MV-01")));
    }

    [Fact]
    public void Silence_is_said_before_the_first_finding()
    {
        var text = Products.DocxText("trend-report");
        Assert.True(text.IndexOf("Nothing received from", StringComparison.Ordinal) is var silence and > 0 && silence < text.IndexOf('▲'));
    }

    [Fact]
    public void An_empty_release_still_says_what_is_not_known()
    {
        var empty = LakeRegion.Content with { Tables = [], Findings = [], TestFamilies = [], Convergence = [], Coverage = [], Breaks = [], Gaps = [], Context = [], Geometries = new Dictionary<string, string>() };
        var files = ReportWriter.Make(empty, Products.Names).ToList();
        Assert.Contains(files, file => file.Name == "hno-pack.docx");
    }

    [Fact]
    public void Unknown_and_missing_keys_and_slots_of_a_language_file_are_named_with_their_line()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, File.ReadAllText(TextFile)
            .Replace("    word: Rise\n", "    wrod: Rise\n", StringComparison.Ordinal).Replace("base {base} {unit} in {period}", "base {base} {unit} in {perod}", StringComparison.Ordinal));
        var fault = Assert.Throws<Pipeline.DefinitionException>(() => ReportTexts.Load(file, LakeRegion.Content.Words)).Message;
        Assert.Contains("key \"status.rising_clear.word\" is missing", fault, StringComparison.Ordinal);
        Assert.Contains("unknown key \"status.rising_clear.wrod\"", fault, StringComparison.Ordinal);
        Assert.Matches("line [0-9]+: \"base\" has the slots \\{base\\}, \\{perod\\}, \\{unit\\}, expected \\{base\\}, \\{period\\}, \\{unit\\}", fault);
        File.Delete(file);
    }

    [GeneratedRegex("([+−]?[0-9]+) points, (?:95% interval )?([+−]?[0-9]+) to ([+−]?[0-9]+)")]
    private static partial Regex Difference();

    [GeneratedRegex("([0-9]+)%")]
    private static partial Regex Percent();

    [GeneratedRegex("[0-9]+–[0-9]+% \\(")]
    private static partial Regex BaselineBand();
}
