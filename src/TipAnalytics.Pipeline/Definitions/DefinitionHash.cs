using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>SHA-256 over definitions, as lower-case hex.</summary>
internal static class DefinitionHash
{
    // Not data: inbox, data and releases are beside these, and operations/ of the catalogue holds other operations.
    private static readonly string[] Folders = ["streams", "codelists", "models", "indicators", "context", "identifiers", "quality", TextFile.Folder, "sources", "sources/accepted", "sources/forms", "corrections", "dialects", "dialects/incident-recorder", "places", AliasFile.Folder, GazetteerFiles.Folder, ExternalFactFile.Folder];
    private static readonly string[] Extensions = [".yaml", ".csv", ".sql", ".xlsx"];
    private static readonly string[] Files = ["operation.yaml", "context-analysis.yaml", "standing-caveats.yaml", DialectFile.FileName];

    /// <summary>The definition file, its model and every model that one reads from, by name.</summary>
    public static string OfIndicator(byte[] definition, string? model, IReadOnlyDictionary<string, ModelDefinition> models)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "definition", definition);
        foreach (var name in Closure(model, models))
            Append(hash, name, Encoding.UTF8.GetBytes(models[name].Sql));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>All definition files of the catalogue and the operation with the boundaries, by relative path in ordinal order.</summary>
    public static string OfSetup(string catalogueFolder, string operationFolder, string boundaries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Of(catalogueFolder, "catalogue/", []).Concat(Of(operationFolder, "operation/", [boundaries]));
        foreach (var (name, full) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            Append(hash, name, name == "operation/operation.yaml" ? WithoutSchedules(File.ReadAllBytes(full)) : File.ReadAllBytes(full));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<(string Name, string Full)> Of(string folder, string prefix, string[] more) =>
        Folders
            .SelectMany(subfolder => Extensions.SelectMany(extension => DefinitionFile.List(folder, subfolder, extension)))
            .Concat(Files.Concat(more).Where(file => File.Exists(Path.Combine(folder, file))))
            .Distinct()
            .Select(path => (prefix + path, Path.Combine(folder, path)));

    /// <summary>When a host works changes no figure, so a release does not become another one by it. The section and the blank lines and comments above it are left out.</summary>
    private static byte[] WithoutSchedules(byte[] operation)
    {
        var lines = Encoding.UTF8.GetString(operation).Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith("schedules:", StringComparison.Ordinal));
        if (first < 0)
            return operation;
        var after = first + 1;
        while (after < lines.Length && !IsKey(lines[after]))
            after++;
        // What stands above the next key is that key's.
        while (after < lines.Length && after - 1 > first && !lines[after - 1].StartsWith(' '))
            after--;
        while (first > 0 && (lines[first - 1].Trim().Length == 0 || lines[first - 1].StartsWith('#')))
            first--;
        return Encoding.UTF8.GetBytes(string.Join('\n', lines[..first].Concat(after == lines.Length ? [""] : lines[after..])));
    }

    private static bool IsKey(string line) => line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '#';

    /// <summary>Lengths go in as well, so that moving bytes from one file to the next changes the hash.</summary>
    private static void Append(IncrementalHash hash, string name, byte[] content)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{name}\n{content.Length}\n")));
        hash.AppendData(content);
    }

    private static SortedSet<string> Closure(string? model, IReadOnlyDictionary<string, ModelDefinition> models)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>();
        if (model is not null && models.ContainsKey(model))
            open.Push(model);
        while (open.TryPop(out var name))
        {
            if (!found.Add(name))
                continue;
            foreach (var (_, word) in ModelFile.Words(models[name].Sql).Where(pair => models.ContainsKey(pair.Word)))
                open.Push(word);
        }
        return found;
    }
}
