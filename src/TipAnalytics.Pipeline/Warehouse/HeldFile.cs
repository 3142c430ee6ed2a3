using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Why a file is held: a needed column is gone, many values of a field are no longer understood, or too many rows were rejected.</summary>
internal enum HoldCause { ColumnsGone, ValuesEmptied, RowsRejected }

/// <summary>A file that was held back whole while the data taken before keep serving. Names and days, never a value.</summary>
/// <param name="Since">As-of day of the first ingest that held it.</param>
/// <param name="Subjects">Columns that are gone, or fields whose values are not understood.</param>
/// <param name="InInbox">It waits in the inbox; false: it was named by hand and is elsewhere.</param>
internal sealed record HeldFile(string SourceId, string FileHash, DateOnly Since, HoldCause Cause, IReadOnlyList<string> Subjects, bool InInbox)
{
    /// <summary>What stands for the name of the file, which may be a person's: the first digits of its hash.</summary>
    public string Label => $"file {FileHash[..8]}";

    private const char Separator = '\u001f';

    /// <returns>By source, day and file hash.</returns>
    public static IReadOnlyList<HeldFile> Read(DuckDBConnection vault)
    {
        using var command = vault.CreateCommand();
        command.CommandText = "select source_id, file_hash, since, cause, subjects, in_inbox from held_file order by source_id, since, file_hash";
        using var reader = command.ExecuteReader();
        var held = new List<HeldFile>();
        while (reader.Read())
        {
            held.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2), Enum.Parse<HoldCause>(reader.GetString(3)),
                reader.GetString(4).Split(Separator, StringSplitOptions.RemoveEmptyEntries), reader.GetBoolean(5)));
        }

        return held;
    }

    /// <summary>Puts a list in place of what was noted.</summary>
    public static void Replace(DuckDBConnection vault, IEnumerable<HeldFile> held)
    {
        using var transaction = vault.BeginTransaction();
        using (var command = vault.CreateCommand())
        {
            command.CommandText = "delete from held_file";
            command.ExecuteNonQuery();
        }

        using (var appender = vault.CreateAppender("held_file"))
        {
            foreach (var file in held)
            {
                appender.CreateRow().AppendValue(file.SourceId).AppendValue(file.FileHash).AppendValue(file.Since)
                    .AppendValue(file.Cause.ToString()).AppendValue(string.Join(Separator, file.Subjects)).AppendValue(file.InInbox).EndRow();
            }
        }

        transaction.Commit();
    }

    public bool IsSame(HeldFile other) =>
        (SourceId, FileHash, Since, Cause, InInbox) == (other.SourceId, other.FileHash, other.Since, other.Cause, other.InInbox) && Subjects.SequenceEqual(other.Subjects);
}
