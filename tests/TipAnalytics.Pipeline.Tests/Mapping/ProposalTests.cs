using TipAnalytics.Pipeline.Definitions;
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
    public void A_file_that_is_cut_off_is_said_to_be_and_ends_nothing()
    {
        var path = Path.Combine(folder.FullName, "survey.sav");
        File.WriteAllBytes(path, SpssFile.Of(1, "id:A12,child_away:F", ["h1;1"])[..200]);
        Assert.Equal(
            "survey.sav: cannot be read (EndOfStreamException). It may be cut off, locked with a password or not what its name says; ask the provider to export it again.",
            Assert.Throws<SourceDataException>(() => Runs.Mapping.Propose(path, "pm_hh")).Message);
    }

    [Fact]
    public void The_name_of_the_file_stands_nowhere_in_the_proposal()
    {
        var path = Path.Combine(folder.FullName, "Amina Example.csv");
        File.WriteAllText(path, "child_away\n");
        var proposal = Runs.Mapping.Propose(path, "pm_hh");
        Assert.Equal("pm_hh", proposal.SourceId);
        Assert.DoesNotContain("amina", proposal.Yaml, StringComparison.OrdinalIgnoreCase);
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
        Assert.Contains("\nlabels:               # header as written → name the mapping knows it by\n  \"Does a child live elsewhere?\": prot_child_sep\nrecord:", proposal.Yaml, StringComparison.Ordinal);
        Assert.Contains("    column: prot_child_sep\n    codes:\n      dnk: dont_know\n      Do not know: dont_know\n", proposal.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_and_keys_under_labels_get_their_names_too_and_the_mapping_reads_the_export()
    {
        var form = Path.Combine(folder.FullName, "form.xlsx");
        File.WriteAllBytes(form, Workbook.Of(
            ("survey", ["type;name;label", "date;today;Day of the visit", "select_multiple why;prot_child_sep_reason;Why elsewhere?"]), ("choices", ["list_name;name;label", "why;left_married;Left to marry", "why;later;Ask later"])));
        var yaml = Runs.Mapping.Propose(Write("labels.csv", "Day of the visit;Why elsewhere?;Why elsewhere?/Left to marry;Why elsewhere?/Ask later\n"), "pm_hh", form).Yaml;
        Assert.Contains("  Day of the visit: today\n", yaml, StringComparison.Ordinal);
        Assert.Contains("  \"Why elsewhere?/Left to marry\": prot_child_sep_reason/left_married\n", yaml, StringComparison.Ordinal);
        Assert.Contains("period: { column: today }", yaml, StringComparison.Ordinal);
        Assert.Contains("    columns:\n      prot_child_sep_reason/left_married: left_married\n      # prot_child_sep_reason/later: no code is known\n", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_without_the_answers_behind_it_is_known_and_said_not_to_be_mapped()
    {
        var proposal = Propose("fs_hh", "survey/Max_coping_behaviourFS", "rCSI", "rCSIBorrow");
        Assert.Equal(["survey/Max_coping_behaviourFS", "rCSI"], proposal.CannotBeUsed.Select(column => column.Column));
        Assert.Equal(["rcsi_borrow"], proposal.Fields.Select(field => field.Field));
        Assert.Contains("# Not to be mapped: survey/Max_coping_behaviourFS says only the worst tier of strategies; map the strategies (Lcs_…) or the three flags", proposal.Yaml, StringComparison.Ordinal);
        Assert.Contains("EC-01: lacks coping", proposal.Indicators.Select(Runs.Mapping.Words));
    }

    [Fact]
    public void A_further_version_is_compared_with_the_mapping_that_is_there_and_takes_over_what_is_the_same()
    {
        var source = Write("interviews.yaml", """
            id: interviews
            title: Interviews
            stream: pm_hh
            provider: P
            protocol:
              { parties: [P, C], purpose: Analysis, agreed_on: 2024-01-01, expires_on: 2027-01-01, lowest_level: 1, audiences: [cluster], minimum_cell: 5, retention_months: 24, fields: [head_sex, child_away, own_child_under_18] }
            record: { id: [_uuid], consent: { column: agreed, values: ["yes", "1"] }, complete: months }
            period: { column: visit_day, format: dd-MM-yyyy }
            area: { column: place, codes: { "North, upper": LR01 } }
            weight: w
            fields:
              head_sex: { column: head, codes: { f: female, "1": male } }
              child_away: { column: away }
              has_own_child: { column: kids }
            """);
        var proposal = Runs.Mapping.Propose(Write("second.csv", "_uuid;agreed;visit_day;place;head;prot_child_sep;displacement_status\n"), null, id: "second", against: source);
        Assert.Equal("same head_sex, other child_away, gone has_own_child, new displacement_status", $"same {string.Join(' ', proposal.Against!.Same)}, other {string.Join(' ', proposal.Against.Other)}, gone {string.Join(' ', proposal.Against.Gone)}, new {string.Join(' ', proposal.Against.New)}");
        var faults = new DefinitionFaults();
        var mapping = DefinitionFile.Read<FormMapping>(folder.FullName, Path.GetFileName(Write("second.yaml", proposal.Yaml)), faults)!.Value;
        faults.ThrowIfAny();
        Assert.Equal((Completeness.Months, "agreed", "dd-MM-yyyy", "LR01", null), (mapping.Record.Complete, mapping.Record.Consent!.Column, mapping.Period.Format, mapping.Area.Codes["North, upper"], mapping.Weight));
        Assert.Equal(["yes", "1"], mapping.Record.Consent.Values);
        Assert.Equal(("female", "male", "prot_child_sep"), (mapping.Fields["head_sex"].Codes["f"], mapping.Fields["head_sex"].Codes["1"], mapping.Fields["child_away"].Column));
        Assert.Equal(["child_away", "displacement_status", "head_sex"], mapping.Fields.Keys.Order(StringComparer.Ordinal));
        Assert.Null(mapping.Reviewed);
        Assert.Contains("  # has_own_child: not in this export: kids\n", proposal.Yaml, StringComparison.Ordinal);
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
