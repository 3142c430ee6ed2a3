using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>What a vault file holds, as far as its back-up has to tell.</summary>
/// <param name="FirstMonths">Source → first month of its records; sources without records are left out.</param>
internal sealed record VaultContent(IReadOnlyDictionary<string, DateOnly> FirstMonths)
{
    /// <summary>Opens a vault for a look, in a working copy; neither takes the lock nor changes the file.</summary>
    /// <exception cref="MachineException">Wrong key, damaged file, of a later program, or no space for the copy.</exception>
    public static VaultContent Read(string path, VaultKey key)
    {
        using var copy = WorkingCopy.Create(new FileInfo(path).Length);
        VaultFile.Read(path, copy.Database, key);
        try
        {
            using var connection = new DuckDBConnection(
                $"DataSource={copy.Database};ACCESS_MODE=READ_ONLY;autoinstall_known_extensions=false;autoload_known_extensions=false;enable_external_access=false;threads=1");
            connection.Open();
            Vault.Schema.RefuseLater(connection, path);
            var first = new SortedDictionary<string, DateOnly>(StringComparer.Ordinal);
            foreach (var table in StreamTables.TablesOf(connection))
            {
                using var command = connection.CreateCommand();
                command.CommandText = EmbeddedSql.Read(typeof(VaultContent), "first_months.sql").Replace("{table}", StreamTables.Quote(table), StringComparison.Ordinal);
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    var (source, month) = (reader.GetString(0), reader.GetFieldValue<DateOnly>(1));
                    first[source] = first.TryGetValue(source, out var known) && known < month ? known : month;
                }
            }

            return new VaultContent(first);
        }
        catch (DuckDBException failure)
        {
            throw new MachineException($"{path}: the database in the vault cannot be read: {StorageFailure.Reason(failure)}.");
        }
    }
}
