using System.Runtime.CompilerServices;

namespace TipAnalytics.Cli.Tests;

/// <summary>Temporary folders, and a place of their own for key files: tests leave nothing in the user's folders.</summary>
internal static class TestFolders
{
    [ModuleInitializer]
    internal static void KeepKeysApart()
    {
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", Directory.CreateTempSubdirectory("tip-test-keys-").FullName);
        foreach (var variable in new[] { "TIP_KEY", "TIP_KEY_FILE", "TIP_PASSPHRASE" })
            Environment.SetEnvironmentVariable(variable, null);
    }

    public static string Keys => Environment.GetEnvironmentVariable("XDG_DATA_HOME")!;

    public static string Fresh() => Path.Combine(Directory.CreateTempSubdirectory("tip-test-").FullName, "operation");

    /// <summary>Root of the source tree.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    /// <summary>Relative path → SHA-256 of every file.</summary>
    public static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(folder, path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>A copy of an operation's folder; its key is where the original's is.</summary>
    public static string CopyOf(string folder)
    {
        var copy = Fresh();
        Copy(folder, copy);
        return copy;
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
