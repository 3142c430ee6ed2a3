using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Records of one source that were erased at one time.</summary>
/// <param name="Number">1, 2, … in the order of erasing.</param>
/// <param name="Rule">Why, in words.</param>
/// <param name="RecordCount">Stays inside: it may be small.</param>
internal sealed record ErasedRecords(
    int Number, string SourceId, string Stream, string Provider, string Reason, string Rule, DateOnly ErasedOn, DateOnly FirstMonth, DateOnly LastMonth, long RecordCount);

/// <summary>Takes records out of the vault whose time is over or whose provider withdrew. Published figures are not touched; observations have to be derived anew.</summary>
internal static class Erasures
{
    public const string ByRetention = "retention";
    public const string ByWithdrawal = "withdrawal";

    /// <summary>Erases what is due on a day. Lasts from the next commit on, which writes the database anew.</summary>
    /// <returns>What was erased now; the same vault, sources and day give the same.</returns>
    /// <exception cref="MachineException">The working copy cannot be written.</exception>
    public static IReadOnlyList<ErasedRecords> Run(Vault vault, IEnumerable<SourceDefinition> sources, DateOnly asOf)
    {
        try
        {
            var before = Read(vault.Connection).Count;
            using (var transaction = vault.Connection.BeginTransaction())
            {
                foreach (var source in sources.OrderBy(source => source.Id, StringComparer.Ordinal))
                    Erase(vault, source, asOf);
                transaction.Commit();
            }

            return [.. Read(vault.Connection).Skip(before)];
        }
        catch (DuckDBException failure)
        {
            throw new MachineException($"Records whose time is over could not be erased from the vault's working copy: {StorageFailure.Reason(failure)}. The vault stands as it was; run again when that is mended.");
        }
    }

    /// <returns>All that was ever erased, in order.</returns>
    public static IReadOnlyList<ErasedRecords> Read(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(Erasures), "erasures.sql");
        using var reader = command.ExecuteReader();
        var erased = new List<ErasedRecords>();
        while (reader.Read())
        {
            erased.Add(new(
                (int)reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateOnly>(6), reader.GetFieldValue<DateOnly>(7), reader.GetFieldValue<DateOnly>(8), reader.GetInt64(9)));
        }

        return erased;
    }

    /// <returns>Sources with a batch in the vault, by id.</returns>
    public static IReadOnlyList<string> Sources(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select distinct source_id from batch order by source_id";
        using var reader = command.ExecuteReader();
        var sources = new List<string>();
        while (reader.Read())
            sources.Add(reader.GetString(0));
        return sources;
    }

    private static void Erase(Vault vault, SourceDefinition source, DateOnly asOf)
    {
        var isWithdrawn = SourcePermissions.IsWithdrawn(source, asOf);
        var parameters = new (string Name, object Value)[]
        {
            ("source", source.Id), ("stream", source.Stream), ("provider", source.Provider), ("reason", isWithdrawn ? ByWithdrawal : ByRetention),
            ("rule", isWithdrawn ? Withdrawal(source.Withdrawn!) : Retained(source.Protocol)), ("on", asOf),
            ("before", isWithdrawn ? new DateOnly(9999, 12, 31) : Retention.OldestMonth(source.Protocol, asOf)),
        };
        var erased = Run(vault.Connection, EmbeddedSql.Read(typeof(Erasures), "erase.sql").Replace("{stream}", source.Stream, StringComparison.Ordinal), parameters);
        if (erased)
            FrozenMonths.Show(vault.Connection, source.Stream);
        if (isWithdrawn)
            erased |= Run(vault.Connection, EmbeddedSql.Read(typeof(Erasures), "forget-source.sql"), parameters);
        if (erased)
            vault.MarkErased();
    }

    private static string Retained(ProtocolDefinition protocol) =>
        string.Create(CultureInfo.InvariantCulture, $"records are kept for {protocol.RetentionMonths} months under the protocol of {protocol.AgreedOn:yyyy-MM-dd}");

    private static string Withdrawal(WithdrawalDefinition withdrawn) =>
        string.Create(CultureInfo.InvariantCulture, $"withdrawn on {withdrawn.On:yyyy-MM-dd} by {withdrawn.By}: {withdrawn.Reason.TrimEnd('.')}");

    /// <returns>True when a row went.</returns>
    private static bool Run(DuckDBConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var changed = 0;
        foreach (var statement in sql.Split(";\n"))
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            foreach (var (name, value) in parameters.Where(parameter => statement.Contains($"${parameter.Name}", StringComparison.Ordinal)))
                command.Parameters.Add(new DuckDBParameter(name, value));
            changed += command.ExecuteNonQuery();
        }

        return changed > 0;
    }
}
