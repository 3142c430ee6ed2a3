using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>A query's result as a Parquet file.</summary>
public static class ParquetFile
{
    /// <summary>Writes <paramref name="result"/> with the types of its columns, rows in order.</summary>
    /// <exception cref="MachineException">The file cannot be written.</exception>
    public static void Write(QueryResult result, string path)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:;autoinstall_known_extensions=false;autoload_known_extensions=false;threads=1");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"create table result ({string.Join(", ", result.Columns.Select(column => $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {SqlType(column.Type)}"))})";
            command.ExecuteNonQuery();
            ReleasedStore.Append(connection, "result", result.Rows, row => row);
            command.CommandText = $"copy result to '{path.Replace("'", "''", StringComparison.Ordinal)}' (format parquet)";
            command.ExecuteNonQuery();
        }
        catch (DuckDBException)
        {
            throw new MachineException($"{path}: could not be written. Check the folder, free space and rights.");
        }
    }

    private static string SqlType(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int64 => "bigint",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal(18, 6)",
        TypeCode.Boolean => "boolean",
        TypeCode.DateTime => "timestamp",
        _ => "varchar",
    };
}
