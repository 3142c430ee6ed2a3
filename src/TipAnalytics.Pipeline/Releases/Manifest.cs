using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TipAnalytics.Pipeline.Releases;

/// <summary><c>manifest.json</c> of a release: what it is, what it stands on, and the hash of every file. Public: it tells nothing of hidden cells
/// but how many planned cells are shown.</summary>
internal sealed record Manifest(
    string ReleaseId, string Operation, string AsOf, string FirstPeriod, string LastPeriod, string AreaVersion, string Audience, string AudienceClass, string DefinitionsHash, string Program,
    int CellsPlanned, int CellsPublished, string BundleSha256, IReadOnlyList<ManifestFile> Files)
{
    public const string FileName = "manifest.json";

    /// <summary>Why the release revises months that were released before; null: it does not.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Revision { get; init; }

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>True when the manifest of a release folder and every file it names are there; what stands in them is the readers' business.</summary>
    public static bool IsComplete(string folder) => Read(folder) is { } manifest && manifest.Files.All(file => File.Exists(Path.Combine(folder, file.Name)));

    /// <returns>Null when the folder has none, or what stands there is none.</returns>
    public static Manifest? Read(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            return File.Exists(path) && JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Format) is { ReleaseId: not null, BundleSha256: not null, Files: not null } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Hash of a bundle: over the hashes and names of its files.</summary>
    public static string HashOf(IEnumerable<ManifestFile> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(file => $"{file.Sha256}  {file.Name}")))));

    /// <returns>Files of a release folder with their hashes; empty where there is no readable manifest.</returns>
    public static IReadOnlyList<ManifestFile> FilesOf(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            return File.Exists(path) ? JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Format)?.Files ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Writes the manifest of the files that stand in <paramref name="folder"/>.</summary>
    /// <param name="files">Relative names.</param>
    public static Manifest Write(ReleaseContent content, string folder, IEnumerable<string> files, int planned, int published)
    {
        var listed = files.Order(StringComparer.Ordinal)
            .Select(file => new ManifestFile(file, FileHash.Of(Path.Combine(folder, file)))).ToList();
        var head = content.Header;
        var manifest = new Manifest(
            head.Id, head.OperationId, head.AsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), head.FirstPeriod.ToString(), head.LastPeriod.ToString(),
            head.AreaVersion, head.Audience, head.AudienceClass, head.DefinitionsHash, head.CodeVersion, planned, published,
            HashOf(listed), listed) { Revision = content.Revision?.Reason };
        File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(manifest, Format));
        return manifest;
    }
}

internal sealed record ManifestFile(string Name, string Sha256);
