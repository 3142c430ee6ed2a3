using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Brings records that are here in line with the reviewed changes of areas: what was taken before a change was known stands on the area it would be read as today.</summary>
internal static class VaultAreas
{
    /// <returns>How many codes of a month were replaced; 0 when applied again.</returns>
    public static int Apply(Vault vault, IEnumerable<StreamDefinition> streams, Places places)
    {
        if (!places.HasChanges)
            return 0;
        var replaced = 0;
        using var transaction = vault.Connection.BeginTransaction();
        foreach (var stream in streams)
        {
            var before = replaced;
            foreach (var (code, month) in Placed(vault.Connection, stream))
            {
                if (places.Of(places.Recoded(code) ?? code, Period.Containing(month, PeriodGrain.Month)) is not { } area || area.Code == code)
                    continue;
                foreach (var table in new[] { $"rec_{stream.Id}", $"past_{stream.Id}" })
                {
                    using var command = vault.Connection.CreateCommand();
                    command.CommandText = Text("place.sql", stream).Replace("{table}", StreamTables.Quote(table), StringComparison.Ordinal);
                    command.Parameters.Add(new DuckDBParameter("area", area.Code));
                    command.Parameters.Add(new DuckDBParameter("code", code));
                    command.Parameters.Add(new DuckDBParameter("month", month));
                    command.ExecuteNonQuery();
                }

                replaced++;
            }

            // Rows that differed by the area alone say the same now.
            if (replaced > before && FrozenMonths.Has(vault.Connection, stream))
                FrozenMonths.Settle(vault.Connection, stream);
        }

        transaction.Commit();
        return replaced;
    }

    private static List<(string Code, DateOnly Month)> Placed(DuckDBConnection connection, StreamDefinition stream)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text("placed.sql", stream);
        using var reader = command.ExecuteReader();
        var placed = new List<(string, DateOnly)>();
        while (reader.Read())
            placed.Add((reader.GetString(0), reader.GetFieldValue<DateOnly>(1)));
        return placed;
    }

    private static string Text(string name, StreamDefinition stream) => EmbeddedSql.Read(typeof(VaultAreas), name).Replace("{stream}", stream.Id, StringComparison.Ordinal);
}
