using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Which files of an inbox are whole. Copying programs give no sign of their end, so a file counts once its length and time have stood still while
/// we looked: by our own watch, since the clock of another machine or a kept old time would tell nothing. While one file of a source still moves, none of
/// that source is taken: it may be the parents of the others.</summary>
/// <param name="settle">How long a file has to stand still.</param>
public sealed class InboxWatch(string folder, TimeSpan settle, TimeProvider clock)
{
    // Where a definition stands that may let a refused file in; the empty name is the operation's folder itself.
    private static readonly string[] Definitions = ["", "sources", "corrections", "places"];

    private readonly OperationFolder operation = new(Path.GetFullPath(folder));
    private readonly Dictionary<string, (long Length, DateTime Written, long Since)> seen = new(StringComparer.Ordinal);

    /// <summary>Looks once; call it again and again.</summary>
    /// <returns>The waiting files of the source, or null while one of them moves. Empty: nothing waits.</returns>
    public IReadOnlyList<string>? Whole(string sourceId)
    {
        lock (seen)
        {
            var files = operation.Waiting(sourceId);
            var now = clock.GetTimestamp();
            var isWhole = true;
            foreach (var path in files)
            {
                var file = new FileInfo(path);
                // Gone since the listing: whoever took it away may bring it back.
                var (length, written) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
                if (!seen.TryGetValue(path, out var last) || (last.Length, last.Written) != (length, written))
                    seen[path] = last = (length, written, now);
                isWhole &= length >= 0 && clock.GetElapsedTime(last.Since, now) >= settle;
            }

            foreach (var gone in seen.Keys.Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == sourceId).Except(files).ToList())
                seen.Remove(gone);
            return isWhole ? files : null;
        }
    }

    /// <summary>Sources that have a folder in the inbox.</summary>
    public IReadOnlyList<string> Sources() => Directory.Exists(operation.Inbox)
        ? [.. Directory.EnumerateDirectories(operation.Inbox).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)]
        : [];

    /// <summary>What a look at the inbox of a source rests on: its files and the operation's definitions, by length and time. Hex; the same as long as
    /// nothing changed. A refused or kept file does not make work again until one of them does.</summary>
    /// <param name="among">Only these files, as far as they are still there; null: all that wait.</param>
    /// <returns>Empty when nothing waits.</returns>
    public string Mark(string sourceId, IReadOnlySet<string>? among = null)
    {
        var waiting = operation.Waiting(sourceId).Where(path => among?.Contains(path) != false).ToList();
        if (waiting.Count == 0)
            return "";
        var definitions = Definitions
            .Select(name => Path.Combine(operation.Root, name))
            .Where(Directory.Exists)
            .SelectMany(path => Directory.EnumerateFiles(path, "*", path == operation.Root ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories));
        var text = string.Join('\n', waiting.Concat(definitions.Order(StringComparer.Ordinal)).Select(path => new FileInfo(path)).Where(file => file.Exists)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(operation.Root, file.FullName)} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ProgramVersion.Text}\n{text}")))[..16];
    }
}
