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

    // Known to the loader, corrections and quality only: keys, versions, content hashes, rows of files and rules that held at the door do not reach a model.
    // shown_from: the day from which reports may rest on the row; null while it waits for a revision.
    private static readonly IReadOnlyList<(string Name, string Type)> Hidden =
        [("record_key", "blob"), ("version", "varchar"), ("content", "blob"), ("row_number", "bigint"), ("flags", "varchar"), ("shown_from", "date")];

    // Of past_STREAM, the versions of records that a release rests on and files have changed or taken out since: null while reports still rest on the row.
    private const string ShownUntil = "shown_until";

    /// <summary>Makes or adapts the tables: <c>rec_STREAM</c> (what the files say), <c>past_STREAM</c> (what they said when it was released) and the views
    /// <c>seen_STREAM</c> (every row that reports may or could rest on, with its days) and <c>stg_STREAM</c> (those they rest on now). A field new in the definition gets an empty column. Values are kept for the purpose of their definition only: those of a
    /// field that left or changed its type are dropped, and so are the records of a stream that left, with the note of their files (they may be taken
    /// again when it returns).</summary>
    /// <returns>What was dropped, one sentence each.</returns>
    public static IReadOnlyList<string> Create(DuckDBConnection connection, IEnumerable<StreamDefinition> streams)
    {
        var dropped = new List<string>();
        var defined = streams.OrderBy(stream => stream.Id, StringComparer.Ordinal).ToList();
        foreach (var stream in defined)
            Adapt(connection, stream, dropped);
        foreach (var id in StreamsOf(connection).Where(id => defined.All(stream => stream.Id != id)))
            Drop(connection, id, dropped);
        return dropped;
    }

    /// <summary>Puts a temporary <c>stg_STREAM</c> before the one of the vault, with the records of some sources only.</summary>
    /// <param name="seenOn">As reports of this day saw them; null: as they are.</param>
    public static void Limit(DuckDBConnection connection, StreamDefinition stream, IEnumerable<string> sourceIds, DateOnly? seenOn)
    {
        var seen = seenOn is { } day ? FormattableString.Invariant($"shown_from <= date '{day:yyyy-MM-dd}' and ({ShownUntil} is null or {ShownUntil} > date '{day:yyyy-MM-dd}')") : $"{ShownUntil} is null";
        var sources = string.Join(", ", sourceIds.Order(StringComparer.Ordinal).Select(id => $"'{id.Replace("'", "''", StringComparison.Ordinal)}'").DefaultIfEmpty("null"));
        Execute(connection, $"create or replace temp view {Quote($"stg_{stream.Id}")} as select {Visible(stream)} from {Quote($"seen_{stream.Id}")} where source_id in ({sources}) and {seen}");
    }

    private static void Adapt(DuckDBConnection connection, StreamDefinition stream, List<string> dropped)
    {
        var (records, past, seen, current) = (Quote($"rec_{stream.Id}"), Quote($"past_{stream.Id}"), Quote($"seen_{stream.Id}"), Quote($"stg_{stream.Id}"));
        var wanted = Hidden.Concat(Common).Concat(stream.Fields.Select(field => (field.Name, Type: TypeOf(field.Type)))).ToList();
        var before = dropped.Count;
        AdaptTable(connection, stream, records, wanted, dropped);
        // What was said of a field is said once.
        AdaptTable(connection, stream, past, [.. wanted, (ShownUntil, "date")], dropped.Count > before ? [] : dropped);
        var columns = string.Join(", ", wanted.Select(column => Quote(column.Name)));
        Execute(connection, $"create or replace view {seen} as select {columns}, null::date as {ShownUntil} from {records} where shown_from is not null union all select {columns}, {ShownUntil} from {past}");
        Execute(connection, $"create or replace view {current} as select {Visible(stream)} from {seen} where {ShownUntil} is null");
    }

    private static void AdaptTable(DuckDBConnection connection, StreamDefinition stream, string table, IReadOnlyList<(string Name, string Type)> wanted, List<string> dropped)
    {
        Execute(connection, $"create table if not exists {table} ({string.Join(", ", wanted.Select(column => $"{Quote(column.Name)} {column.Type}"))})");
        foreach (var (name, type) in Columns(connection, table))
        {
            if (wanted.Any(column => IsSame(column.Name, name) && IsSame(column.Type, type)))
                continue;
            Execute(connection, $"drop view if exists {Quote($"stg_{stream.Id}")}; drop view if exists {Quote($"seen_{stream.Id}")}");
            Execute(connection, $"alter table {table} drop column {Quote(name)}");
            // What it held before a correction goes with it; one that is still agreed begins anew.
            Execute(connection, $"delete from correction where field = '{name}' and source_id in (select source_id from batch where stream = '{stream.Id}')");
            dropped.Add(wanted.Any(column => IsSame(column.Name, name))
                ? $"{stream.Id}: the field {name} has another type now; the values that were there are dropped."
                : $"{stream.Id}: the field {name} left the definitions; its values are dropped.");
        }

        var present = Columns(connection, table);
        foreach (var (name, type) in wanted.Where(column => present.All(there => !IsSame(there.Name, column.Name))))
        {
            Execute(connection, $"alter table {table} add column {Quote(name)} {type}");
            if (name == "shown_from")
                Execute(connection, EmbeddedSql.Read(typeof(StreamTables), "shown_before.sql").Replace("{table}", table, StringComparison.Ordinal));
        }
    }

    /// <summary>Condition under which two rows, of <paramref name="one"/> and <paramref name="other"/>, say the same of released months. A month that is not
    /// released says nothing of them: that a case was closed since changes no month before.</summary>
    internal static string SaysTheSame(StreamDefinition stream, string one, string other)
    {
        var open = $"select month from frozen_month where stream = '{stream.Id}'";
        string Same(string column) => $"{one}.{column} is not distinct from {other}.{column}";
        string Later(string column) => $"(({one}.{column} is null or {one}.{column} not in ({open})) and ({other}.{column} is null or {other}.{column} not in ({open})))";
        var common = Common.Select(column => column.Name).Except(["record_id", "source_id", "batch_id", "form_version"]).Select(Same);
        var fields = stream.Fields.Select(field => Quote(field.Name) is var column && field.Type == FieldType.Month ? $"({Same(column)} or {Later(column)})" : Same(column));
        return string.Join("\n    and ", common.Concat(fields));
    }

    private static string Visible(StreamDefinition stream) =>
        string.Join(", ", Common.Select(column => column.Name).Concat(stream.Fields.Select(field => field.Name)).Select(Quote));

    private static void Drop(DuckDBConnection connection, string stream, List<string> dropped)
    {
        Execute(connection, $"drop view if exists {Quote($"stg_{stream}")}; drop view if exists {Quote($"seen_{stream}")}");
        Execute(connection, $"drop table {Quote($"rec_{stream}")}; drop table if exists {Quote($"past_{stream}")}");
        foreach (var statement in EmbeddedSql.Read(typeof(StreamTables), "forget-stream.sql").Split(";\n"))
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.Parameters.Add(new DuckDBParameter("stream", stream));
            command.ExecuteNonQuery();
        }

        dropped.Add($"{stream}: the stream left the definitions; its records are dropped.");
    }

    /// <summary>A name as an SQL identifier, whatever it is: <c>order</c> is a good name for a field.</summary>
    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>DuckDB type of a field.</summary>
    internal static string TypeOf(FieldType type) => type switch
    {
        FieldType.Integer => "bigint",
        FieldType.Decimal => "decimal(18,6)",
        FieldType.Month => "date",
        _ => "varchar",
    };

    // The engine does not tell «Sex» from «sex», and writes types in capitals.
    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static List<(string Name, string Type)> Columns(DuckDBConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select column_name, column_type from (describe {table})";
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns;
    }

    /// <returns>Streams of which the vault has records, by id.</returns>
    internal static IReadOnlyList<string> StreamsOf(DuckDBConnection connection) =>
        [.. TablesOf(connection).Where(table => table.StartsWith("rec_", StringComparison.Ordinal)).Select(table => table[4..])];

    /// <returns>Tables with records, <c>rec_STREAM</c> and <c>past_STREAM</c>, by name.</returns>
    internal static IReadOnlyList<string> TablesOf(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select table_name from duckdb_tables() where not temporary and (starts_with(table_name, 'rec_') or starts_with(table_name, 'past_')) order by table_name";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        return tables;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
