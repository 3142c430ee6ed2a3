using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.RealData;
using Xunit.Abstractions;

namespace TipAnalytics.Pipeline.Tests.Mapping;

/// <summary>Proposals against the mappings that people wrote: for the six sample exports, and for the public samples of real tools.</summary>
public class AgreementTests(ITestOutputHelper output)
{
    private static readonly string Inbox = SampleData.SampleFiles.Inbox;

    [Fact]
    public void On_the_six_sample_exports_all_high_proposals_agree_with_the_hand_written_mapping_and_nearly_all_fields_are_found()
    {
        var setup = OperationLoader.Load(Path.Combine(CatalogueFolder.Default, "operations", "lake-region"), CatalogueFolder.Default, PlaceTables.Read);
        var (high, right, active, found, fields) = (0, 0, 0, 0, 0);
        foreach (var source in setup.Sources)
        {
            var file = Directory.EnumerateFiles(Path.Combine(Inbox, source.Id)).Order(StringComparer.Ordinal).Last();
            var proposal = Runs.Mapping.Propose(file, source.Stream, sheet: source.Sheet);
            foreach (var field in proposal.Fields)
            {
                var agrees = source.Fields.TryGetValue(field.Field, out var mapping) && mapping.AllColumns.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(field.Columns);
                output.WriteLine($"{source.Id} {field.Field}: {field.Confidence} {(agrees ? "agrees" : "differs")} ({field.Reason})");
                high += field.Confidence == "high" ? 1 : 0;
                right += field.Confidence == "high" && agrees ? 1 : 0;
                active += field.Confidence == "low" ? 0 : 1;
                found += field.Confidence != "low" && agrees ? 1 : 0;
            }

            fields += source.Fields.Count;
            Assert.Equal(source.Record.Id.Order(StringComparer.Ordinal), proposal.Keys.Where(key => key.Key == "record.id").Select(key => key.Column).Order(StringComparer.Ordinal));
            Assert.Equal(source.Period.AllColumns, proposal.Keys.Where(key => key.Key == "period").Select(key => key.Column));
            Assert.Equal(source.Area.AllColumns, proposal.Keys.Where(key => key.Key == "area").Select(key => key.Column));
        }

        output.WriteLine(FormattableString.Invariant($"high: {right} of {high} right; proposed: {found} of {active} right (precision), {found} of {fields} fields found (recall)"));
        Assert.Equal(high, right);
        Assert.True(found >= 0.95 * active, "precision");
        Assert.True(found >= 0.85 * fields, "recall");
    }

    [RealDataFact]
    public void The_needs_assessment_form_gives_the_mapping_a_protection_officer_would_write()
    {
        var proposal = Runs.Mapping.Propose(Path.Combine(RealDataFactAttribute.Folder!, "msna", "msna-2024-xlsform.xlsx"), "msna_hh");
        var fields = proposal.Fields.ToDictionary(field => field.Field);
        Assert.All(fields.Values, field => Assert.Equal(field.Field is "adult_separated" ? "low" : "high", field.Confidence));
        Assert.EndsWith("prot_child_sep", Assert.Single(fields["child_away"].Columns), StringComparison.Ordinal);
        Assert.EndsWith("prot_child_sep_reason", fields["child_away_reason"].Columns[0], StringComparison.Ordinal);
        Assert.Empty(fields["child_away_reason"].Gaps);
        Assert.EndsWith("fsl_rcsi_mealadult", Assert.Single(fields["rcsi_meal_adult"].Columns), StringComparison.Ordinal);
        Assert.True(fields["coping"].IsCountrySpecific);
        Assert.Equal(10, fields["coping"].Columns.Count);
        Assert.DoesNotContain(fields["coping"].Columns, column => column.Contains("lcsi_en", StringComparison.Ordinal));
        Assert.Contains("kidnapped: protection_reason", proposal.Yaml, StringComparison.Ordinal);
        Assert.Contains("  # country-specific: set the strategy its label names", proposal.Yaml, StringComparison.Ordinal);
        Assert.Contains(proposal.Indicators, indicator => indicator.Id == "CH-02" && indicator.Lacks.Count == 0);

        var children = Runs.Mapping.Propose(Path.Combine(RealDataFactAttribute.Folder!, "msna", "msna-2024-xlsform.xlsx"), "msna_child");
        Assert.Contains("sheet: edu_ind", children.Yaml, StringComparison.Ordinal);
        Assert.Equal(["age_group", "attends_school", "edu_barrier", "sex"], children.Fields.Select(field => field.Field).Order(StringComparer.Ordinal));
    }

    [RealDataFact]
    public void The_headers_of_the_public_samples_agree_with_their_hand_written_mappings()
    {
        var setup = OperationLoader.Load(Path.Combine(AppContext.BaseDirectory, "RealData", "operation"), CatalogueFolder.Default, PlaceTables.Read);
        foreach (var (id, file) in new[] { ("wfp-rcsi", "wfp/rcsi.csv"), ("wfp-lcs-fs", "wfp/lcs-fs.csv"), ("wfp-fcs", "wfp/fcs.csv"), ("msna-2024", "msna/msna-2024-synthetic.xlsx") })
        {
            var source = setup.Sources.Single(candidate => candidate.Id == id);
            var proposal = Runs.Mapping.Propose(Path.Combine(RealDataFactAttribute.Folder!, file), source.Stream, sheet: source.Sheet);
            foreach (var (name, mapping) in source.Fields)
            {
                var field = Assert.Single(proposal.Fields, candidate => candidate.Field == name);
                Assert.Equal("high", field.Confidence);
                Assert.Superset(mapping.AllColumns.ToHashSet(), field.Columns.ToHashSet());
            }
        }
    }
}
