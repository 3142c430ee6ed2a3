namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What the columns of one form version mean (<c>sources/forms/FILE.yaml</c>): all that a source definition says of columns but «unpivot», and nothing of it is taken over
/// from there, so that a person can hold the one file against the one form.</summary>
internal sealed class FormMapping
{
    /// <summary>Who compared this mapping with the form, and when; null: nobody yet, and nothing of the source is taken.</summary>
    public ReviewDefinition? Reviewed { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];
    public required RecordDefinition Record { get; init; }
    public required PlaceOrTime Period { get; init; }
    public required PlaceOrTime Area { get; init; }
    public string? Weight { get; init; }
    public string? Stratum { get; init; }
    public string? Cluster { get; init; }
    public PlaceOrTime? Organisation { get; init; }
    public PlaceOrTime? ReportingPoint { get; init; }
    public QualityColumns? Quality { get; init; }
    public required Dictionary<string, FieldMapping> Fields { get; init; }

    /// <summary>The source with this mapping in place of its own.</summary>
    public SourceDefinition Of(SourceDefinition source, string file) => source with
    {
        File = file, ByVersion = new Dictionary<string, SourceDefinition>(), Forms = null,
        Reviewed = Reviewed, Labels = Labels, Record = Record, Period = Period, Area = Area, Weight = Weight, Stratum = Stratum, Cluster = Cluster,
        Organisation = Organisation, ReportingPoint = ReportingPoint, Quality = Quality, Fields = Fields,
    };
}

/// <summary>Reads the mappings of form versions, gives them to their sources and checks them like the sources' own.</summary>
internal static class FormMappings
{
    internal const string Folder = "sources/forms";

    public static void Load(string operationFolder, IReadOnlyList<DefinitionFile<SourceDefinition>> sources, Catalogue catalogue, AreaTree areas, DefinitionFaults faults)
    {
        var files = DefinitionFile.List(operationFolder, Folder, ".yaml").ToDictionary(path => path, path => DefinitionFile.Read<FormMapping>(operationFolder, path, faults), StringComparer.Ordinal);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
            source.Value.ByVersion = Of(source, files, named, catalogue, areas);
        foreach (var (path, _) in files.Where(file => !named.Contains(file.Key)))
            faults.Add(path, 1, $"no form version names this mapping; name it in its source, under forms.versions: {{ id: …, from: …, mapping: {Path.GetFileName(path)} }}");
    }

    private static Dictionary<string, SourceDefinition> Of(DefinitionFile<SourceDefinition> source, Dictionary<string, DefinitionFile<FormMapping>?> files, HashSet<string> named, Catalogue catalogue, AreaTree areas)
    {
        var (mappings, versions) = (new Dictionary<string, SourceDefinition>(StringComparer.Ordinal), new Dictionary<string, SourceDefinition>(StringComparer.Ordinal));
        for (var i = 0; i < (source.Value.Forms?.Versions.Count ?? 0); i++)
        {
            var version = source.Value.Forms!.Versions[i];
            if (version.Mapping is not { } name)
                continue;
            string[] key = ["forms", "versions", FormattableString.Invariant($"{i}"), "mapping"];
            var path = $"{Folder}/{name}";
            if (!files.TryGetValue(path, out var file))
            {
                source.Fault($"there is no file {path}.{Suggestion.For(name, files.Keys.Select(known => Path.GetFileName(known)))}", key);
                continue;
            }

            named.Add(path);
            if (file is null)
                continue;
            if (!mappings.TryGetValue(path, out var mapping))
            {
                mappings[path] = mapping = file.Value.Of(source.Value, path);
                Check(source, file, mapping, catalogue, areas);
            }

            // Then the day alone tells the version, and it has to be read before the version is known.
            if (source.Value.Forms.Column is null && version.Files is null && !SamePlace(mapping.Period, source.Value.Period))
                file.Fault($"the day decides which rows are of the form version \"{version.Id}\": \"period\" has to be that of {source.Path}. Or name \"column\" or \"files\" there, which say the version", "period");
            versions.TryAdd(version.Id, mapping);
        }

        return versions;
    }

    private static void Check(DefinitionFile<SourceDefinition> source, DefinitionFile<FormMapping> file, SourceDefinition mapping, Catalogue catalogue, AreaTree areas)
    {
        if (mapping.Record.Complete != source.Value.Record.Complete)
            file.Fault($"what a file says of records that are not in it is the same for all versions: write \"complete\" as in {source.Path}", "record", "complete");
        if (mapping.Record.Count is null != source.Value.Record.Count is null)
            file.Fault($"a source holds either records or counts, whatever the version: write \"count\" as in {source.Path}", "record", "count");
        if (catalogue.Streams.TryGetValue(mapping.Stream, out var stream))
            SourceChecks.Mapping(file.As(mapping), stream, catalogue, areas, hasProtocol: source.Has("protocol", "fields"));
    }

    private static bool SamePlace(PlaceOrTime one, PlaceOrTime other) =>
        (one.Column, one.Constant, one.Format) == (other.Column, other.Constant, other.Format) && one.Columns.SequenceEqual(other.Columns);
}
