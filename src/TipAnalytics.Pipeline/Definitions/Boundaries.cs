using System.Text.Json;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Admin areas from a GeoJSON file with COD column names: <c>adm2_pcode</c>, <c>adm2_name</c>, <c>adm1_pcode</c> … or the older
/// <c>ADM2_PCODE</c>, <c>ADM2_EN</c> …; other columns are ignored. A file of admin 1 alone works too, as do both levels in one file.</summary>
internal static class Boundaries
{
    /// <summary>Area code → GeoJSON geometry text as in the file, for the areas that are features of it (admin 2, admin 1).</summary>
    /// <exception cref="DefinitionException">The file is missing or is no GeoJSON of areas.</exception>
    public static IReadOnlyDictionary<string, string> Load(string file)
    {
        var faults = new DefinitionFaults();
        var features = Features(Path.GetDirectoryName(file) ?? "", Path.GetFileName(file), faults);
        faults.ThrowIfAny();
        return features
            .Where(feature => feature.Geometry is not null)
            .GroupBy(feature => feature.Areas[^1].Code, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Geometry!, StringComparer.Ordinal);
    }

    /// <summary>The areas of the file and their parents. Empty when it cannot be read; the faults say why.</summary>
    public static AreaTree Areas(string folder, string path, DefinitionFaults faults)
    {
        var areas = new Dictionary<string, Area>(StringComparer.Ordinal);
        foreach (var (number, chain, _) in Features(folder, path, faults))
        {
            foreach (var area in chain)
            {
                if (!areas.TryAdd(area.Code, area) && areas[area.Code] != area)
                    faults.Add(path, 1, FormattableString.Invariant($"feature {number}: {area.Code} has another name, level or parent than before"));
            }
        }
        return new(areas.Values);
    }

    /// <summary>Features with their areas from the country down.</summary>
    private static List<(int Number, List<Area> Areas, string? Geometry)> Features(string folder, string path, DefinitionFaults faults)
    {
        var features = new List<(int, List<Area>, string?)>();
        if (DefinitionFile.Text(folder, path, faults) is not { } text)
            return features;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("features", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                faults.Add(path, 1, "is no GeoJSON FeatureCollection");
                return features;
            }
            foreach (var (i, feature) in list.EnumerateArray().Index())
            {
                if (Chain(feature) is not { } chain)
                    faults.Add(path, 1, FormattableString.Invariant($"feature {i + 1}: needs the P-codes of its own and all higher levels (adm0_pcode, adm1_pcode, adm2_pcode) as text"));
                else
                    features.Add((i + 1, chain, feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object ? geometry.GetRawText() : null));
            }
            if (list.GetArrayLength() == 0)
                faults.Add(path, 1, "holds no area");
        }
        catch (JsonException error)
        {
            faults.Add(path, (int)(error.LineNumber ?? 0) + 1, "cannot be read as GeoJSON from here on");
        }
        return features;
    }

    private static List<Area>? Chain(JsonElement feature)
    {
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            return null;
        var texts = properties.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.String)
            .GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Value.GetString()!.Trim(), StringComparer.OrdinalIgnoreCase);
        var chain = new List<Area>();
        for (var level = 0; level <= 2; level++)
        {
            var code = texts.GetValueOrDefault(FormattableString.Invariant($"adm{level}_pcode"), "");
            if (code.Length > 0 && chain.Count == level)
                chain.Add(new(code, Name(texts, level) ?? code, level, level == 0 ? null : chain[^1].Code));
            else if (code.Length > 0)
                return null;
        }
        return chain.Count > 0 ? chain : null;
    }

    /// <summary><c>adm2_name</c>, else <c>ADM2_EN</c>, else the first name in another language by column name.</summary>
    private static string? Name(Dictionary<string, string> texts, int level)
    {
        var prefix = FormattableString.Invariant($"adm{level}_");
        return texts.GetValueOrDefault(prefix + "name")
            ?? texts.GetValueOrDefault(prefix + "en")
            ?? texts.Where(text => text.Key.Length == prefix.Length + 2 && text.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .OrderBy(text => text.Key, StringComparer.OrdinalIgnoreCase)
                .Select(text => text.Value)
                .FirstOrDefault();
    }
}
