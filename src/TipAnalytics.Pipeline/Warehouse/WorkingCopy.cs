using System.Diagnostics;
using System.Globalization;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>A private folder for the plain copy of the vault while it is open: in memory where the system has such a place, otherwise in the user's
/// temporary folder. Its name holds process id and start time, so that copies left by killed processes are found and removed.</summary>
internal sealed class WorkingCopy : IDisposable
{
    private const string Prefix = "tipanalytics-";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private WorkingCopy(string folder) => Folder = folder;

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "vault.duckdb");

    /// <param name="needed">Bytes the copy will take at least.</param>
    public static WorkingCopy Create(long needed)
    {
        RemoveStale();
        var place = MemoryFolder is { } memory && FreeBytes(memory) > 4 * needed + (64L << 20) ? memory : Path.GetTempPath();
        using var self = Process.GetCurrentProcess();
        var folder = Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{StartSecond(self)}-{Guid.NewGuid():N}"));
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, Private);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{place}: no private folder could be made for the vault's working copy ({failure.GetType().Name}). Check rights and free space.");
        }

        return new WorkingCopy(folder);
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Removes working copies of processes that no longer run.</summary>
    public static void RemoveStale()
    {
        foreach (var place in new[] { MemoryFolder, Path.GetTempPath() }.OfType<string>().Distinct())
        {
            foreach (var folder in Directory.EnumerateDirectories(place, Prefix + "*").Where(IsStale).ToList())
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    // Another user's: not ours to remove.
                    continue;
                }
            }
        }
    }

    private static string? MemoryFolder => OperatingSystem.IsLinux() && Directory.Exists("/dev/shm") ? "/dev/shm" : null;

    private static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static bool IsStale(string folder)
    {
        var parts = Path.GetFileName(folder)[Prefix.Length..].Split('-');
        if (parts.Length != 3 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var id) || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out var start))
            return false;
        try
        {
            using var process = Process.GetProcessById(id);
            // The start time is computed from the boot time and differs by a little between readers.
            return Math.Abs(StartSecond(process) - start) > 2;
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    private static long StartSecond(Process process) => process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond;
}
