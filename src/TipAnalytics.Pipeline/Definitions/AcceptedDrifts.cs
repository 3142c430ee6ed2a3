namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads what was accepted and gives it to its sources.</summary>
internal static class AcceptedDrifts
{
    internal const string Folder = "sources/accepted";

    public static void Load(string operationFolder, IReadOnlyList<DefinitionFile<SourceDefinition>> sources, Catalogue catalogue, DefinitionFaults faults)
    {
        foreach (var path in DefinitionFile.List(operationFolder, Folder, ".yaml"))
        {
            if (DefinitionFile.Read<AcceptedDefinition>(operationFolder, path, faults) is not { } file)
                continue;
            var id = Path.GetFileNameWithoutExtension(path);
            if (sources.FirstOrDefault(source => source.Value.Id == id)?.Value is not { } source)
            {
                file.Fault($"\"{id}\" is no source of this operation.{Suggestion.For(id, sources.Select(known => known.Value.Id))}");
                continue;
            }

            for (var i = 0; i < file.Value.Accepted.Count; i++)
                Check(file, file.Value.Accepted[i], FormattableString.Invariant($"{i}"), source, catalogue);
            source.Accepted = file.Value.Accepted;
        }
    }

    /// <returns>Why the loss of a column cannot be accepted; null when it can: it feeds fields and nothing else.</returns>
    public static string? Refusal(SourceDefinition source, string column) =>
        source.RecordColumns.Contains(column) ? $"the column \"{column}\" says which record a row is, whether it counts, when or where; change {source.File} if the export has it under another name"
        : !source.AllColumns.Contains(column) ? $"no field of {source.File} is mapped from the column \"{column}\".{Suggestion.For(column, source.AllColumns.Except(source.RecordColumns))}"
        : null;

    private static void Check(DefinitionFile<AcceptedDefinition> file, AcceptedDrift drift, string at, SourceDefinition source, Catalogue catalogue)
    {
        if ((drift.Column is null) == (drift.Field is null))
            file.Fault("an accepted change needs exactly one of column and field", "accepted", at);
        if (drift.Column is { } column && Refusal(source, column) is { } reason)
            file.Fault(reason, "accepted", at, "column");
        if (drift.Field is { } field && catalogue.Streams.GetValueOrDefault(source.Stream) is { } stream)
            DefinitionChecks.Existing(file, field, $"field of {stream.Id}", stream.Fields.Select(known => known.Name), "accepted", at, "field");
        DefinitionChecks.Text(file, drift.By, "accepted", at, "by");
        DefinitionChecks.Text(file, drift.Reason, "accepted", at, "reason");
    }
}
