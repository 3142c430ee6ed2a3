using DuckDB.NET.Data;
using Microsoft.Data.Analysis;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Cli.Tests;

[Collection(DemoRun.Name)]
public class QueryTests(DemoFixture demo)
{
    [Fact]
    public void Cells_are_found_by_indicator_area_and_period()
    {
        var output = Tip.Run("query", demo.Folder, "--indicator", "CH-01", "--area", "LR02", "--from", "2026-Q1", "--to", "2026-Q2", "--format", "csv");
        Assert.Equal(0, output.Code);
        var lines = output.Text.TrimEnd().Split('\n');
        Assert.Equal("indicator_id,area_code,area,period,category,state,share_percent,low_percent,high_percent,bound,base,level_value", lines[0]);
        Assert.Equal(2, lines.Length - 1);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("CH-01,LR02,Reedmark,2026-Q", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("delete from cell")]
    [InlineData("select 1; select 2")]
    [InlineData("select * from read_csv('/etc/passwd')")]
    [InlineData("copy cell to '/tmp/x.csv'")]
    [InlineData("select count(*) as trafficking_victims from cell")]
    [InlineData("select nothing from nowhere")]
    [InlineData("select * from range(100000000)")]
    [InlineData("select share_percent * base_low / 100 from cell")]
    [InlineData("with t as (select share_percent as s, base_high as b from cell) select area, sum(n) from (select 'X' as area, s * b as n from t) group by 1")]
    [InlineData("select c.share_percent / (100.0 / c.base_low) from cell c")]
    public void Only_one_select_over_released_tables_is_run(string sql)
    {
        var output = Tip.Run("query", demo.Folder, sql);
        Assert.Equal(10, output.Code);
        Assert.Empty(output.Text);
    }

    [Fact]
    public void A_query_nested_too_deeply_to_be_looked_at_is_refused_in_a_sentence()
    {
        var output = Tip.Run("query", demo.Folder, $"select {string.Concat(Enumerable.Repeat("abs(", 700))}1{new string(')', 700)}");
        Assert.Equal(10, output.Code);
        Assert.Contains("nested too deeply", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_multiplies_no_share_by_its_base_is_run()
    {
        var output = Tip.Run("query", demo.Folder, "select share_percent, (high_percent - low_percent) / 2.0 as half, base_low * 1 as base from cell where state = 'shown' limit 3");
        Assert.True(output.Code == 0, output.All);
    }

    [Fact]
    public void An_indicator_that_the_release_does_not_have_is_said_to_be_none()
    {
        var output = Tip.Run("query", demo.Folder, "--indicator", "CH-1");
        Assert.Equal(2, output.Code);
        Assert.Empty(output.Text);
        Assert.Contains("\"CH-1\" is no indicator of release", output.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"CH-01\"?", output.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--area", "NOPE", "\"NOPE\" is no area of release ")]
    [InlineData("--area", "LR022", "Did you mean \"LR02\"?")]
    [InlineData("--area", "Reedmrak", "Did you mean \"LR02\" (Reedmark)?")]
    [InlineData("--by", "sex_of_head", "\"sex_of_head\" is no disaggregation of release ")]
    [InlineData("--by", "head_sexx", "Did you mean \"head_sex\"?")]
    public void An_area_or_a_disaggregation_that_the_release_does_not_have_is_said_to_be_none(string option, string value, string message)
    {
        var output = Tip.Run("query", demo.Folder, "--indicator", "CH-01", option, value);
        Assert.Equal(2, output.Code);
        Assert.Empty(output.Text);
        Assert.Contains(message, output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_area_without_a_cell_of_the_indicator_is_an_empty_table()
    {
        var output = Tip.Run("query", demo.Folder, "--indicator", "CH-01", "--area", "LR02", "--from", "2031", "--format", "csv");
        Assert.Equal(0, output.Code);
        Assert.Single(output.Text.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_result_can_be_taken_as_parquet()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("tip-test-").FullName, "o'cells.parquet");
        Assert.Equal(0, Tip.Run("query", demo.Folder, "select * from cell order by figure_id", "--format", "parquet", "--output", file).Code);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from '{file.Replace("'", "''", StringComparison.Ordinal)}'";
        Assert.Equal(demo.Query("select count(*) as n from cell")[0].GetProperty("n").GetInt64(), command.ExecuteScalar());
    }

    [Fact]
    public void Analysts_get_data_frames_with_typed_nullable_columns()
    {
        using var store = IndicatorStore.Open(Path.Combine(demo.Folder, "data", "indicators.duckdb"));
        var cells = store.Cells();
        Assert.IsType<Int64DataFrameColumn>(cells["share_percent"]);
        Assert.IsType<DateTimeDataFrameColumn>(cells["period_start"]);
        Assert.IsType<BooleanDataFrameColumn>(cells["is_weighted"]);
        Assert.True(cells["share_percent"].NullCount > 0);
        var hidden = cells.Filter(((StringDataFrameColumn)cells["state"]).ElementwiseEquals("hidden"));
        Assert.Equal(hidden.Rows.Count, hidden["share_percent"].NullCount);
        Assert.True(store.Findings().Rows.Count > 100);
        Assert.Equal(22, store.Indicators().Rows.Count);
    }

    [Fact]
    public void Before_the_first_release_a_query_says_what_to_do()
    {
        var output = Tip.Run("query", Directory.CreateTempSubdirectory("tip-test-").FullName, "select 1");
        Assert.Equal(13, output.Code);
        Assert.Contains("nothing has been released yet", output.Error, StringComparison.Ordinal);
    }
}
