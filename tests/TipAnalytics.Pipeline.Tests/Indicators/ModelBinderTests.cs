using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Indicators;

public class ModelBinderTests
{
    [Fact]
    public void Every_shipped_model_and_indicator_binds() => Assert.Empty(ModelBinder.Bind(TestCatalogue.Operation()));

    [Fact]
    public void A_filter_with_an_unknown_column_is_a_fault_at_its_line()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "id: CH-03\nmodel: fs_household\nsignal: lcs_out_scool = 'used'\n");
        try
        {
            var fault = Assert.Single(Bind(indicators: [Indicator("CH-03", "fs_household", signal: "lcs_out_scool = 'used'", file: file)]));

            Assert.Equal((file, 3), (fault.File, fault.Line));
            Assert.StartsWith("signal does not bind: Binder Error: Referenced column \"lcs_out_scool\" not found", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_filter_that_is_a_number_and_a_split_that_is_no_column_are_both_told()
    {
        var faults = Bind(indicators: [Indicator("CH-03", "fs_household", signal: "lcs_max", splits: ["head_age"])]);

        Assert.Equal(
            ["disaggregate_by: model \"fs_household\" has no column \"head_age\".", "signal must be true or false for each row; this is INTEGER."],
            faults.Select(fault => fault.Message));
    }

    [Theory]
    [InlineData("true) as filter from fs_household); drop table rec_fs_hh; select (true")]
    [InlineData("(select count(*) from read_text('/etc/hostname')) > 0")]
    public void A_filter_cannot_end_the_statement_or_read_a_file(string filter) =>
        Assert.StartsWith("signal does not bind", Assert.Single(Bind(indicators: [Indicator("CH-03", "fs_household", signal: filter)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Models_in_a_circle_are_a_fault_each()
    {
        var faults = Bind(models: [Model("a", "-- a\nselect x from b"), Model("b", "-- b\nselect x from a"), Model("c", "-- c: mentions nothing\nselect 1 as x")]);

        Assert.Equal(
            ["model \"a\" reads itself through \"b\". Models may not go in circles.", "model \"b\" reads itself through \"a\". Models may not go in circles."],
            faults.Select(fault => fault.Message));
    }

    [Fact]
    public void A_model_comes_after_the_models_it_reads_whatever_their_names_and_comments() =>
        Assert.Equal(
            ["z", "a"],
            ModelOrder.Of([Model("a", "-- a\nselect x from z"), Model("z", "-- z: read by a\nselect 1 as x")]).Ordered.Select(model => model.Name));

    [Fact]
    public void A_model_that_does_not_bind_is_told_at_its_line_and_its_indicators_are_not_told_again()
    {
        var fault = Assert.Single(Bind([Indicator("CH-03", "broken", signal: "x")], [Model("broken", "-- broken\nselect\n    head_sexx\nfrom stg_fs_hh")]));

        Assert.Equal(3, fault.Line);
        Assert.StartsWith("model \"broken\" does not bind: Binder Error", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_indicator_needs_a_model_that_exists() =>
        Assert.StartsWith(
            "CH-03 needs a model; there is none named \"fs_houshold\".",
            Assert.Single(Bind(indicators: [Indicator("CH-03", "fs_houshold", signal: "true")])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_level_whose_model_reads_records_of_people_is_a_fault_whether_it_reads_a_field_or_counts_rows()
    {
        const string Columns = "record_id, source_id, period_start, area_code, survey_weight, stratum, cluster, organisation, reporting_point";
        var faults = Bind(
            [Level("XX-01", "by_population"), Level("XX-02", "services")],
            [
                Model("by_population", $"-- one row an area\nselect {Columns}, 1.0 * (select count(*) from stg_gbv_ir) as figure from stg_pop"),
                Model("services", $"-- one row a service\nselect {Columns}, 1 as figure from stg_srv"),
            ]);
        Assert.Equal(
            ["XX-01 is a level, and its model reads records of gbv_ir: levels are released without protection, so they rest on the context register and reference streams only. Make it a share, or take gbv_ir out of the model."],
            faults.Select(fault => fault.Message));
    }

    [Theory]
    [InlineData("gbv_ir", "select {0} from stg_gbv_ir union all select {0} from stg_pop", "pop too")]
    [InlineData("gbv_ir", "select {0} from stg_gbv_ir union all select {0} from stg_fs_hh", "fs_hh too")]
    [InlineData("gbv_ir", "select {0} from stg_gbv_ir union all select {0} from stg_pm_inc", "pm_inc too")]
    [InlineData("pm_ki", "select {0} from stg_pm_ki where (select count(*) from stg_srv) > 0", "srv too")]
    [InlineData("fs_hh", "select {0} from stg_fs_hh union all select {0} from stg_cp_cm", "cp_cm too")]
    [InlineData("cp_cm", "select {0} from stg_cp_cm union all select null, null, date '2024-01-01', 'LR01', null, null, null, null, null from range(120000)", "rows where there is no record")]
    [InlineData("gbv_ir", "select {0} from stg_gbv_ir", null)]
    [InlineData("fs_hh", "select {0} from stg_fs_hh where area_code in (select area_code from stg_pop)", null)]
    public void What_is_reported_is_set_against_records_of_its_own_stream_only(string stream, string sql, string? told)
    {
        const string Columns = "record_id, source_id, period_start, area_code, survey_weight, stratum, cluster, organisation, reporting_point";
        var faults = Bind([Indicator("CH-03", "rows_of", signal: "source_id = 'a'", stream: stream)], [Model("rows_of", $"-- one row a record\n{sql.Replace("{0}", Columns, StringComparison.Ordinal)}")]);
        if (told is null)
            Assert.Empty(faults);
        else
            Assert.Contains($"CH-03 is a share of records of {stream}, and its model ", Assert.Single(faults, fault => fault.Message.Contains(told, StringComparison.Ordinal)).Message, StringComparison.Ordinal);
    }

    private static IndicatorDefinition Level(string id, string model) => new()
    {
        Id = id, Title = "Title", Definition = "Definition", Family = "context", Kind = IndicatorKind.Level, Model = model, Value = "figure", File = "none.yaml",
        Unit = "level", Direction = "none", Why = "", Caveat = "", LowMeans = "",
    };

    private static IReadOnlyList<DefinitionFault> Bind(IReadOnlyList<IndicatorDefinition>? indicators = null, IReadOnlyList<ModelDefinition>? models = null) =>
        ModelBinder.Bind(TestCatalogue.Operation(TestCatalogue.Shipped with
        {
            Models = models?.ToDictionary(model => model.Name) ?? TestCatalogue.Shipped.Models,
            Indicators = (indicators ?? []).ToDictionary(indicator => indicator.Id),
        }));

    private static ModelDefinition Model(string name, string sql) => new(name, sql.Split('\n')[0], sql, name + ".sql");

    private static IndicatorDefinition Indicator(string id, string model, string? signal = null, string file = "none.yaml", List<string>? splits = null, string stream = "fs_hh") => new()
    {
        Id = id, Title = "Title", Definition = "Definition", Family = "children", Stream = stream, Model = model, Signal = signal, File = file,
        Unit = "share", Direction = "none", Why = "", Caveat = "", LowMeans = "", DisaggregateBy = splits ?? [],
    };
}
