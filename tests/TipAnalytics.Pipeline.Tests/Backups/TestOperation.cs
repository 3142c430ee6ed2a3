using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Tests.Backups;

/// <summary>An operation's folder whose files are small and known; its definitions have faults and no key opens its vault: a back-up handles bytes.</summary>
internal sealed class TestOperation : IDisposable
{
    public const string PersonsFile = "inbox/cases/list of QZ-NAME-81C4.csv";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backup-");

    public TestOperation(string id = "lake", string mark = "one")
    {
        Write("operation.yaml", $"id: {id}\n");
        Write("sources/cases.yaml", $"id: cases\n# {mark}\n");
        Write("data/vault.duckdb.aes", string.Concat(Enumerable.Repeat($"ciphertext {mark} ", 20_000)));
        Write("data/indicators.duckdb", $"released {mark}");
        Write("data/runs.jsonl", $"{{\"what\":\"{mark}\"}}\n");
        Write("data/audits/2026-01-01-aaaaaaaa.json", "{}");
        Write("data/receipts/2026-01-01-0001-cases-retention.json", "{}");
        Write("data/vault.lock.holder", "1");
        Write("data/vault.duckdb.aes.tmp", "half");
        Write("releases/2026-01-01-aaaaaaaa/trend-report.html", $"<p>{mark}</p>");
        Write("releases/.2026-02-01-bbbbbbbb.tmp/trend-report.html", "decided, not in place yet");
        Write(PersonsFile, "QZ-NAME-81C4,secret");
    }

    public string Root => Path.Combine(folder.FullName, "operation");

    public string Beside(string name) => Path.Combine(folder.FullName, name);

    public void Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Names and hashes of a folder's files, but for what a lock leaves.</summary>
    public static string Tree(string root) => !Directory.Exists(root) ? "" : string.Join('\n', Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Select(path => (Name: Path.GetRelativePath(root, path).Replace('\\', '/'), Path: path))
        .Where(file => !file.Name.StartsWith("data/vault.lock", StringComparison.Ordinal))
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => $"{file.Name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path)))[..12]}"));

    public static bool Holds(string path, string mark) => File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0;

    public void Dispose() => folder.Delete(recursive: true);
}
