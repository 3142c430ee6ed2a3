using DuckDB.NET.Data;

namespace TipAnalytics.Audit;

/// <summary>Runs the auditor's own statements.</summary>
internal static class Query
{
    public static void Run(DuckDBConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Rows in the statement's own order.</summary>
    public static List<T> Read<T>(DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> row, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>Whether there is a table or view of the name.</summary>
    public static bool Has(DuckDBConnection connection, string table) =>
        Read(connection, "select count(*) from duckdb_tables() where table_name = $table", row => row.GetInt64(0), ("table", table))[0] > 0;

    private static DuckDBCommand Command(DuckDBConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.Add(new DuckDBParameter(name, value ?? DBNull.Value));
        return command;
    }
}
