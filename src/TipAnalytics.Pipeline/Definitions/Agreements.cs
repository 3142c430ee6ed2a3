namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads and checks <c>agreements/</c>. It is no part of the hash of the definitions: a provider's word changes nothing of what is computed.</summary>
internal static class Agreements
{
    public const string Folder = "agreements";

    /// <returns>By source.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<Agreement>> Load(string operationFolder, IReadOnlyList<SourceDefinition> sources, DefinitionFaults faults)
    {
        var agreements = new Dictionary<string, IReadOnlyList<Agreement>>(StringComparer.Ordinal);
        foreach (var path in DefinitionFile.List(operationFolder, Folder, ".yaml"))
        {
            if (DefinitionFile.Read<AgreementsDefinition>(operationFolder, path, faults) is not { } file)
                continue;
            var id = Path.GetFileNameWithoutExtension(path);
            if (sources.All(source => source.Id != id))
                file.Fault($"\"{id}\" is no source of this operation.{Suggestion.For(id, sources.Select(source => source.Id))}");
            for (var i = 0; i < file.Value.Agreements.Count; i++)
                Check(file, file.Value.Agreements[i], FormattableString.Invariant($"{i}"));
            agreements[id] = file.Value.Agreements;
        }

        return agreements;
    }

    private static void Check(DefinitionFile<AgreementsDefinition> file, Agreement agreement, string at)
    {
        Audiences.Check(file, agreement.Audience, "agreements", at, "audience");
        DefinitionChecks.Text(file, agreement.By, "agreements", at, "by");
        DefinitionChecks.Text(file, agreement.Reference, "agreements", at, "reference");
        if (agreement.Until < agreement.On)
            file.Fault("an agreement ends on the day it begins or later", "agreements", at, "until");
    }
}
