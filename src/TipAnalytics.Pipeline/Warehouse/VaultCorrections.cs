using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Brings the records of the vault in line with the corrections that are agreed: puts new ones in force and takes withdrawn ones back. Run again,
/// it changes nothing.</summary>
internal sealed class VaultCorrections
{
    private readonly DuckDBConnection connection;
    private readonly OperationSetup setup;

    private VaultCorrections(DuckDBConnection connection, OperationSetup setup) => (this.connection, this.setup) = (connection, setup);

    /// <returns>Records changed, taken out or put back; and the corrections that match nothing.</returns>
    public static (int Changes, IReadOnlyList<Correction> Unmatched) Apply(Vault vault, OperationSetup setup) => new VaultCorrections(vault.Connection, setup).Apply();

    /// <summary>Why a correction matches nothing, and what to do, with file and line.</summary>
    public static DefinitionFault Unmatched(Vault vault, Correction correction)
    {
        var isTaken = Scalar(vault.Connection, "select min(file_hash) from batch where source_id = $source and file_hash = $hash", correction) is not null;
        var rule = Scalar(vault.Connection, "select min(rule) from rejection where row_number = $row and batch_id in (select batch_id from batch where source_id = $source and file_hash = $hash)", correction);
        var row = string.Create(CultureInfo.InvariantCulture, $"row {correction.Row}");
        return new(correction.File, correction.Line, !isTaken
            ? $"the source {correction.SourceId} has taken no file with this hash, so the correction matches nothing. Correct \"file\", or take the file first."
            : rule is not null && correction.Field is Correction.Period or Correction.Area && RowRules.Find(rule) is { Place: true }
                ? $"{row} of the file was rejected ({rule}) before the correction was there. Put the file into inbox/{correction.SourceId} again: it is then read with the correction."
            : rule is not null
                ? $"{row} of the file was rejected ({rule}), so the correction matches no record. Correct period or area if that is what was wrong, or take the correction out."
                : $"{row} of the file stands behind no record: there is no such row, it was without consent or a duplicate, or a later file brought a newer version. The source was probably corrected: set \"status: withdrawn\", or point at the file and row that hold.");
    }

    private (int, IReadOnlyList<Correction>) Apply()
    {
        var notes = CorrectionNotes.Read(connection).ToDictionary(note => (note.SourceId, note.FileHash, note.Row, note.Field));
        if (notes.Count == 0 && setup.Corrections.Count == 0)
            return (0, []);
        using var transaction = connection.BeginTransaction();
        var agreed = setup.Corrections.Select(correction => (correction.SourceId, correction.FileHash, correction.Row, correction.Field)).ToHashSet();
        var changes = notes.Where(note => !agreed.Contains(note.Key)).Count(note => TakeBack(note.Value));
        var unmatched = new List<Correction>();
        foreach (var correction in setup.Corrections)
        {
            var note = notes.GetValueOrDefault((correction.SourceId, correction.FileHash, correction.Row, correction.Field));
            if (note is not null ? Keep(correction, note) : Begin(correction))
                changes++;
            else if (note is null)
                unmatched.Add(correction);
        }

        if (changes > 0)
        {
            foreach (var stream in setup.Catalogue.Streams.Values.Where(stream => FrozenMonths.Has(connection, stream)))
                FrozenMonths.Settle(connection, stream);
        }

        transaction.Commit();
        return (changes, unmatched);
    }

    /// <summary>A new correction on a record that is here.</summary>
    /// <returns>False when there is no such record.</returns>
    private bool Begin(Correction correction)
    {
        if (StreamOf(correction.SourceId) is not { } stream || Find(stream, correction) is not { } recordId)
            return false;
        if (correction.IsDrop)
        {
            Remove(stream, correction, recordId);
            CorrectionNotes.Add(connection, new(correction.SourceId, correction.FileHash, correction.Row, "", null, null, false, false));
            return true;
        }

        var written = Value(stream, correction.Column, recordId);
        Set(stream, correction.Column, recordId, CorrectionNotes.Text(correction.Value));
        CorrectionNotes.Add(connection, new(correction.SourceId, correction.FileHash, correction.Row, correction.Field, CorrectionNotes.Text(correction.Value), written, false, false));
        return true;
    }

