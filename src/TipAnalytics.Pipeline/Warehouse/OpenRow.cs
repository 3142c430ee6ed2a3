using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>A row of an earlier file that was rejected and whose record has not come in since: somebody has to correct it. Positions and rules, never a value.</summary>
/// <param name="FileHash">SHA-256 (hex) of its file.</param>
/// <param name="TakenOn">As-of day of the ingest that rejected it.</param>
/// <param name="Row">Row of the spreadsheet, or record of the CSV; the header is row 1.</param>
/// <param name="Column">As the mapping names it; null where no one column is wrong.</param>
public sealed record OpenRow(string SourceId, string FileHash, DateOnly TakenOn, int Row, string? Column, string Rule)
{
    /// <returns>By source, the latest file first.</returns>
    internal static IReadOnlyList<OpenRow> Read(DuckDBConnection vault)
    {
        using var command = vault.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(OpenRow), "open_rows.sql");
        using var reader = command.ExecuteReader();
        var rows = new List<OpenRow>();
        while (reader.Read())
            rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2), (int)reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5)));
        return rows;
    }
}
