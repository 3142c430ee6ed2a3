using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Whether an operation could be worked on now: definitions, key, folders, room on the disk. Opens no vault.</summary>
internal static class OperationHealth
{
    // A commit writes the vault anew beside the old one; the working copy may lie on the same disk.
    private const int VaultsOfRoom = 3;
    private const long LeastRoom = 256L << 20;

    /// <returns>What is wrong and what to do; empty when all is well.</returns>
    public static IReadOnlyList<string> Of(RunOptions options, OperationFolder folder)
    {
        var faults = new List<string>();
        Try(faults, () => OperationLoader.Load(folder.Root, options.Catalogue ?? CatalogueFolder.Default, Sources.PlaceTables.Read, OperationRun.LatestDay(options)));
        Try(faults, () => VaultKey.Find(folder.Root));
        Try(faults, () => Writable(folder.Data));
        Try(faults, () => Writable(folder.Releases));
        Try(faults, () => Room(folder));
        return faults;
    }

    private static void Try(List<string> faults, Action check)
    {
        try
        {
            check();
        }
        catch (TipException failure)
        {
            faults.Add(failure.Message);
        }
    }

    private static void Writable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder}: cannot be written: {StorageFailure.Reason(failure)}. Check rights and free space.");
        }
    }

    private static void Room(OperationFolder folder)
    {
        var needed = Math.Max(LeastRoom, VaultsOfRoom * (File.Exists(folder.Vault) ? new FileInfo(folder.Vault).Length : 0));
        if (Directory.Exists(folder.Data) && new DriveInfo(folder.Data).AvailableFreeSpace is var free && free < needed)
            throw new MachineException(string.Create(CultureInfo.InvariantCulture, $"{folder.Data}: {free >> 20} MiB are free and {needed >> 20} should be. Make room before the next run."));
    }
}
