using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads what an operation knows about its places besides the boundaries: <c>places/gazetteer/</c>, <c>places/aliases/</c> and <c>places/changes.yaml</c>.</summary>
internal static class PlacesLoader
{
    /// <param name="tables">Reads gazetteer files.</param>
    public static Places Load(string folder, string country, AreaTree areas, IReadOnlyList<SourceDefinition> sources, PlaceTableReader tables, DefinitionFaults faults)
    {
        var gazetteer = new GazetteerFiles(country, faults);
        foreach (var path in GazetteerFiles.In(folder))
            Read(gazetteer, folder, path, tables, faults);
        var changes = File.Exists(Path.Combine(folder, AreaChangesDefinition.Path)) ? DefinitionFile.Read<AreaChangesDefinition>(folder, AreaChangesDefinition.Path, faults) : null;
        var aliasFiles = DefinitionFile.List(folder, AliasFile.Folder, ".csv");
        var places = new Places(
            areas, country, gazetteer.Units(), [.. aliasFiles.SelectMany(path => AliasFile.Read(folder, path, sources, faults))],
            changes?.Value.Changes ?? [], changes?.Value.Recoded ?? [], Hash(folder, areas, [.. GazetteerFiles.In(folder), .. aliasFiles, .. changes is null ? (string[])[] : [AreaChangesDefinition.Path]]));
        if (areas.All.Count == 0)
            return places;
        if (changes is not null)
            AreaChangeChecks.Check(changes, places);
        AliasChecks.Check(places, sources, faults);
        return places;
    }

    private static void Read(GazetteerFiles gazetteer, string folder, string path, PlaceTableReader tables, DefinitionFaults faults)
    {
        try
        {
            gazetteer.Add(path, tables(Path.Combine(folder, path)));
        }
        catch (SourceDataException failure)
        {
            faults.Add(path, 1, failure.Message);
        }
    }

    private static string Hash(string folder, AreaTree areas, IReadOnlyList<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var area in areas.All)
            hash.AppendData(Encoding.UTF8.GetBytes($"{area.Code}\u001f{area.Name}\u001f{area.Parent}\n"));
        foreach (var path in files.Where(path => File.Exists(Path.Combine(folder, path))))
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, path))));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
