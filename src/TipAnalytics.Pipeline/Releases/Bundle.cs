using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>What really stands in a release folder, against its manifest.</summary>
/// <param name="Sha256">Of the files as they are now.</param>
/// <param name="ManifestSha256">Of the manifest as it is now.</param>
/// <param name="Faults">One sentence a file that is not as the manifest says; empty: all is.</param>
internal sealed record Bundle(Manifest Manifest, string Sha256, string ManifestSha256, IReadOnlyList<string> Faults)
{
    /// <returns>Null when there is no folder, or no manifest in it.</returns>
    /// <exception cref="MachineException">A file cannot be read.</exception>
    public static Bundle? Read(string folder)
    {
        try
        {
            if (Manifest.Read(folder) is not { } manifest)
                return null;
            var (files, faults) = (new List<ManifestFile>(), new List<string>());
            foreach (var listed in manifest.Files)
            {
                var hash = IsInside(listed.Name) && File.Exists(Path.Combine(folder, listed.Name)) ? FileHash.Of(Path.Combine(folder, listed.Name)) : "";
                files.Add(listed with { Sha256 = hash });
                if (hash.Length == 0)
                    faults.Add($"{listed.Name}: is missing");
                else if (hash != listed.Sha256)
                    faults.Add($"{listed.Name}: was changed");
            }

            var known = manifest.Files.Select(file => file.Name).Concat([Manifest.FileName, ReleaseMarks.Draft, ReleaseMarks.Withdrawn]).ToHashSet(StringComparer.Ordinal);
            faults.AddRange(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                .Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).Select(name => $"{name}: does not belong to the release"));
            return new Bundle(manifest, Manifest.HashOf(files), FileHash.Of(Path.Combine(folder, Manifest.FileName)), faults);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder}: the files of the release cannot be read: {StorageFailure.Reason(failure)}.");
        }
    }

    /// <summary>What differs from a draft; empty: these are its files, byte for byte.</summary>
    public IReadOnlyList<string> DifferencesFrom(ReleaseEvent draft) =>
    [
        .. Faults,
        .. Faults.Count == 0 && Sha256 != draft.BundleSha256 ? ["the files and their list were changed together"] : Array.Empty<string>(),
        .. ManifestSha256 != draft.ManifestSha256 ? [$"{Manifest.FileName}: was changed"] : Array.Empty<string>(),
    ];

    // The manifest may come from anywhere.
    private static bool IsInside(string name) => !Path.IsPathRooted(name) && !name.Split('/', '\\').Contains("..");
}
