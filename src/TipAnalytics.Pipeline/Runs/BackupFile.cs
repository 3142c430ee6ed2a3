using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A back-up as one file: a ZIP of the operation's files, with the hash of each in <c>backup.json</c> and the hash of that in the comment at the file's end.</summary>
/// <remarks>A ZIP, so that it can be unpacked by hand when everything else is lost.</remarks>
internal static class BackupFile
{
    private const string Mark = "tipanalytics back-up, sha256 of backup.json: ";
    private const int BufferBytes = 1 << 17;

    // The earliest a ZIP can say: when it was made stands in backup.json.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it beside its place, readable by its owner only, and renames it in when it is complete.</summary>
    /// <param name="files">Relative name with forward slashes → path.</param>
    /// <param name="manifest">Makes the manifest of what was written.</param>
    /// <exception cref="MachineException">It cannot be written, or a file cannot be read; nothing stands in its place then.</exception>
    public static BackupManifest Write(string path, IEnumerable<(string Name, string Path)> files, Func<IReadOnlyList<BackedUpFile>, BackupManifest> manifest, Action<string> say)
    {
        var temporary = path + ".tmp";
        try
        {
            BackupManifest made;
            File.Delete(temporary);
            using (var target = OwnerOnly.CreateFile(temporary))
            {
                using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
                {
                    var written = new List<BackedUpFile>();
                    foreach (var (name, source) in files)
                    {
                        say(name);
                        using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes);
                        written.Add(Add(zip, name, from));
                    }

                    made = manifest(written);
                    var bytes = made.ToBytes();
                    Add(zip, BackupManifest.FileName, new MemoryStream(bytes));
                    zip.Comment = Mark + Convert.ToHexStringLower(SHA256.HashData(bytes));
                }

                target.Flush(flushToDisk: true);
            }

            DurableFile.Replace(temporary, path);
            return made;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: the back-up could not be written: {StorageFailure.Reason(failure)}. Free space or give rights, then run again; nothing was changed.");
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Reads what a back-up says of itself.</summary>
    /// <exception cref="MachineException">It is none, is cut off or changed, or of a later program.</exception>
    public static BackupManifest Read(string path) => Open(path, (_, manifest) => manifest);

    /// <summary>Unpacks it into a new folder, each file compared with its hash.</summary>
    /// <exception cref="MachineException">As <see cref="Read"/>, or the folder cannot be written. What was unpacked is for the caller to remove.</exception>
    public static void Unpack(string path, string folder, Action<string> say) => Open(path, (zip, manifest) =>
    {
        if (zip.Entries.Count != manifest.Files.Count + 1)
            throw Damaged(path);
        foreach (var file in manifest.Files)
        {
            say(file.Name);
            var target = Path.GetFullPath(Path.Combine(folder, file.Name));
            // A name that leads out of the folder was never written by this program.
            if (zip.GetEntry(file.Name) is not { } entry || entry.Length != file.Bytes || !target.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw Damaged(path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
            if (Content(entry, to) != file.Sha256)
                throw Damaged(path);
            to.Flush(flushToDisk: true);
        }

        return true;
    });

    private static T Open<T>(string path, Func<ZipArchive, BackupManifest, T> work)
    {
        if (!File.Exists(path))
            throw new MachineException($"{path}: there is no such file.");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            using var bytes = new MemoryStream();
            if (zip.GetEntry(BackupManifest.FileName) is not { } entry || !zip.Comment.StartsWith(Mark, StringComparison.Ordinal) || Content(entry, bytes) != zip.Comment[Mark.Length..])
                throw Damaged(path);
            var manifest = BackupManifest.From(bytes.ToArray());
            manifest.RefuseLater(path);
            return work(zip, manifest);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or JsonException or NotSupportedException)
        {
            throw Damaged(path);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: could not be unpacked: {StorageFailure.Reason(failure)}. Free space or give rights, then run again; nothing was changed.");
        }
    }

    private static BackedUpFile Add(ZipArchive zip, string name, Stream from)
    {
        // The vault is encrypted: nothing in it can be made smaller.
        var entry = zip.CreateEntry(name, name.EndsWith(".aes", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
        entry.LastWriteTime = NoTime;
        using var to = entry.Open();
        var (bytes, hash) = Copy(from, to);
        return new BackedUpFile(name, bytes, hash);
    }

    private static string Content(ZipArchiveEntry entry, Stream to)
    {
        using var from = entry.Open();
        return Copy(from, to).Sha256;
    }

    private static (long Bytes, string Sha256) Copy(Stream from, Stream to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long bytes = 0;
        for (int read; (read = from.Read(buffer)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            to.Write(buffer, 0, read);
        }

        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static MachineException Damaged(string path) => new($"{path}: this is no back-up of tip, or it is cut off or was changed. Nothing was changed; take another copy of it.");

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // The vault in it is encrypted, and the next back-up to this place replaces it.
            return;
        }
    }
}
