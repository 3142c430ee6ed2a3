namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Loads the catalogue: streams, code lists, models, indicators and quality rules, all faults at once.</summary>
internal static class CatalogueLoader
{
    /// <exception cref="DefinitionException">With every fault of the folder.</exception>
    public static Catalogue Load(string catalogueFolder)
    {
        var faults = new DefinitionFaults();
        var files = new CatalogueFiles();
        files.Add(catalogueFolder, faults);
        StandingCaveats.Load(catalogueFolder, faults);
        ContextChecklist.Load(catalogueFolder, faults);
        var incidentRecorder = IncidentRecorderLocale.Load(catalogueFolder, faults);
        var dialects = DialectFile.Load(catalogueFolder, faults);
        QuestionRules.Read(catalogueFolder, faults);
        GuideRules.Load(catalogueFolder, faults);
        files.Check(faults);
        faults.ThrowIfAny();
        return files.ToCatalogue() with { IncidentRecorder = incidentRecorder, Dialects = dialects };
    }
}

/// <summary>The files of one or two folders (the catalogue, and what an operation adds to it) before they are checked against each other.</summary>
internal sealed class CatalogueFiles
{
    private readonly Dictionary<string, DefinitionFile<StreamDefinition>> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeList> codeLists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelDefinition> models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DefinitionFile<IndicatorDefinition>> indicators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DefinitionFile<QualityRule>> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> bytes = new(StringComparer.Ordinal);
    private Identifiers identifiers = Identifiers.BuiltIn;

    /// <summary>Adds the files of a folder; a name that is there already is a fault.</summary>
    public void Add(string folder, DefinitionFaults faults)
    {
        identifiers = identifiers.With(folder, faults);
        foreach (var path in DefinitionFile.List(folder, "streams", ".yaml"))
        {
            if (DefinitionFile.Read<StreamDefinition>(folder, path, faults) is { } file)
            {
                file.Value.File = path;
                Take(streams, path, file, faults);
            }
        }
        foreach (var path in DefinitionFile.List(folder, "codelists", ".csv"))
            Take(codeLists, path, CodeListFile.Read(folder, path, faults), faults);
        foreach (var path in DefinitionFile.List(folder, "models", ".sql"))
        {
            if (ModelFile.Read(folder, path, faults) is { } model)
                Take(models, path, model, faults);
        }
        foreach (var path in DefinitionFile.List(folder, "indicators", ".yaml"))
        {
            if (DefinitionFile.Read<IndicatorDefinition>(folder, path, faults) is { } file)
            {
                file.Value.File = path;
                if (Take(indicators, path, file, faults))
                    bytes[file.Value.Id] = File.ReadAllBytes(Path.Combine(folder, path));
            }
        }
        foreach (var path in DefinitionFile.List(folder, "quality", ".yaml"))
        {
            if (DefinitionFile.Read<QualityRule>(folder, path, faults) is { } file)
            {
                (file.Value.File, file.Value.Line) = (path, file.Line("when"));
                Take(rules, path, file, faults);
            }
        }
    }

    private static bool Take<T>(Dictionary<string, T> all, string path, T item, DefinitionFaults faults)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (all.TryAdd(name, item))
            return true;
        faults.Add(path, 1, $"\"{name}\" is in the catalogue already; an operation adds definitions under names of its own");
        return false;
    }

    /// <summary>Checks every file against the others.</summary>
    public void Check(DefinitionFaults faults)
    {
        var catalogue = ToCatalogue();
        foreach (var file in streams.Values)
            StreamChecks.Check(file, catalogue);
        foreach (var file in indicators.Values)
            IndicatorChecks.Check(file, catalogue);
        foreach (var file in rules.Values)
            QualityChecks.Check(file, catalogue);
        foreach (var name in models.Keys.Where(name => name.StartsWith("stg_", StringComparison.Ordinal) || name.StartsWith("rec_", StringComparison.Ordinal)))
            faults.Add(models[name].File, 1, $"the name \"{name}\" is taken: stg_… and rec_… are made from the streams");
    }

    public Catalogue ToCatalogue()
    {
        foreach (var file in indicators.Values)
            file.Value.Hash = DefinitionHash.OfIndicator(bytes.GetValueOrDefault(file.Value.Id, []), file.Value.Model, models);
        return new(Values(streams), codeLists, models, Values(indicators)) { QualityRules = [.. rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => rule.Value.Value)], Identifiers = identifiers };
    }

    private static Dictionary<string, T> Values<T>(Dictionary<string, DefinitionFile<T>> files) =>
        files.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal);
}
