using System.Diagnostics;
using System.Globalization;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>A private folder for the plain copy of the vault while it is open: in memory where the system has such a place, otherwise in the user's
/// temporary folder. A file beside it is held locked while its process lives, so that copies left by killed processes are found and removed; process ids
/// would not do, since containers may share the place and not the ids.</summary>
internal sealed class WorkingCopy : IDisposable
{
    private const string Prefix = "tipanalytics-";

    private readonly FileStream alive;

    private WorkingCopy(string folder, FileStream alive) => (Folder, this.alive) = (folder, alive);

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "vault.duckdb");

    /// <param name="needed">Bytes the copy will take at least.</param>
    /// <param name="place">Where to make it; null: the best place of this machine.</param>
    /// <exception cref="MachineException">No folder can be made.</exception>
    public static WorkingCopy Create(long needed, string? place = null)
    {
        RemoveStale();
        place ??= WorkingPlaces.OfMachine.For(needed);
        using var self = Process.GetCurrentProcess();
        var folder = Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{StartSecond(self)}-{Guid.NewGuid():N}"));
        FileStream? alive = null;
        try
        {
            // Before the folder, so that nobody ever sees a folder without its lock.
            alive = new FileStream(AliveFile(folder), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            OwnerOnly.CreateFolder(folder);
            return new WorkingCopy(folder, alive);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            alive?.Dispose();
            throw new MachineException($"{place}: no private folder could be made for the vault's working copy: {StorageFailure.Reason(failure)}. Check rights and free space.");
        }
    }

    /// <exception cref="MachineException">It could not be removed: plain records lie there, which a person has to know.</exception>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
            alive.Dispose();
            File.Delete(AliveFile(Folder));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{Folder}: the working copy of the vault could not be removed: {StorageFailure.Reason(failure)}. It holds records in plain: remove it by hand.");
        }
    }

    /// <summary>Removes working copies of processes that no longer run.</summary>
    public static void RemoveStale()
    {
        foreach (var place in WorkingPlaces.OfMachine.All)
        {
            foreach (var folder in Copies(place).Where(IsStale))
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                    File.Delete(AliveFile(folder));
                }
                catch (Exception failure) when (StorageFailure.Is(failure))
                {
                    // Another user's, or another run is removing it: not ours.
                    continue;
                }
            }
        }
    }

    private static string[] Copies(string place)
    {
        try
        {
            return Directory.GetDirectories(place, Prefix + "*");
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            return [];
        }
    }

    private static string AliveFile(string folder) => folder + ".alive";

    /// <summary>Nobody holds the lock of its file; without such a file (of an earlier version) the process named by the folder is gone.</summary>
    private static bool IsStale(string folder)
    {
        try
        {
            using var released = new FileStream(AliveFile(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return IsOfDeadProcess(folder);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // Held, or another user's.
            return false;
        }
    }

    private static bool IsOfDeadProcess(string folder)
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
        catch (System.ComponentModel.Win32Exception)
        {
            // It lives, but is another user's.
            return false;
        }
    }

    private static long StartSecond(Process process) => process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond;
}
