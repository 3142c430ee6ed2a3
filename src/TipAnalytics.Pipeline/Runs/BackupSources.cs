using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Which files of an operation go into its back-up: all but export files that wait (personal data in the clear), secrets, locks and what is half written.</summary>
/// <param name="Files">Relative name with forward slashes → path, in ordinal order.</param>
/// <param name="InboxFiles">Left out: files in the inbox. Not by name, which may be a person's.</param>
/// <param name="Secrets">Left out: names of files with a key, token or password.</param>
internal sealed partial record BackupSources(IReadOnlyList<(string Name, string Path)> Files, int InboxFiles, IReadOnlyList<string> Secrets)
{
    // A key file is 32 bytes in base64.
    private const int LongestKeyFile = 100;

    /// <exception cref="IOException">A folder or a definition cannot be read.</exception>
    public static BackupSources Of(OperationFolder folder, string? keyId)
    {
        var named = SecretsNamed(folder);
        var (files, inbox, secrets) = (new List<(string, string)>(), 0, new List<string>());
        foreach (var path in Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder.Root, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.StartsWith("inbox/", StringComparison.Ordinal))
                inbox += name.Split('/').Any(part => part[0] == '.') ? 0 : 1;
            else if (named.Contains(path) || IsKey(path, keyId))
                secrets.Add(name);
            else if (!IsPassing(name))
                files.Add((name, path));
        }

        files.Sort((one, other) => string.CompareOrdinal(one.Item1, other.Item1));
        secrets.Sort(StringComparer.Ordinal);
        return new BackupSources(files, inbox, secrets);
    }

    private static bool IsPassing(string name) =>
        name.StartsWith("data/vault.lock", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal);

    /// <summary>Files that a definition (<c>api.token_file</c> and its like) or the environment names as holding a secret.</summary>
    private static HashSet<string> SecretsNamed(OperationFolder folder)
    {
        var inDefinitions = Directory.EnumerateFiles(folder.Root, "*.yaml", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(folder.Inbox, StringComparison.Ordinal) && !path.StartsWith(folder.Releases, StringComparison.Ordinal))
            .SelectMany(path => SecretFile().Matches(File.ReadAllText(path)).Select(match => match.Groups["path"].Value.Trim()));
        var inEnvironment = Environment.GetEnvironmentVariables().Keys.OfType<string>()
            .Where(variable => variable.StartsWith("TIP_", StringComparison.Ordinal) && variable.EndsWith("_FILE", StringComparison.Ordinal))
            .Select(variable => Environment.GetEnvironmentVariable(variable)!);
        return [.. inDefinitions.Select(path => Path.GetFullPath(path, folder.Root)).Concat(inEnvironment.Where(path => path.Length > 0).Select(Path.GetFullPath))];
    }

    private static bool IsKey(string path, string? keyId) =>
        keyId is not null && new FileInfo(path).Length is > 0 and < LongestKeyFile && VaultKey.IdIn(File.ReadAllText(path)) == keyId;

    [GeneratedRegex("""(?m)^[^#\n]*?\w*(?:token|password|passphrase|secret|key)\w*_file\s*:\s*["']?(?<path>[^"'#,}\r\n]+)""")]
    private static partial Regex SecretFile();
}
