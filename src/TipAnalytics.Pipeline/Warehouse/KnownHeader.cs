using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>What the files of a source look like: the columns of the last one taken, so that a change of the next is seen. Names, never values.</summary>
internal static class KnownHeader
{
    /// <summary>What differs from the last file taken; nothing for the first.</summary>
    /// <returns>Names that may be shown; others are in neither list.</returns>
    public static (IReadOnlyList<string> Added, IReadOnlyList<string> Gone) Difference(Vault vault, string sourceId, SourceFile file)
    {
        var known = Read(vault.Connection, sourceId).Select(column => column.Name).ToList();
        if (known.Count == 0)
            return ([], []);
        var now = file.Columns.Select(column => HeaderName.Kept(column.Name, vault.RecordKeys)).ToList();
        return (Except(now, known), Except(known, now));
    }

    /// <summary>Remembers the columns of a file that is being taken; call within its transaction.</summary>
    public static void Remember(Vault vault, string sourceId, SourceFile file)
    {
        var now = file.Columns.Select(column => new FileColumn(HeaderName.Kept(column.Name, vault.RecordKeys), column.Kind)).ToList();
        if (Read(vault.Connection, sourceId).SequenceEqual(now))
            return;
        using (var command = vault.Connection.CreateCommand())
        {
            command.CommandText = "delete from known_column where source_id = $source";
            command.Parameters.Add(new DuckDBParameter("source", sourceId));
            command.ExecuteNonQuery();
        }

        using var appender = vault.Connection.CreateAppender("known_column");
        for (var position = 0; position < now.Count; position++)
            appender.CreateRow().AppendValue(sourceId).AppendValue((long)position).AppendValue(now[position].Name).AppendValue(now[position].Kind).EndRow();
    }

    private static List<FileColumn> Read(DuckDBConnection connection, string sourceId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select name, kind from known_column where source_id = $source order by position";
        command.Parameters.Add(new DuckDBParameter("source", sourceId));
        using var reader = command.ExecuteReader();
        var columns = new List<FileColumn>();
        while (reader.Read())
            columns.Add(new(reader.GetString(0), reader.GetString(1)));
        return columns;
    }

    /// <summary>Compared like column names, so that a change of case is none.</summary>
    private static List<string> Except(IEnumerable<string> names, IEnumerable<string> others)
    {
        var keys = others.Select(ColumnNames.Key).ToHashSet(StringComparer.Ordinal);
        return [.. names.Where(name => !keys.Contains(ColumnNames.Key(name)) && HeaderName.MayBeShown(name) && name[0] != '#').Distinct(StringComparer.Ordinal)];
    }
}
