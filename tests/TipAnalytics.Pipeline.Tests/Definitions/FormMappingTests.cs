namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Mappings of form versions are checked like the source's own, with their file and line.</summary>
public sealed class FormMappingTests : IDisposable
{
    private const string Source = "operation/sources/monitoring.yaml";
    private const string Second = "operation/sources/forms/monitoring-v2.yaml";

    private readonly ExampleOperation example = new ExampleOperation()
        .Replace(Source, "from: 2024-06-01\n", "from: 2024-06-01\n      mapping: monitoring-v2.yaml\n")
        .Write(Second, """
            reviewed: { by: Information management officer, on: 2024-06-10 }
            record: { id: [_uuid], consent: { column: agreed, values: [yes] } }
            period: { column: visit_day }
            area: { constant: LR01 }
            fields:
              head_sex: { column: sex_of_head, codes: { f: female } }
            """);

    public void Dispose() => example.Dispose();

    [Fact]
    public void A_version_has_its_own_mapping_and_the_others_the_sources()
    {
        var source = Assert.Single(example.Load().Sources);
        Assert.Equal(("hoh_sex", "sex_of_head"), (source.For("v1").Fields["head_sex"].Column, source.For("v2").Fields["head_sex"].Column));
        Assert.Equal(("LR01", "sources/forms/monitoring-v2.yaml", null), (source.For("v2").Area.Constant, source.For("v2").File, source.For("v2").Weight));
        Assert.True(source.Maps("meals"));
        Assert.Contains("sex_of_head", source.AllColumns);
    }

    [Fact]
    public void What_a_version_alone_brings_is_asked_already()
    {
        var setup = example.Replace(Source, "  meals: { column: meals }\n", "").Write(Second, File.ReadAllText(Path.Combine(Path.GetDirectoryName(example.OperationFolderPath)!, Second)) + "\n  meals: { column: meals_eaten }\n").Load();
        Assert.Equal(["monitoring"], setup.SourcesOf("pm_hh", "meals"));
        Assert.Empty(setup.SourcesOf("gbv_ir", "age_group"));
    }

    [Fact]
    public void The_hash_of_the_definitions_covers_it()
    {
        var before = example.Load().Hash;
        Assert.NotEqual(before, example.Replace(Second, "f: female", "w: female").Load().Hash);
    }

    [Theory]
    [InlineData(Second, "column: sex_of_head, codes: { f: female }", "column: sex_of_head, codes: { f: femal }", "sources/forms/monitoring-v2.yaml, line 6: \"femal\" is no code of the code list \"sex\". Did you mean \"female\"?")]
    [InlineData(Second, "sex_of_head, ", "head_name, ", "sources/forms/monitoring-v2.yaml, line 6: the column \"head_name\" reads as head_name: it identifies a person or a case; it may serve as record id only, which is hashed at the door; never map it")]
    [InlineData(Second, "constant: LR01", "constant: LR99", "sources/forms/monitoring-v2.yaml, line 4: \"LR99\" is no P-code of the boundaries.")]
    [InlineData(Second, "area: { constant: LR01 }\n", "", "sources/forms/monitoring-v2.yaml, line 1: missing key \"area\"")]
    [InlineData(Second, "id: [_uuid], ", "id: [_uuid], complete: months, ", "sources/forms/monitoring-v2.yaml, line 2: what a file says of records that are not in it is the same for all versions: write \"complete\" as in sources/monitoring.yaml")]
    [InlineData(Second, "fields:\n", "weight: w\nprovider: P\nfields:\n", "sources/forms/monitoring-v2.yaml, line 6: unknown key \"provider\". Keys here: reviewed, labels, record, period, area, weight, stratum, cluster, organisation, reporting_point, quality, fields.")]
    [InlineData(Source, "monitoring-v2.yaml", "monitoring-v1.yaml", "sources/forms/monitoring-v2.yaml, line 1: no form version names this mapping; name it in its source, under forms.versions: { id: …, from: …, mapping: monitoring-v2.yaml }\nsources/monitoring.yaml, line 27: there is no file sources/forms/monitoring-v1.yaml. Did you mean \"monitoring-v2.yaml\"?")]
    [InlineData(Source, "  column: __version__\n", "", "sources/forms/monitoring-v2.yaml, line 3: the day decides which rows are of the form version \"v2\": \"period\" has to be that of sources/monitoring.yaml. Or name \"column\" or \"files\" there, which say the version")]
    public void A_fault_names_the_file_of_the_version(string file, string old, string now, string message) => Assert.Equal(message, example.Replace(file, old, now).Faults());

    [Fact]
    public void A_field_that_the_protocol_does_not_permit_is_a_fault_there_too()
    {
        example.Replace(Source, "fields: [head_sex, child_away, child_away_reason, coping, meals, seen_month, head_age]", "fields: [child_away, child_away_reason, coping, meals, seen_month, head_age]");
        Assert.Contains("sources/forms/monitoring-v2.yaml, line 6: the protocol does not permit \"head_sex\"", example.Faults(), StringComparison.Ordinal);
    }
}
