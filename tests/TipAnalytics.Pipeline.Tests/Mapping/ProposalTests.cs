using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Tests.Sources;

namespace TipAnalytics.Pipeline.Tests.Mapping;

/// <summary>What is proposed for a header or a form, how sure it is, and what is never proposed.</summary>
public sealed class ProposalTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tip-map-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("prot_child_sep", "child_away", "high")]              // a known name
    [InlineData("protection/prot_child_sep", "child_away", "high")]   // in a group
    [InlineData("child_away", "child_away", "high")]                  // the field's own name
    [InlineData("ProtChildSep", "child_away", "medium")]              // another spelling
    [InlineData("household/own_children", "has_own_child", "medium")] // the same words
    [InlineData("displacement_reason", "displacement_status", "low")]  // one word of two
    public void A_column_is_proposed_as_surely_as_its_name_is_known(string column, string field, string confidence)
    {
        var found = Assert.Single(Propose("pm_hh", column).Fields);
        Assert.Equal((field, confidence, column), (found.Field, found.Confidence, found.Columns[0]));
    }

    [Fact]
    public void A_low_proposal_is_a_comment_and_no_mapping()
    {
        var proposal = Propose("pm_hh", "displacement_reason");
        Assert.Contains("  # displacement_status: { column: displacement_reason }   # low: ", proposal.Yaml, StringComparison.Ordinal);
        Assert.Contains("fields: {}", proposal.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_are_listed_as_not_to_be_taken_and_names_that_read_like_values_are_not_even_shown()
    {
        var proposal = Propose("pm_hh", "victim_name", "+999 555 0123 44", "child_away");
        Assert.Equal(["victim_name"], proposal.NotToBeTaken);
        Assert.Equal(1, proposal.ReadLikeValues);
        Assert.Contains("# Not to be taken: victim_name", proposal.Yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("0123", proposal.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void What_each_indicator_still_lacks_is_said()
    {
        var proposal = Propose("pm_hh", "own_children", "child_away", "child_away_reason/left_married", "child_away_reason/left_employment");
        var words = proposal.Indicators.Select(Runs.Mapping.Words).ToList();
        Assert.Contains("CH-05: could be fed", words);
        Assert.Contains("MV-01: lacks member_without_id", words);
        Assert.Contains("CH-02: lacks attends_school, edu_barrier", words);
    }

    [Fact]
    public void Choices_of_a_form_become_codes_and_those_without_one_are_named()
    {
        var form = Form("select_one sep;prot_child_sep;Child elsewhere?", "sep;yes;Yes", "sep;no;No", "sep;dnk;Do not know", "sep;later;Ask later");
        var proposal = Runs.Mapping.Propose(form, "pm_hh");
        Assert.Equal(["later"], Assert.Single(proposal.Fields).Gaps);
        Assert.Contains("      dnk: dont_know\n      # later: no code is known; such values will be emptied\n", proposal.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_with_labels_is_matched_through_its_form_with_labels_as_values_too()
    {
        var form = Form("select_one sep;prot_child_sep;Does a child live elsewhere?", "sep;yes;Yes", "sep;dnk;Do not know");
        var export = Write("labels.csv", "Does a child live elsewhere?\n");
        var proposal = Runs.Mapping.Propose(export, "pm_hh", form);
        Assert.Equal(("high", "Does a child live elsewhere?"), (proposal.Fields[0].Confidence, proposal.Fields[0].Columns[0]));
        Assert.Contains("    # the label of prot_child_sep\n    column: \"Does a child live elsewhere?\"\n    codes:\n      dnk: dont_know\n      Do not know: dont_know\n", proposal.Yaml, StringComparison.Ordinal);
    }

    private MapSummary Propose(string stream, params string[] headers) => Runs.Mapping.Propose(Write("export.csv", string.Join(';', headers) + "\n"), stream);

    private string Form(string question, params string[] choices)
    {
        var path = Path.Combine(folder.FullName, "form.xlsx");
        File.WriteAllBytes(path, Workbook.Of(("survey", ["type;name;label", question]), ("choices", ["list_name;name;label", .. choices])));
        return path;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
