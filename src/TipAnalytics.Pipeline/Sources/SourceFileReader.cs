using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Opens an export file under its source definition: from raw rows to mapped, coarsened ones. What is not mapped is never read.</summary>
internal static class SourceFileReader
{
    /// <returns>The file with its rows, to be read once.</returns>
    /// <exception cref="SourceDataException">The file cannot be read, or a column that is needed is missing.</exception>
    public static SourceFile Open(string path, SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys)
    {
        var hash = HashOf(path, source);
        var container = SourceContainers.Open(path, source.Encoding);
        try
        {
            var locales = setup.Catalogue.IncidentRecorder;
            var section = source.Sheet is null ? IncidentRecorderWords.Sheet(container, locales) ?? container.Section(null) : container.Section(source.Sheet);
            var (table, signs) = container.OpenData(section, source.HeaderRows ?? 1, Names(source));
            var areMonthsLate = IncidentRecorderWords.Recognise(locales, signs.Headers) is { } words && words.AreMonthsLate(container.Name, () => container.OpenData(section).Table);
            if (UnfoldedTable.Has(table, source.Sheet))
                table = new UnfoldedTable(table, source.Sheet!);
            else if (source.Parent is { } parent && !table.MayOmit)
                table = Joined(container, table, signs, container.ParentSection(parent, source.Sheet), setup.Catalogue.Dialects);
            table.Closes(container);
            var isOne = container.Kind == "workbook" || container.Sections.Count > 1;
            return Open(signs, hash, table, source, stream, setup, keys, areMonthsLate) with { Sheet = isOne ? section : null };
        }
        catch (Exception failure)
        {
            container.Dispose();
            if (failure is TipException)
                throw;
            throw SourceContainers.Unreadable(Path.GetFileName(path), failure);
        }
    }

    /// <summary>Hash of all that is read for a file: rows of a repeat group take consent, month and area from the file of their parents beside it, so another
    /// one of these is another export.</summary>
    public static string HashOf(string path, SourceDefinition source) => FileHash.Of(
        source.Parent is { } parent && CsvSiblings.ParentOf(path, parent, source.Sheet) is { } beside ? [path, beside] : [path]);

    /// <summary>Rows of a repeat group with their parents, which take from theirs what they lack. Where the first row names another section as its parent, its
    /// number means a row of that one.</summary>
    private static JoinedTable Joined(SourceContainer file, SourceTable table, FileSigns signs, string parent, IReadOnlyList<DialectDefinition> dialects)
    {
        var isNested = ParentOf(file, signs) is { } named && named != parent;
        var (fathers, fatherSigns) = file.OpenData(parent);
        if (ParentOf(file, fatherSigns) is { } grandparent && grandparent != parent && grandparent == file.Sections[0])
            fathers = Joined(file, fathers, fatherSigns, grandparent, dialects);
        return new JoinedTable(table, fathers, dialects.SelectMany(dialect => dialect.Joins).Where(join => !isNested || join.Child != "_parent_index"), file.Name);
    }

    /// <summary>The section that the rows name as that of their parents; the main one where they only have its key; null for none.</summary>
    private static string? ParentOf(SourceContainer file, FileSigns signs)
    {
        var names = new ColumnNames(signs.Headers);
        var named = names.FindExact("_parent_table_name") is { } position ? signs.FirstRows.ElementAtOrDefault(1)?[position] : names.FindExact("PARENT_KEY") is not null ? file.Sections[0] : null;
        return named is not null && file.Sections.Contains(named) ? named : null;
    }

    /// <summary>The same for records that are in no file, such as the pages of an interface.</summary>
    /// <param name="name">What stands for the file's name in the account.</param>
    /// <param name="hash">SHA-256 (hex) of what was read.</param>
    public static SourceFile Open(string name, string hash, SourceTable table, SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys) =>
        Open(new FileSigns(name, "json", null, [], table.Headers, []), hash, table, source, stream, setup, keys);

    /// <summary>Whether a cell of a header is a name that the mapping knows.</summary>
    private static Func<string, bool> Names(SourceDefinition source)
    {
        var known = source.AllColumns.Concat(source.Mappings.SelectMany(mapping => mapping.Labels.Keys)).Select(ColumnNames.Key).ToHashSet(StringComparer.Ordinal);
        return cell => known.Contains(ColumnNames.Key(cell));
    }

    private static SourceFile Open(FileSigns signs, string hash, SourceTable table, SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys, bool areMonthsLate = false)
    {
        try
        {
            var tags = table.Tags;
            // Headers in any language of the Incident Recorder are one and the same sign.
            if (IncidentRecorderWords.Recognise(setup.Catalogue.IncidentRecorder, signs.Headers) is { } words)
                signs = signs with { Headers = words.Names(signs.Headers, _ => false) };
            table = TableShape.Of(table, signs.FileName, source, setup.Catalogue, areMonthsLate);
            var dialects = setup.Catalogue.Dialects;
            var dialect = new DialectRecognition(dialects, signs).Of(dialects.FirstOrDefault(known => known.Id == source.Dialect), source.File);
            var mappers = new RowMappers(source, stream, setup, keys, dialect, table.Headers, tags, signs.FileName, hash);
            var omitted = Required(mappers, table, signs, source);
            var (columns, positions) = (new ColumnNames(table.Headers), mappers.Positions);
            table.Need(positions);
            var recognised = $"{dialect.Title}, {string.Join(", ", mappers.Ways.Where(way => !table.MayOmit || way != ColumnNames.AsMapped).Prepend(table.Format))}{(tags is null ? "" : ", HXL row skipped")}{(omitted.Count > 0 ? $"; in no record: {string.Join(", ", omitted)}" : "")}";
            return new SourceFile(signs.FileName, hash, recognised, columns.Except(positions), columns.Duplicates, Rows(table, mappers, source.Record.Count is null ? null : new CountedRecords(keys, source.Id)), mappers.Emptied)
            {
                Opened = table,
                Enumerators = mappers.Enumerators,
                Places = mappers.Places,
                // What leaves out unanswered questions has no header to compare.
                Columns = table.MayOmit ? [] : mappers.FileColumns(table.Headers, stream),
            };
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Where the names stand in a lower row, that is said with what is missing.</summary>
    private static IReadOnlyList<string> Required(RowMappers mappers, SourceTable table, FileSigns signs, SourceDefinition source)
    {
        try
        {
            return mappers.RequireAll(table.MayOmit);
        }
        catch (SourceDataException failure) when (Enumerable.Range(1, Math.Max(0, signs.FirstRows.Count - 1)).FirstOrDefault(row =>
            signs.FirstRows[row] is { } cells && failure.MissingColumns.All(name => cells.Any(cell => ColumnNames.Key(cell) == ColumnNames.Key(name)))) is > 0 and var row)
        {
            throw new SourceDataException(FormattableString.Invariant($"{failure.Message} Row {row + 1} has these names: where the header has that many rows, write «header_rows: {row + 1}» in {source.File}."))
            {
                MissingColumns = failure.MissingColumns,
                FileHash = failure.FileHash,
            };
        }
    }

    private static IEnumerable<SourceRow> Rows(SourceTable table, RowMappers mappers, CountedRecords? counted)
    {
        using (table)
        {
            while (table.Read())
            {
                var row = mappers.Map(table);
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
