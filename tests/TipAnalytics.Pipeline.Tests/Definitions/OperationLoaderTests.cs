using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public sealed class OperationLoaderTests : IDisposable
{
    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Fact]
    public void A_sound_operation_loads_with_all_its_parts()
    {
        var setup = example.Load();

        Assert.Equal("lake-region", setup.Operation.Id);
        Assert.Equal(new DateOnly(2026, 8, 15), setup.Operation.AsOf);
        Assert.Equal(["CH-05", "CX-05"], setup.Indicators.Select(indicator => indicator.Id));
        Assert.Equal(["monitoring"], setup.Sources.Select(source => source.Id));
        Assert.Equal("left_employment", setup.Sources[0].Fields["child_away_reason"].Columns["prot_child_sep_reason/work"]);
        Assert.Equal("yes", setup.Sources[0].Fields["coping"].Codes["30"]);
        Assert.Equal([2, null], setup.Context.Scores.Select(score => score.Score));
        Assert.Equal("sources/monitoring.yaml", setup.Sources[0].File);
        Assert.Equal(FieldType.Answers, setup.Catalogue.Streams["pm_hh"].Fields[3].Type);
        Assert.Equal(PeriodGrain.Quarter, setup.Catalogue.Streams["pm_hh"].Tables[0].Grain);
        Assert.Equal("pm_household: one row per interview.", setup.Catalogue.Models["pm_household"].Grain);
        Assert.Equal(new("adult", "18 and older", null, 18, null), setup.Catalogue.CodeLists["age_group"].Entries[1]);
        Assert.Equal(MissingKind.DontKnow, setup.Catalogue.CodeLists["yes_no_answer"].Entries[2].Missing);
        Assert.Equal(6, setup.Threshold("pm_hh"));
    }

    [Fact]
    public void A_file_with_five_faults_reports_five_by_line_and_hides_none_of_another_file()
    {
        example
            .Replace("catalogue/indicators/CH-05.yaml", "title: Children living away for work or without news\n", "titel: Children\n")
            .Replace("catalogue/indicators/CH-05.yaml", "signal:", "singal:")
            .Replace("catalogue/indicators/CH-05.yaml", "family: children", "family: childrn")
            .Replace("operation/operation.yaml", "LR\n", "LX\n");

        Assert.Equal(
            """
            indicators/CH-05.yaml, line 1: missing key "signal"; an indicator of the kind share needs stream, model, base, signal, missing_rules, examples
            indicators/CH-05.yaml, line 1: missing key "title"
            indicators/CH-05.yaml, line 2: unknown key "titel". Did you mean "title"?
            indicators/CH-05.yaml, line 4: "childrn" is none of children, pressure, work, movement, violations, context, co_occurrence, environment. Did you mean "children"?
            indicators/CH-05.yaml, line 8: unknown key "singal". Did you mean "signal"?
            operation.yaml, line 3: the country "LX" is not the adm0_pcode of the boundaries. Did you mean "LR"?
            """, example.Faults());
    }

    [Fact]
    public void An_expired_protocol_is_no_definition_fault()
    {
        example.Replace("operation/sources/monitoring.yaml", "expires_on: 2027-01-01", "expires_on: 2024-01-02");

        Assert.Equal(new DateOnly(2024, 1, 2), example.Load().Sources[0].Protocol.ExpiresOn);
    }

    [Fact]
    public void An_operation_adds_indicators_of_its_own()
    {
        var own = File.ReadAllText(Path.Combine(example.CatalogueFolderPath, "indicators/CH-05.yaml")).Replace("CH-05", "LR-01", StringComparison.Ordinal);
        example.Write("operation/indicators/LR-01.yaml", own).Replace("operation/operation.yaml", "[CH-05,", "[LR-01, CH-05,");

        Assert.Equal(["CH-05", "CX-05", "LR-01"], example.Load().Indicators.Select(indicator => indicator.Id));
    }

    [Fact]
    public void An_id_that_exists_in_catalogue_and_operation_is_a_fault()
    {
        example.Write("operation/codelists/sex.csv", "code,label,missing\nx,X,\n");

        Assert.Equal("codelists/sex.csv, line 1: \"sex\" is in the catalogue already; an operation adds definitions under names of its own", example.Faults());
    }

    [Theory]
    [InlineData("catalogue/indicators/CH-05.yaml")]
    [InlineData("catalogue/models/pm_household.sql")]
    [InlineData("catalogue/codelists/sex.csv")]
    [InlineData("operation/areas.geojson")]
    [InlineData("operation/sources/monitoring.yaml")]
    public void The_hash_changes_with_every_definition_file(string file)
    {
        var before = example.Load().Hash;
        Assert.Equal(before, example.Load().Hash);

        example.Write(file, Text(file) + "\n");

        Assert.NotEqual(before, example.Load().Hash);
    }

    [Theory]
    [InlineData("operation/inbox/monitoring/export.csv")]
    [InlineData("operation/data/ledger.jsonl")]
    [InlineData("operation/releases/2026-08-15-abcd1234/manifest.json")]
    [InlineData("catalogue/operations/other/operation.yaml")]
    public void The_hash_leaves_out_data_inbox_releases_and_other_operations(string file)
    {
        var before = example.Load().Hash;

        example.Write(file, "anything");

        Assert.Equal(before, example.Load().Hash);
    }

    [Fact]
    public void The_hash_of_an_indicator_covers_its_models_and_not_those_of_others()
    {
        var before = example.Load().Catalogue.Indicators;
        example.Write("catalogue/models/pm_household.sql", "-- pm_household: one row per interview.\nselect record_id, child_away, child_away_reason from pm_consented\n");
        example.Write("catalogue/models/pm_consented.sql", "-- pm_consented: one row per interview.\nselect record_id, child_away, child_away_reason from stg_pm_hh\n");
        var direct = example.Load().Catalogue.Indicators;
        example.Replace("catalogue/models/pm_consented.sql", "select", "select distinct");
        var indirect = example.Load().Catalogue.Indicators;

        Assert.Equal(3, new[] { before, direct, indirect }.Select(indicators => indicators["CH-05"].Hash).Distinct().Count());
        Assert.Single(new[] { before, direct, indirect }.Select(indicators => indicators["CX-05"].Hash).Distinct());
    }

    private string Text(string file) => File.ReadAllText(Path.Combine(Path.GetDirectoryName(example.OperationFolderPath)!, file));
}
