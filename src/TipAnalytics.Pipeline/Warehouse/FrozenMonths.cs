using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Rows of one source that wait for a revision.</summary>
/// <param name="Kind">late, corrected or removed.</param>
/// <param name="Mark">Changes when other rows wait.</param>
internal sealed record WaitingRows(string Stream, string SourceId, string Kind, string Mark);

/// <summary>Months of a stream that a release rests on stay as they are: what comes for them later waits for a declared revision.</summary>
internal static class FrozenMonths
{
    /// <summary>True when a release rests on any month of the stream.</summary>
    public static bool Has(DuckDBConnection connection, StreamDefinition stream)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from frozen_month where stream = $stream";
        command.Parameters.Add(new DuckDBParameter("stream", stream.Id));
        return (long)command.ExecuteScalar()! > 0;
    }

    /// <summary>Keeps what reports rest on before a file changes it. Needs the loader's tables of the file.</summary>
    public static void Keep(DuckDBConnection connection, StreamDefinition stream, string sourceId)
    {
        Run(connection, stream.Id, "keep.sql", ("source", sourceId));
        Run(connection, stream.Id, "take_back.sql", ("source", sourceId));
    }

    /// <summary>Keeps what reports rest on before a correction changes or drops one record.</summary>
    /// <param name="becomes">The month it moves to; null: it stays in its month.</param>
    public static void KeepRecord(DuckDBConnection connection, StreamDefinition stream, string recordId, string? becomes) =>
        Run(connection, stream.Id, "keep_record.sql", ("record", long.Parse(recordId, System.Globalization.CultureInfo.InvariantCulture)), ("becomes", becomes));

    /// <summary>Decides anew which row of each record reports rest on.</summary>
    public static void Settle(DuckDBConnection connection, StreamDefinition stream)
    {
        Run(connection, stream.Id, "settle.sql", ("{same}", StreamTables.SaysTheSame(stream, "record", "past")));
        Show(connection, stream.Id);
    }

    /// <summary>Shows what waits for nothing, as after erasing the row that held it back.</summary>
    public static void Show(DuckDBConnection connection, string stream) => Run(connection, stream, "show.sql");

    /// <summary>Lets in everything that waits.</summary>
    /// <param name="on">Day of the revision.</param>
    public static void LetIn(DuckDBConnection connection, DateOnly on)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var stream in StreamTables.StreamsOf(connection))
            Run(connection, stream, "let_in.sql", ("on", on));
        transaction.Commit();
    }

    /// <returns>By stream, source and kind.</returns>
    public static IReadOnlyList<WaitingRows> Waiting(DuckDBConnection connection)
    {
        var waiting = new List<WaitingRows>();
        foreach (var stream in StreamTables.StreamsOf(connection))
        {
            using var command = connection.CreateCommand();
            command.CommandText = Text(stream, "waiting.sql");
            using var reader = command.ExecuteReader();
            while (reader.Read())
                waiting.Add(new(stream, reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return waiting;
    }

    private static string Text(string stream, string name) => EmbeddedSql.Read(typeof(FrozenMonths), name).Replace("{stream}", stream, StringComparison.Ordinal);

    /// <param name="values">Parameters by name, and texts to put in by their place in braces.</param>
    private static void Run(DuckDBConnection connection, string stream, string name, params (string Name, object? Value)[] values)
    {
        foreach (var statement in Text(stream, name).Split(";\n"))
        {
            using var command = connection.CreateCommand();
            command.CommandText = values.Where(value => value.Name[0] == '{').Aggregate(statement, (sql, value) => sql.Replace(value.Name, (string)value.Value!, StringComparison.Ordinal));
            foreach (var (parameter, value) in values.Where(value => statement.Contains($"${value.Name}", StringComparison.Ordinal)))
                command.Parameters.Add(new DuckDBParameter(parameter, value));
            command.ExecuteNonQuery();
        }
    }
}
