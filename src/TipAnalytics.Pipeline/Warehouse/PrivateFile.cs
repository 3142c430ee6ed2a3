namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Files that only their owner may read: keys, passwords.</summary>
public static class PrivateFile
{
    /// <summary>Makes a new file, on the disk and flushed when it returns.</summary>
    /// <exception cref="IOException">It exists already or cannot be written.</exception>
    internal static void Create(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        using (var file = OwnerOnly.CreateFile(path))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        DurableFile.FlushFolder(folder);
    }

    /// <param name="what">e.g. <c>key file</c>.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="MachineException">It cannot be read, or others can read it.</exception>
    public static string Read(string path, string what)
    {
        try
        {
            var text = File.ReadAllText(path);
            return OwnerOnly.IsReadByOthers(path) ? throw new MachineException($"{path}: others can read this {what}. Run: {OwnerOnly.Remedy(path)}") : text;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: cannot be read: {StorageFailure.Reason(failure)}.");
        }
    }
}
