namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Loads an operation with the catalogue it uses and checks everything against everything.</summary>
internal static class OperationLoader
{
    /// <param name="operationFolder">Folder with <c>operation.yaml</c>, <c>sources/</c>, <c>corrections/</c>, <c>context-analysis.yaml</c>, boundaries, <c>places/</c>, <c>external-facts/</c>, <c>approvers/</c>, <c>agreements/</c> and, if it adds to the
    /// catalogue, <c>streams/</c>, <c>codelists/</c>, <c>models/</c>, <c>indicators/</c>, <c>quality/</c>.</param>
    /// <param name="tables">Reads the gazetteer.</param>
    /// <param name="today">The latest day that has come, of a caller with a clock: what the context register dates later is a fault. An operation with an <c>as_of</c> of its own may be
    /// ahead of the clock. Null: not looked at.</param>
    /// <exception cref="DefinitionException">With every fault of both folders, one a line, by file and line.
    /// An expired protocol is none: it stops the ingest of its source.</exception>
    public static OperationSetup Load(string operationFolder, string catalogueFolder, PlaceTableReader tables, DateOnly? today = null)
    {
        var faults = new DefinitionFaults();
        var files = new CatalogueFiles();
        files.Add(catalogueFolder, faults);
        files.Add(operationFolder, faults);
        StandingCaveats.Load(catalogueFolder, faults);
        GuideRules.Load(catalogueFolder, faults);
        QuestionRules.Read(catalogueFolder, faults);
        var questions = ContextChecklist.Load(catalogueFolder, faults);
        files.Check(faults);

        var operation = DefinitionFile.Read<OperationDefinition>(operationFolder, "operation.yaml", faults);
        var sources = DefinitionFile.List(operationFolder, "sources", ".yaml")
            .Select(path => DefinitionFile.Read<SourceDefinition>(operationFolder, path, faults))
            .OfType<DefinitionFile<SourceDefinition>>()
            .ToList();
        var corrections = DefinitionFile.List(operationFolder, "corrections", ".yaml")
            .Select(path => DefinitionFile.Read<CorrectionsDefinition>(operationFolder, path, faults))
            .OfType<DefinitionFile<CorrectionsDefinition>>()
            .ToList();
        var context = DefinitionFile.Read<ContextDefinition>(operationFolder, "context-analysis.yaml", faults);

        var catalogue = files.ToCatalogue() with { IncidentRecorder = IncidentRecorderLocale.Load(catalogueFolder, faults), Dialects = DialectFile.Load(catalogueFolder, faults) };
        var areas = operation is null ? new([]) : Areas(operation, operationFolder, faults);
        if (operation is not null)
            OperationChecks.Check(operation, catalogue, areas);
        foreach (var source in sources)
        {
            source.Value.File = source.Path;
            SourceChecks.Check(source, catalogue, areas);
        }
        if (operation is not null)
            ScheduleChecks.Check(operation, [.. sources.Select(source => source.Value)]);
        FormMappings.Load(operationFolder, sources, catalogue, areas, faults);
        SourceChecks.CountedTwice(sources);
        List<SourceDefinition> known = [.. sources.Select(source => source.Value)];
        var places = PlacesLoader.Load(operationFolder, operation?.Value.Country ?? "", areas, known, tables, faults);
        var external = ExternalFactFile.Load(operationFolder, catalogue, places, faults);
        List<Correction> agreed = operation is null ? [] : [.. corrections.SelectMany(file => CorrectionChecks.Check(file, known, operation.Value, catalogue, areas))];
        AcceptedDrifts.Load(operationFolder, sources, catalogue, faults);
        var approvers = Approvers.Load(operationFolder, faults);
        var agreements = Agreements.Load(operationFolder, known, faults);
        if (context is not null)
            ContextChecks.Check(context, catalogue, areas, questions, Latest(today, operation?.Value.AsOf));
        faults.ThrowIfAny();

        operation!.Value.Folder = operationFolder;
        var hash = DefinitionHash.OfSetup(catalogueFolder, operationFolder, operation.Value.Boundaries);
        return new(operation.Value, catalogue, known, context!.Value, areas, hash)
        {
            Corrections = agreed, Places = places, ExternalFacts = external, Approvers = approvers, Agreements = agreements,
        };
    }

    /// <summary>The day up to which the register may speak.</summary>
    public static DateOnly? Latest(DateOnly? today, DateOnly? own) => today is { } day && own > day ? own : today;

    private static AreaTree Areas(DefinitionFile<OperationDefinition> operation, string folder, DefinitionFaults faults)
    {
        var path = operation.Value.Boundaries;
        if (path.Length > 0 && File.Exists(Path.Combine(folder, path)))
            return Boundaries.Areas(folder, path, faults);
        if (path.Length > 0)
            operation.Fault($"there is no file \"{path}\" in the operation's folder", "boundaries");
        return new([]);
    }
}
