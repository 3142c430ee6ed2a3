using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>The mappings of a source in one file: each row is read by that of its form version. Rows of a version that nobody declared are looked at through the
/// first whose columns are there, for their consent and id, and rejected.</summary>
internal sealed class RowMappers
{
    private readonly SourceDefinition source;
    private readonly string fileName;
    private readonly string fileHash;
    private readonly MappedColumns versionColumns;
    private readonly MappedColumns dayColumns;
    private readonly FormVersions? versions;
    private readonly List<Part> parts = [];
    private readonly Dictionary<string, Part> byVersion = new(StringComparer.Ordinal);
    private bool mayOmit;

    /// <exception cref="SourceDataException">The name of the file is one of several form versions.</exception>
    public RowMappers(
        SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys, Dialect dialect, IReadOnlyList<string> headers, IReadOnlyList<string>? tags, string fileName, string fileHash)
    {
        (this.source, this.fileName, this.fileHash) = (source, fileName, fileHash);
        var givenUp = source.Accepted.Select(drift => drift.Column).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var corrector = new RowCorrector(RowCorrections.Of(setup, source.Id, fileHash), stream);
        Enumerators = source.Mappings.Any(mapping => mapping.Quality?.Enumerator is not null) ? new EnumeratorTally() : null;
        Places = new PlaceTally(setup.Places, [.. source.Mappings], setup.Catalogue.Identifiers);
        foreach (var mapping in source.Mappings)
        {
            var names = new ColumnNames(headers, tags, mapping.Labels);
            var columns = new MappedColumns(names, setup.Catalogue.Identifiers, givenUp);
            var mapper = new RowMapper(mapping, stream, setup, keys, dialect, columns, corrector, fileName, fileHash, Emptied, Enumerators, Places);
            parts.Add(new(mapping, names, columns, mapper));
        }

        (versionColumns, dayColumns) = (new MappedColumns(parts[0].Names, setup.Catalogue.Identifiers), new MappedColumns(parts[0].Names, setup.Catalogue.Identifiers));
        versions = source.Forms is null ? null : new FormVersions(source, dialect, versionColumns, RowMapper.Day(source, setup, dialect, dayColumns, corrector), fileName);
        foreach (var version in source.Forms?.Versions ?? [])
            byVersion[version.Id] = parts.Find(part => ReferenceEquals(part.Mapping, source.For(version.Id)))!;
    }

    /// <summary>Field → values emptied so far.</summary>
    public SortedDictionary<string, int> Emptied { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows mapped so far by who asked; null where no mapping names the column.</summary>
    public EnumeratorTally? Enumerators { get; }

    /// <summary>How the places of the rows mapped so far were found.</summary>
    public PlaceTally Places { get; }

    /// <summary>Columns that one of the mappings reads.</summary>
    public HashSet<int> Positions => [.. parts.SelectMany(part => part.Columns.Positions), .. versionColumns.Positions, .. dayColumns.Positions];

    /// <summary>How names were found where they do not stand in the file as they are mapped.</summary>
    public IReadOnlyCollection<string> Ways => new SortedSet<string>(parts.SelectMany(part => part.Columns.Ways), StringComparer.Ordinal);

    public IReadOnlyList<FileColumn> FileColumns(IReadOnlyList<string> headers, StreamDefinition stream) => FileColumn.Of(headers, [.. parts.Select(part => (part.Mapping, part.Names))], stream);

    /// <summary>A mapping of one version may lack its columns until a row of it comes; one of them has to be whole.</summary>
    /// <param name="mayOmit">The file leaves out what was not answered: what only fields need may be missing.</param>
    /// <returns>Names that were left out.</returns>
    /// <exception cref="SourceDataException">A needed column is missing.</exception>
    public IReadOnlyList<string> RequireAll(bool mayOmit)
    {
        this.mayOmit = mayOmit;
        var isHeader = parts.Exists(part => part.Columns.IsHeader(part.Mapping, mayOmit));
        // A part that is not whole says so when a row needs it; when none is, the one that lacks least says it now, with what tells the version.
        var nearest = parts.MinBy(part => part.Columns.MissingFrom(part.Mapping, mayOmit))!;
        var isByDay = versions is { AreByDayAlone: true } && versionColumns.MissingFrom(source, mayOmit: false) == 0;
        nearest.Columns.RequireAll(fileName, fileHash, nearest.Mapping, isHeader, mayOmit, isByDay ? [versionColumns, dayColumns] : [versionColumns]);
        foreach (var part in parts.Where(part => part == nearest || part.Columns.MissingFrom(part.Mapping, mayOmit) == 0))
        {
            part.Omitted = part.Columns.RequireAll(fileName, fileHash, part.Mapping, isHeader, mayOmit);
            part.IsWhole = true;
        }

        return [.. parts.SelectMany(part => part.Omitted).Distinct(StringComparer.Ordinal)];
    }

    /// <exception cref="SourceDataException">The row is of a version whose mapping lacks columns in this file.</exception>
    public SourceRow Map(SourceTable row)
    {
        if (versions is null || row.Broken is not null)
            return parts[0].Mapper.Map(row, "");
        if (versions.Of(row) is not { } version)
            return (parts.Find(part => part.IsWhole) ?? parts[0]).Mapper.Map(row, null);
        var part = byVersion[version];
        if (!part.IsWhole)
            part.Columns.RequireAll(fileName, fileHash, part.Mapping, isHeader: true, mayOmit);
        return part.Mapper.Map(row, version);
    }

    private sealed class Part(SourceDefinition mapping, ColumnNames names, MappedColumns columns, RowMapper mapper)
    {
        public SourceDefinition Mapping => mapping;
        public ColumnNames Names => names;
        public MappedColumns Columns => columns;
        public RowMapper Mapper => mapper;
        public IReadOnlyList<string> Omitted { get; set; } = [];
        public bool IsWhole { get; set; }
    }
}
