using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Sections;
using TipAnalytics.Reports.Tests.Fixture;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Tests;

/// <summary>What the context register says in the documents.</summary>
public class ContextRegisterTests
{
    [Fact]
    public void The_annex_has_every_question_and_unknown_and_restricted_ones_look_as_what_they_are()
    {
        var rows = RegisterSection.Questions(Context(LakeRegion.Content)).Concat(RegisterSection.Law(Context(LakeRegion.Content))).OfType<DataTable>().SelectMany(table => table.Rows).ToList();
        Assert.Equal(LakeRegion.Content.Context.Select(item => item.QuestionId).Order(StringComparer.Ordinal), rows.Select(row => row[0].Text.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(("Unknown.", CellLook.Unknown), Cell(rows, "QH3"));
        Assert.Equal(("For fewer readers.", CellLook.Hidden), Cell(rows, "QH8"));
        static (string, CellLook) Cell(List<IReadOnlyList<TableCell>> rows, string question) => rows.Single(row => row[0].Text.StartsWith(question, StringComparison.Ordinal))[1] is var cell ? (cell.Text, cell.Look) : default;
    }

    [Fact]
    public void Restricted_answers_of_several_places_are_one_line_without_a_place()
    {
        ContextItem Restricted(string area) => new("QB1", "A question", "restricted", null, area, new(2026, 6, 1), null, "low", new(2026, 12, 1)) { PartTitle = "Now" };
        var table = Assert.Single(RegisterSection.Questions(Context(LakeRegion.Content with { Context = [Restricted("LR02"), Restricted("LR03")] })).OfType<DataTable>());
        Assert.Equal(["QB1 A question", "For fewer readers.", "–", "–", "1 December 2026"], Assert.Single(table.Rows).Select(cell => cell.Text));
    }

    [Fact]
    public void Law_stands_in_a_table_with_its_provision()
    {
        var law = new ContextItem("QE1", "Is it a crime?", "yes", "Since 2015", "LR", new(2026, 6, 1), "Criminal Code 2015", "high", new(2026, 12, 1)) { PartTitle = "National law", IsLaw = true, Provision = "Article 214" };
        var table = Assert.Single(RegisterSection.Law(Context(LakeRegion.Content with { Context = [law] })).OfType<DataTable>());
        Assert.Equal("National law", table.Caption);
        Assert.Equal(["QE1 Is it a crime?", "Yes", "Article 214", "Since 2015", "Criminal Code 2015, high, Lake Region, 1 June 2026", "1 December 2026"], Assert.Single(table.Rows).Select(cell => cell.Text));
    }

    [Fact]
    public void A_statement_from_verified_cases_is_printed_for_the_readers_it_was_approved_for_and_no_other()
    {
        var said = new StatementInfo("Offers of work were the way in", "Protection Cluster coordinator", new(2026, 6, 30), "Minutes of June");
        Assert.Empty(ContextSection.Write(Context(LakeRegion.Content)).OfType<Box>());
        var box = Assert.Single(ContextSection.Write(Context(LakeRegion.Content with { Statements = [said] })).OfType<Box>());
        var line = Assert.IsType<Paragraph>(Assert.Single(box.Content));
        Assert.Equal(("Approved by Protection Cluster coordinator on 30 June 2026 (Minutes of June):", "Offers of work were the way in"), (line.Start, line.Text));
    }

    [Fact]
    public void Consultations_are_printed_with_what_changed_or_that_none_is_recorded()
    {
        static IEnumerable<string> Method(ReleaseContent content) => AnnexSection.Methodology(Context(content)).OfType<Paragraph>().Select(paragraph => paragraph.Text);
        Assert.Contains("No consultation of affected people about these indicators is recorded.", Method(LakeRegion.Content));
        var asked = new ConsultationInfo(new(2025, 11, 20), "women's groups of two sites", ["CH-01", "CH-03"], "Girls and boys are asked about apart");
        Assert.Contains(
            "20 November 2025, with women's groups of two sites, about CH-01, CH-03. What changed: Girls and boys are asked about apart.",
            Method(LakeRegion.Content with { Consultations = [asked] }));
    }

    [Fact]
    public void All_nine_factors_of_the_guide_stand_with_their_scores_and_unknown_is_said_so()
    {
        var content = LakeRegion.Content;
        IReadOnlyList<IReadOnlyList<TableCell>> Rows(ReleaseContent given) => RegisterSection.Factors(Context(given)).OfType<DataTable>().Last().Rows;
        Assert.Equal(["CX-01", "CX-02", "CX-02", "CX-03", "CX-04", "CH-04", "CX-05", "CX-06", "CX-06"], Rows(content).Select(row => row[1].Text));
        Assert.Equal(9, Rows(content).Select(row => row[0].Text).Distinct().Count());
        Assert.Contains(Rows(content).SelectMany(row => row.Skip(2)), cell => cell.Look == CellLook.Number);
        // Of a survey's share no score is made.
        Assert.All(Rows(content).Single(row => row[1].Text == "CH-04").Skip(2), cell => Assert.Equal(("Unknown", CellLook.Unknown), (cell.Text, cell.Look)));
        var asked = content with { Indicators = [.. content.Indicators, content.Indicators.First(indicator => indicator.Kind == "share") with { Id = "CH-04" }] };
        Assert.All(Rows(asked).Single(row => row[1].Text == "CH-04").Skip(2), cell => Assert.Equal(("See CH-04", CellLook.Plain), (cell.Text, cell.Look)));
        Assert.All(Rows(content with { Tables = [] }).SelectMany(row => row.Skip(2)), cell => Assert.Equal(CellLook.Unknown, cell.Look));
    }

    [Fact]
    public void Factors_stand_with_the_sources_of_their_latest_scores_and_events_with_their_day()
    {
        var text = RegisterSection.Factors(Context(LakeRegion.Content)).ToList();
        Assert.NotEmpty(text);
        var happened = new ContextEventInfo(new(2025, 6, 1), "LR03", "access", "Southern road closed", "Access working group");
        var table = Assert.Single(RegisterSection.Events(Context(LakeRegion.Content with { Events = [happened] })).OfType<DataTable>());
        Assert.Equal("1 June 2025", table.Rows[0][0].Text);
        Assert.Equal(("Southern road closed", "Access working group"), (table.Rows[0][2].Text, table.Rows[0][3].Text));
    }

    private static SectionContext Context(ReleaseContent content)
    {
        var view = new ReleaseView(content, ReportTexts.Shipped(content.Words));
        return new(view, new() { Id = "context-annex", Sections = [] }, new Figures(view));
    }
}
