using System.IO.Enumeration;
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
            var known = setup.Catalogue.Dialects.SelectMany(dialect => dialect.Signs).SelectMany(sign => sign.Sheets).ToList();
            // With «sheet» the definition names this section, however much of its name was cut off.
            container.MayShow = shown => (source.Sheet is not null && shown == section) || string.Equals(shown, source.Parent, StringComparison.OrdinalIgnoreCase)
                || known.Exists(name => FileSystemName.MatchesSimpleExpression(name, shown, ignoreCase: true));
            var (table, signs) = container.OpenData(section, source.HeaderRows ?? 1, Names(source));
            var unread = source.Sheet is null ? Unread(container, section, source) : 0;
            var areMonthsLate = IncidentRecorderWords.Recognise(locales, signs.Headers) is { } words && words.AreMonthsLate(container.Name, () => container.OpenData(section).Table);
            if (UnfoldedTable.Has(table, source.Sheet))
                table = new UnfoldedTable(table, source.Sheet!);
            else if (source.Parent is { } parent && !table.MayOmit)
                table = Joined(container, table, signs, container.ParentSection(parent, source.Sheet), setup.Catalogue.Dialects);
            table.Closes(container);
            var isOne = container.Sections.Count > 1 || (container.Kind == "workbook" && container.MayShow(section));
            var file = Open(signs, hash, table, source, stream, setup, keys, areMonthsLate);
            return file with
            {
                Sheet = isOne ? container.Shown(section) : null,
                Dialect = unread == 0 ? file.Dialect : FormattableString.Invariant($"{file.Dialect}; {unread} other {(unread == 1 ? "table" : "tables")} of the file not read"),
            };
        }
        catch (Exception failure)
        {
            container.Dispose();
            if (failure is TipException)
                throw;
            throw SourceContainers.Unreadable(Path.GetFileName(path), failure);
        }
    }

    /// <summary>How many sections nobody reads where the definition names none.</summary>
    /// <exception cref="SourceDataException">They are records as well: other exports, or parts of the same table.</exception>
    private static int Unread(SourceContainer container, string section, SourceDefinition source)
    {
        if (container.Strangers > 0)
            throw new SourceDataException(FormattableString.Invariant($"{container.Name}: the archive holds several exports ({container.Strangers} files are not named after the main one). Nothing of it was taken. Bring each export as a file of its own, or name the file that is meant under «sheet» in {source.File}."));
        var others = container.Sections.Where(other => other != section).ToList();
        var names = others.Count == 0 ? [] : Names(section);
        var alike = others.Count(other => names.Count > 0 && Names(other).SetEquals(names));
        return alike == 0 ? others.Count : throw new SourceDataException(FormattableString.Invariant(
            $"{container.Name}: {alike} {(alike == 1 ? "other sheet has" : "other sheets have")} the columns of the one that is read, so they are parts of one table. Nothing of the file was taken. Put them on one sheet or bring each as a file of its own; where one of them is all, name it under «sheet» in {source.File}."));

        HashSet<string> Names(string of)
        {
            try
            {
                return [.. container.HeadersOf(of, source.HeaderRows ?? 1, SourceFileReader.Names(source)).Select(ColumnNames.Key).Where(name => name.Length > 0)];
            }
            catch (Exception failure) when (of != section && failure is SourceDataException or InvalidDataException)
            {
                // What cannot be read holds no records that could be.
                return [];
            }
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
            return new SourceFile(signs.FileName, hash, recognised, columns.Except(positions), columns.Duplicates, Rows(table, mappers, source.Record.Count is { } count ? new CountedRecords(keys, source.Id, count) : null), mappers.Emptied)
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
