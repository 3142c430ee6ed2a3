namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Where a plain working copy of the vault may lie.</summary>
/// <param name="Named">By <see cref="Variable"/>; null: the machine's own places.</param>
/// <param name="Memory">Where what is written stays in memory; null: the system has no such place (Windows, macOS, a container without one).</param>
/// <param name="Disk">Temporary folder of the user.</param>
/// <param name="FreeBytes">Of a place; 0 where it cannot be told.</param>
internal sealed record WorkingPlaces(string? Named, string? Memory, string Disk, Func<string, long> FreeBytes)
{
    public const string Variable = "TIP_WORKING_FOLDER";

    private const long Reserve = 64L << 20;

    public static WorkingPlaces OfMachine => new(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Path.GetFullPath(named) : null,
        OperatingSystem.IsLinux() && Directory.Exists("/dev/shm") ? "/dev/shm" : null, Path.GetTempPath(), Free);

    /// <summary>All of them: a copy that a killed process left may lie in each.</summary>
    public IEnumerable<string> All => new[] { Named, Memory, Disk }.OfType<string>().Distinct();

    /// <summary>The named place; else memory where it has room for the copy, what the engine spills and the copy written anew; else the disk.</summary>
    /// <param name="needed">Bytes the copy will take at least.</param>
    public string For(long needed) => Named ?? (Memory is { } memory && FreeBytes(memory) > 4 * needed + Reserve ? memory : Disk);

    private static long Free(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            return 0;
        }
    }
}
