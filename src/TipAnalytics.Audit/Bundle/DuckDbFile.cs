using System.Globalization;
using DuckDB.NET.Data;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads every table of a DuckDB file, or a Parquet file with its metadata.</summary>
internal static class DuckDbFile
{
    private const string Closed = "autoinstall_known_extensions=false;autoload_known_extensions=false;threads=1";

    public static BundleFile ReadDatabase(string name, string path)
    {
        var file = new BundleFile(name);
        using var connection = Open($"DataSource={path};ACCESS_MODE=READ_ONLY;{Closed};enable_external_access=false");
        foreach (var view in Query.Read(connection, "select view_name, sql from duckdb_views() where not internal order by view_name", row => (Name: row.GetString(0), Sql: row.GetString(1))))
            file.Unknown.Add($"a view ({view.Name}), which may compute anything");
        foreach (var (table, comment) in Query.Read(connection, "select table_name, coalesce(comment, '') from duckdb_tables() order by table_name", row => (row.GetString(0), row.GetString(1))))
        {
            file.Say($"comment of {table}", comment);
            file.Tables.Add(Table(connection, $"{name}, table {table}", $"select * from \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        }

        return file;
    }

    public static BundleFile ReadParquet(string name, string path)
    {
        var file = new BundleFile(name);
        using var connection = Open($"DataSource=:memory:;{Closed}");
        try
        {
            var quoted = path.Replace("'", "''", StringComparison.Ordinal);
            foreach (var (key, value) in Query.Read(connection, $"select decode(key), decode(value) from parquet_kv_metadata('{quoted}')", row => (row.GetString(0), row.GetString(1))))
                file.Say($"metadata {key}", value);
            file.Tables.Add(Table(connection, name, $"select * from read_parquet('{quoted}')"));
        }
        catch (DuckDBException)
        {
            file.Unknown.Add("a Parquet file that cannot be read");
        }

        return file;
    }

    private static DuckDBConnection Open(string source)
    {
        var connection = new DuckDBConnection(source);
        connection.Open();
        return connection;
    }

    private static DataTable Table(DuckDBConnection connection, string place, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var rows = new List<IReadOnlyList<string>>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, columns.Count).Select(at => reader.IsDBNull(at) ? "" : Text(reader.GetValue(at)))]);
        return new(place, columns, rows);
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list => string.Join(' ', list.Cast<object>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
