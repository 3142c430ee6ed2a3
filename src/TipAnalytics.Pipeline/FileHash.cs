using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline;

/// <summary>SHA-256 (hex) of what a file holds.</summary>
internal static class FileHash
{
    // The hash asks for 4 KiB at a time.
    private const int BufferBytes = 1 << 17;

    public static string Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Of files that are read as one: of a single one its own, of several the hash over their hashes.</summary>
    public static string Of(IReadOnlyList<string> paths) => paths.Count == 1
        ? Of(paths[0])
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', paths.Select(Of)))));
}
