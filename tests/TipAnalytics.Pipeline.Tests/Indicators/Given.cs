using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>Small tables in, small tables out. Columns left out of a table are null; period (a month) and area have defaults.</summary>
internal sealed partial class Given : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly OperationSetup setup;
    private string indicatorId = "";

    private Given(OperationSetup setup)
    {
        this.setup = setup;
        connection.Open();
        StreamTables.Create(connection, setup.Catalogue.Streams.Values);
        ModelViews.CreateInputs(connection, setup, TestCatalogue.AsOf);
        ModelViews.CreateAll(connection, setup.Catalogue);
    }

    /// <summary>Rows of a model, as if its SQL had made them.</summary>
    public static Given Model(string name, string table)
    {
        var given = new Given(TestCatalogue.Operation());
        Sql.Run(given.connection, $"create temp table given_rows as select * from {name}; drop view {name}; create temp table {name} as select * from given_rows");
        given.Fill(name, table);
        return given;
    }

    /// <summary>Current records of a stream.</summary>
    public static Given Stream(string stream, string table, OperationSetup? setup = null)
    {
        var given = new Given(setup ?? TestCatalogue.Operation());
        given.Fill($"rec_{stream}", table);
        return given;
    }

    public Given Indicator(string id)
    {
        indicatorId = id;
        return this;
    }

    /// <summary>Compares the country's observations: columns period, and any of category, signal, base, value, not_asked, not_applicable, dont_know, refused.</summary>
    public void ShouldBe(string expected, string split = "all")
    {
        Derivation.FromViews(connection, TestCatalogue.Operation(only: indicatorId), TestCatalogue.AsOf);
        var columns = Rows(expected)[0];
        var actual = Sql.Read(
            connection,
            $"""
            select {string.Join(", ", columns.Select(Column))}
            from observation where indicator_id = '{indicatorId}' and split = '{split}'
            group by period_start, category order by period_start, category
            """,
            row => string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(at => Convert.ToString(row.GetValue(at), CultureInfo.InvariantCulture))));
        Assert.Equal(Rows(expected).Skip(1).Select(row => string.Join(" | ", row)), actual);
        Dispose();
    }

    /// <summary>Compares rows of a model, in record order.</summary>
    public void ModelShouldBe(string model, string expected)
    {
        var columns = Rows(expected)[0];
        var actual = Sql.Read(
            connection, $"select {string.Join(", ", columns.Select(column => column == "period" ? "strftime(period_start, '%Y-%m')" : $"cast({column} as varchar)"))} from {model} order by record_id, period_start",
            row => string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(at => row.IsDBNull(at) ? "" : row.GetString(at))));
        Assert.Equal(Rows(expected).Skip(1).Select(row => string.Join(" | ", row)), actual);
        Dispose();
    }

    /// <summary>Derives (one indicator when it is named) and hands the vault over.</summary>
    public T Derived<T>(Func<DuckDBConnection, OperationSetup, T> read)
    {
        var operation = indicatorId.Length == 0 || setup.Operation.Indicators.Count == 1 ? setup : TestCatalogue.Operation(only: indicatorId);
        Derivation.FromViews(connection, operation, TestCatalogue.AsOf);
        var result = read(connection, operation);
        Dispose();
        return result;
    }

    public void Dispose() => connection.Dispose();

    private static string Column(string name) => name switch
    {
        "period" => "strftime(period_start, '%Y-%m')",
        "category" => "category",
        "value" => "cast(round(sum(signal_count) / sum(base_count), 4) as varchar)",
        _ => $"cast(sum({name}_count) as bigint)",
    };

    private void Fill(string table, string rows)
    {
        var cells = Rows(rows);
        var columns = cells[0].Select(column => column switch { "period" => "period_start", "area" => "area_code", _ => column }).ToList();
        var record = 0;
        foreach (var row in cells.Skip(1))
        {
            var values = columns.Zip(row, (column, value) => (column, value: Month().IsMatch(value) ? value + "-01" : value))
                .Where(cell => cell.value.Length > 0)
                .ToDictionary(cell => cell.column, cell => $"'{cell.value}'");
            values.TryAdd("record_id", (++record).ToString(CultureInfo.InvariantCulture));
            values.TryAdd("source_id", $"'{table.Replace("rec_", "", StringComparison.Ordinal)}'");
            if (table.StartsWith("rec_", StringComparison.Ordinal))
                values.TryAdd("shown_from", "'2024-01-01'");
            values.TryAdd("period_start", "'2024-01-01'");
            values.TryAdd("area_code", "'X11'");
            Sql.Run(connection, $"insert into {table} ({string.Join(", ", values.Keys)}) values ({string.Join(", ", values.Values)})");
        }
    }

    [GeneratedRegex(@"^\d{4}-\d{2}$")]
    private static partial Regex Month();

    private static List<string[]> Rows(string table) =>
        [.. table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
}