    /// <summary>A correction in force, perhaps with another value than before. Its record may have left since: a newer version came, or its time was over.</summary>
    private bool Keep(Correction correction, CorrectionNote note)
    {
        if (note.IsWithdrawn)
            return Note(note, "is_withdrawn = false");
        if (StreamOf(correction.SourceId) is not { } stream || correction.IsDrop)
            return false;
        if (Find(stream, correction) is not { } recordId)
            return note.Written is not null && Note(note, "written = null");
        var value = CorrectionNotes.Text(correction.Value);
        if (note.Value == value)
            return false;
        Set(stream, correction.Column, recordId, value);
        return Note(note, "value = $value", value);
    }

    /// <summary>A correction that is no longer agreed: the record holds again what was written. A dropped row comes back with its file only.</summary>
    private bool TakeBack(CorrectionNote note)
    {
        if (note.Field.Length == 0)
            return !note.IsWithdrawn && Note(note, "is_withdrawn = true");
        var withdrawn = new Correction(note.SourceId, note.FileHash, note.Row, note.Field, null, "", 0);
        if (StreamOf(note.SourceId) is { } stream && Find(stream, withdrawn) is { } recordId)
        {
            if (note.WasUnreadable)
                Remove(stream, withdrawn, recordId);
            else if (note.Field is Correction.Period or Correction.Area || stream.Fields.Exists(field => field.Name == note.Field))
                Set(stream, withdrawn.Column, recordId, note.Written);
        }

        CorrectionNotes.Run(connection, "delete from correction where source_id = $source and file_hash = $hash and row_number = $row and field = $field", Of(note));
        return true;
    }

    private bool Note(CorrectionNote note, string change, string? value = null)
    {
        var parameters = Of(note);
        CorrectionNotes.Run(
            connection, $"update correction set {change} where source_id = $source and file_hash = $hash and row_number = $row and field = $field",
            change.Contains("$value", StringComparison.Ordinal) ? [.. parameters, ("value", value)] : parameters);
        return true;
    }

    private StreamDefinition? StreamOf(string sourceId) =>
        setup.Sources.FirstOrDefault(source => source.Id == sourceId) is { } source ? setup.Catalogue.Streams[source.Stream] : null;

    private string? Find(StreamDefinition stream, Correction correction) => Scalar(
        connection,
        EmbeddedSql.Read(typeof(VaultCorrections), "corrected_record.sql").Replace("{stream}", stream.Id, StringComparison.Ordinal), correction);

    private string? Value(StreamDefinition stream, string column, string recordId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select cast({StreamTables.Quote(column)} as varchar) from {Records(stream)} where record_id = {recordId}";
        return command.ExecuteScalar() as string;
    }

    private void Set(StreamDefinition stream, string column, string recordId, string? value)
    {
        FrozenMonths.KeepRecord(connection, stream, recordId, column == "period_start" ? value : null);
        var type = stream.Fields.Find(field => field.Name == column) is { } field ? StreamTables.TypeOf(field.Type) : column == "period_start" ? "date" : "varchar";
        CorrectionNotes.Run(connection, $"update {Records(stream)} set {StreamTables.Quote(column)} = cast($value as {type}) where record_id = {recordId}", ("value", value));
    }

    /// <summary>Takes a record out and moves its row, in the account of its file, from accepted to rejected.</summary>
    private void Remove(StreamDefinition stream, Correction correction, string recordId)
    {
        FrozenMonths.KeepRecord(connection, stream, recordId, null);
        CorrectionNotes.Run(connection, $"""
            insert into rejection (batch_id, row_number, rule) select batch_id, $row, '{RowRules.Correction}' from {Records(stream)} where record_id = {recordId}
            """, ("row", (long)correction.Row));
        CorrectionNotes.Run(connection, $"update batch set accepted = accepted - 1, rejected = rejected + 1 where batch_id in (select batch_id from {Records(stream)} where record_id = {recordId})");
        CorrectionNotes.Run(connection, $"delete from {Records(stream)} where record_id = {recordId}");
    }

    private static string Records(StreamDefinition stream) => StreamTables.Quote($"rec_{stream.Id}");

    private static (string, object?)[] Of(CorrectionNote note) => [("source", note.SourceId), ("hash", note.FileHash), ("row", (long)note.Row), ("field", note.Field)];

    private static string? Scalar(DuckDBConnection connection, string sql, Correction correction)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new DuckDBParameter("source", correction.SourceId));
        command.Parameters.Add(new DuckDBParameter("hash", correction.FileHash));
        if (sql.Contains("$row", StringComparison.Ordinal))
            command.Parameters.Add(new DuckDBParameter("row", (long)correction.Row));
        return command.ExecuteScalar() as string;
    }
}
