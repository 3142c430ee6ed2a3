using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Writes a database file anew. Deleted rows and dropped columns leave free blocks with their old content, which a new file does not have.</summary>
internal static class Compaction
{
    /// <param name="path">A closed database in a private folder.</param>
    /// <exception cref="DuckDBException">No space; the file is as it was.</exception>
    public static void Run(string path)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var connection = new DuckDBConnection("DataSource=:memory:;autoinstall_known_extensions=false;autoload_known_extensions=false;temp_directory="))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = EmbeddedSql.Read(typeof(Compaction), "compact.sql")
                .Replace("{old}", path.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal)
                .Replace("{new}", fresh.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal);
            command.ExecuteNonQuery();
        }

        File.Move(fresh, path, overwrite: true);
    }
}
