using System.Globalization;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>One run at a time on an operation: a lock file held open, gone with the process.</summary>
internal sealed class VaultLock : IDisposable
{
    // What an exclusive open answers when another process has the file: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows,
    // EWOULDBLOCK of flock(2) on Linux and on macOS. Every other failure is the disk's.
    private static readonly int[] HeldCodes = OperatingSystem.IsWindows() ? [32, 33] : OperatingSystem.IsLinux() ? [11] : [35];

    private readonly FileStream file;

    private VaultLock(FileStream file) => this.file = file;

    /// <exception cref="MachineException">Another run holds it, or the folder cannot be written.</exception>
    public static VaultLock Take(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "vault.lock");
        var holder = path + ".holder";
        FileStream? opened = null;
        try
        {
            Directory.CreateDirectory(dataFolder);
            opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Beside the lock, not in it: on Windows nobody else could read it there.
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new VaultLock(opened);
        }
        catch (IOException failure) when (opened is null && IsHeld(failure))
        {
            throw new MachineException($"{dataFolder}: another run is working on this operation{HeldBy(holder)}. Wait until it ends, then run again.");
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            opened?.Dispose();
            throw new MachineException($"{dataFolder}: cannot be written: {StorageFailure.Reason(failure)}. Check rights and free space of the operation's folder.");
        }
    }

    /// <summary>True when an exclusive open failed because somebody else has the file.</summary>
    public static bool IsHeld(IOException failure) => HeldCodes.Contains(OperatingSystem.IsWindows() ? failure.HResult & 0xFFFF : failure.HResult);

    public void Dispose() => file.Dispose();

    private static string HeldBy(string holder)
    {
        try
        {
            return File.ReadAllText(holder).Trim() is { Length: > 0 } id ? $" (process {id})" : "";
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            return "";
        }
    }
}
