namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Files that only their owner may read: keys.</summary>
internal static class PrivateFile
{
    /// <summary>Makes a new file, on the disk and flushed when it returns.</summary>
    /// <exception cref="IOException">It exists already or cannot be written.</exception>
    public static void Create(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path, options))
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
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == 0
                ? text
                : throw new MachineException($"{path}: others can read this {what}. Run: chmod 600 {path}");
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: cannot be read: {StorageFailure.Reason(failure)}.");
        }
    }
}
