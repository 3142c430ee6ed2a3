using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>The vault's note of a correction in force.</summary>
internal sealed record CorrectionNote(string SourceId, string FileHash, int Row, string Field, string? Value, string? Written, bool WasUnreadable, bool IsWithdrawn);

/// <summary>The table <c>correction</c>.</summary>
internal static class CorrectionNotes
{
    /// <summary>Text of a canonical value; a cast to the column's type reads it.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A corrected value of type {value.GetType().Name} has no text."),
    };

    /// <summary>Notes what was corrected while a file was taken: the values of rows that became records, and the rows dropped. A row dropped before and
    /// taken again loses its note.</summary>
    public static void Store(DuckDBConnection connection, string sourceId, string fileHash, long batchId, StreamDefinition stream, IReadOnlyList<(int Row, CorrectedValue Value)> corrected, bool hasDropped)
    {
        Run(connection, "delete from correction where source_id = $source and file_hash = $hash and is_withdrawn", ("source", sourceId), ("hash", fileHash));
        if (hasDropped)
            Run(connection, EmbeddedSql.Read(typeof(CorrectionNotes), "note_dropped.sql"), ("source", sourceId), ("hash", fileHash), ("batch", batchId), ("rule", RowRules.Correction));

        foreach (var (row, value) in corrected.Where(item => IsRecord(connection, stream, batchId, item.Row)))
            Add(connection, new(sourceId, fileHash, row, value.Correction.Field, Text(value.Correction.Value), Text(value.Written), value.WasUnreadable, IsWithdrawn: false));
    }

    /// <summary>Notes a correction, in the place of an earlier note of it: a file may be taken anew after its source came back.</summary>
    public static void Add(DuckDBConnection connection, CorrectionNote note)
    {
        var place = new (string, object?)[] { ("source", note.SourceId), ("hash", note.FileHash), ("row", (long)note.Row), ("field", note.Field) };
        Run(connection, "delete from correction where source_id = $source and file_hash = $hash and row_number = $row and field = $field", place);
        Run(
            connection, "insert into correction values ($source, $hash, $row, $field, $value, $written, $unreadable, $withdrawn)",
            [.. place, ("value", note.Value), ("written", note.Written), ("unreadable", note.WasUnreadable), ("withdrawn", note.IsWithdrawn)]);
    }

    public static IReadOnlyList<CorrectionNote> Read(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select * from correction order by source_id, file_hash, row_number, field";
        using var reader = command.ExecuteReader();
        var notes = new List<CorrectionNote>();
        while (reader.Read())
        {
            string? Text(int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
            notes.Add(new(reader.GetString(0), reader.GetString(1), (int)reader.GetInt64(2), reader.GetString(3), Text(4), Text(5), reader.GetBoolean(6), reader.GetBoolean(7)));
        }

        return notes;
    }

    public static void Run(DuckDBConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.Add(new DuckDBParameter(name, value));
        command.ExecuteNonQuery();
    }

    private static bool IsRecord(DuckDBConnection connection, StreamDefinition stream, long batchId, int row)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {StreamTables.Quote($"rec_{stream.Id}")} where batch_id = $batch and row_number = $row";
        command.Parameters.Add(new DuckDBParameter("batch", batchId));
        command.Parameters.Add(new DuckDBParameter("row", (long)row));
        return (long)command.ExecuteScalar()! > 0;
    }
}
