using System.Globalization;
using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Runs the embedded statements of this stage.</summary>
internal static class Sql
{
    /// <summary>Text of <c>NAME.sql</c> beside this class.</summary>
    public static string Text(string name) => EmbeddedSql.Read(typeof(Sql), $"{name}.sql");

    /// <summary>Whether there is a table of the name.</summary>
    public static bool Has(DuckDBConnection connection, string table) =>
        Read(connection, "select count(*) from duckdb_tables() where table_name = $table", row => row.GetInt64(0), ("table", table))[0] > 0;

    public static void Run(DuckDBConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Rows in the statement's own order.</summary>
    public static IReadOnlyList<T> Read<T>(DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> row, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>Fills a table: texts, numbers, days, lists of texts or whole numbers and nulls, in column order.</summary>
    public static void Append(DuckDBConnection connection, string table, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var appender = connection.CreateAppender(table);
        foreach (var values in rows)
        {
            var row = appender.CreateRow();
            foreach (var value in values)
            {
                _ = value switch
                {
                    null => row.AppendNullValue(),
                    string text => row.AppendValue(text),
                    int number => row.AppendValue(number),
                    long number => row.AppendValue(number),
                    double number => row.AppendValue(number),
                    List<long> numbers => row.AppendValue(numbers),
                    List<string> texts => row.AppendValue(texts),
                    bool flag => row.AppendValue(flag),
                    DateOnly day => row.AppendValue(day),
                    _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"No column type for {value.GetType().Name}."), nameof(rows)),
                };
            }

            row.EndRow();
        }
    }

    private static DuckDBCommand Command(DuckDBConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.Add(new DuckDBParameter(name, value));
        return command;
    }
}
