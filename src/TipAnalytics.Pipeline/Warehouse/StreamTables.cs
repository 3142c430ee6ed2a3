using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Tables <c>rec_STREAM</c> and views <c>stg_STREAM</c> of the vault, made from the stream definitions.</summary>
internal static class StreamTables
{
    /// <summary>Columns of every stream that models may read, in the order of <c>stg_STREAM</c>.</summary>
    internal static readonly IReadOnlyList<(string Name, string Type)> Common =
    [
        ("record_id", "bigint"), ("source_id", "varchar"), ("batch_id", "bigint"), ("form_version", "varchar"), ("period_start", "date"),
        ("area_code", "varchar"), ("survey_weight", "decimal(18,6)"), ("stratum", "varchar"), ("cluster", "varchar"), ("organisation", "varchar"),
        ("reporting_point", "varchar"),
    ];

    // Known to the loader only: keys, versions and content hashes do not reach a model.
    private static readonly IReadOnlyList<(string Name, string Type)> Hidden = [("record_key", "blob"), ("version", "varchar"), ("content", "blob")];

    /// <summary>Makes or adapts the tables. A field new in the definition gets an empty column; one that left is dropped with its values:
    /// what no indicator may use any more is not kept.</summary>
    public static void Create(DuckDBConnection connection, IEnumerable<StreamDefinition> streams)
    {
        foreach (var stream in streams.OrderBy(stream => stream.Id, StringComparer.Ordinal))
        {
            var wanted = Hidden.Concat(Common).Concat(stream.Fields.Select(field => (field.Name, Type: TypeOf(field.Type)))).ToList();
            Execute(connection, $"create table if not exists rec_{stream.Id} ({string.Join(", ", wanted.Select(column => $"{column.Name} {column.Type}"))})");
            var present = Columns(connection, $"rec_{stream.Id}");
            foreach (var (name, type) in wanted.Where(column => !present.Contains(column.Name)))
                Execute(connection, $"alter table rec_{stream.Id} add column {name} {type}");
            foreach (var name in present.Where(name => wanted.All(column => column.Name != name)))
            {
                Execute(connection, $"drop view if exists stg_{stream.Id}");
                Execute(connection, $"alter table rec_{stream.Id} drop column {name}");
            }

            var visible = Common.Select(column => column.Name).Concat(stream.Fields.Select(field => field.Name));
            Execute(connection, $"create or replace view stg_{stream.Id} as select {string.Join(", ", visible)} from rec_{stream.Id}");
        }
    }

    /// <summary>DuckDB type of a field.</summary>
    internal static string TypeOf(FieldType type) => type switch
    {
        FieldType.Integer => "bigint",
        FieldType.Decimal => "decimal(18,6)",
        FieldType.Month => "date",
        _ => "varchar",
    };

    private static List<string> Columns(DuckDBConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select column_name from (describe {table})";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
