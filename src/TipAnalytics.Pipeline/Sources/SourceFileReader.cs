using System.Security.Cryptography;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Opens an export file under its source definition: from raw rows to mapped, coarsened ones. What is not mapped is never read.</summary>
internal static class SourceFileReader
{
    /// <returns>The file with its rows, to be read once.</returns>
    /// <exception cref="SourceDataException">The file cannot be read, or a column that is needed is missing.</exception>
    public static SourceFile Open(string path, SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys)
    {
        string hash;
        using (var file = File.OpenRead(path))
            hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return Open(Path.GetFileName(path), hash, SourceTable.Open(path, source.Sheet), source, stream, setup, keys);
    }

    /// <summary>The same for rows that are in no file, such as the pages of an interface.</summary>
    /// <param name="name">What stands for the file's name in the account.</param>
    /// <param name="hash">SHA-256 (hex) of what was read.</param>
    public static SourceFile Open(string name, string hash, SourceTable table, SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys)
    {
        try
        {
            table = TableShape.Of(table, name, source, setup.Catalogue);
            var columns = new ColumnNames(table.Headers);
            var mapped = new MappedColumns(columns);
            var emptied = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var mapper = new RowMapper(source, stream, setup, keys, mapped, hash, emptied);
            var omitted = mapped.RequireAll(name, source, table.MayOmit);
            // The row of hashtags shows itself by all of its cells, the rows under it are read only where they are mapped.
            var hasRow = table.Read();
            var isTagged = hasRow && table.Broken is null && HxlRow.Is(table);
            table.Need(mapped.Positions);
            if (isTagged)
                hasRow = table.Read();
            var dialect = $"{new DialectCells(source.Dialect).Title}, {table.Format}{(isTagged ? ", HXL row skipped" : "")}{(omitted.Count > 0 ? $"; in no record: {string.Join(", ", omitted)}" : "")}";
            return new SourceFile(name, hash, dialect, columns.Except(mapped.Positions), columns.Duplicates, Rows(table, hasRow, mapper, source.Record.Count is null ? null : new CountedRecords(keys, source.Id)), emptied) { Opened = table, Enumerators = mapper.Enumerators };
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    private static IEnumerable<SourceRow> Rows(SourceTable table, bool hasRow, RowMapper mapper, CountedRecords? counted)
    {
        using (table)
        {
            for (; hasRow; hasRow = table.Read())
            {
                var row = mapper.Map(table);
                if (counted is null)
                {
                    yield return row;
                    continue;
                }

                foreach (var record in counted.Of(row))
                    yield return record;
            }
        }
    }
}
