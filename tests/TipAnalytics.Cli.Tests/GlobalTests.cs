using System.Text.Json;
using DuckDB.NET.Data;

namespace TipAnalytics.Cli.Tests;

/// <summary>The roll-up of two operations from what they have released.</summary>
[Collection(SmallRun.Name)]
public class GlobalTests(SmallFixture small)
{
    [Fact]
    public void Two_operations_stand_side_by_side_from_released_files_alone()
    {
        // Neither a vault nor a key is there: what is read has been released.
        var (lake, river) = (TestFolders.CopyOf(small.Folder), TestFolders.CopyOf(SmallFixture.River));
        foreach (var folder in new[] { lake, river })
            File.Delete(Path.Combine(folder, "data", "vault.duckdb.aes"));
        var target = Path.Combine(Path.GetDirectoryName(lake)!, "global");

        var output = Tip.Run("global", river, lake, "--out", target, "--json");

        Assert.True(output.Code == 0, output.All);
        var read = JsonDocument.Parse(output.Text).RootElement;
        Assert.Equal(["lake-region", "river-land"], read.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("id").GetString()));
        Assert.Contains("CH-01", read.GetProperty("compared").EnumerateArray().Select(id => id.GetString()));
        Assert.Contains("own_judgement", output.Text, StringComparison.Ordinal);
        var html = File.ReadAllText(Path.Combine(target, "global.html"));
        Assert.True(html.IndexOf("Lake Region", StringComparison.Ordinal) < html.IndexOf("River Land", StringComparison.Ordinal));
        Assert.Contains("2025-01-01, Closing of the lake crossings; Nordmere 2025-03-10", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1_000, 500_000);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(distinct operation_id) || ' ' || (count(*) filter (where operation_id = 'lake-region') = count(*) filter (where operation_id = 'river-land')) from read_parquet('{target}/cells.parquet')";
        Assert.Equal("2 true", command.ExecuteScalar());
        Assert.Equal(13, Tip.Run("global", river, lake, "--out", target).Code);
    }

    [Fact]
    public void A_single_operation_a_folder_that_is_none_and_a_missing_place_are_refused()
    {
        Assert.Equal((2, 2), (Tip.Run("global", small.Folder, "--out", "x").Code, Tip.Run("global", small.Folder, SmallFixture.River).Code));
        Assert.Equal(10, Tip.Run("global", small.Folder, Path.GetTempPath(), "--out", TestFolders.Fresh()).Code);
    }

    [Fact]
    public void The_released_tables_in_parquet_are_those_of_the_released_store()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"attach '{small.Folder}/data/indicators.duckdb' as store (read_only)";
        command.ExecuteNonQuery();
        foreach (var table in new[] { "release", "area", "indicator", "cell", "finding", "area_onset", "schema_version" })
        {
            command.CommandText = $"select (select count(*) from (select * from store.{table} except all select * from read_parquet('{small.Release}/parquet/{table}.parquet'))) + abs((select count(*) from store.{table}) - (select count(*) from read_parquet('{small.Release}/parquet/{table}.parquet')))";
            Assert.Equal(0L, Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
