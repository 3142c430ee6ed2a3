using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Files that are there, whole, after a power cut: content flushed, then renamed in, then the folder's entry flushed.</summary>
internal static class DurableFile
{
    /// <summary>Puts a complete, flushed file in the place of another.</summary>
    public static void Replace(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes a small text whole or not at all.</summary>
    public static void WriteText(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The same for bytes.</summary>
    public static void WriteBytes(string path, byte[] content)
    {
        var temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        Replace(temporary, path);
    }

    /// <summary>On Unix a rename reaches the disk with its folder (fsync(2): «does not necessarily ensure that the entry in the directory containing the
    /// file has also reached disk»). Windows has no such call; NTFS keeps renames in its journal. Where a file system cannot do it, the rename
    /// stands all the same and only a power cut within seconds could bring the old file back, which is whole too: no failure to report.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        // A FileStream refuses folders, so the handle is opened by hand. 0 is O_RDONLY everywhere.
        var descriptor = Open([.. Encoding.UTF8.GetBytes(folder), 0], 0);
        if (descriptor < 0)
            return;
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // See above.
            return;
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
