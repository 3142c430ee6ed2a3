using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What the last complete run stood on (<c>data/run-state.json</c>), so that a run with nothing new ends at once. Hashes and names only;
/// without the file the next run simply does the work again, with the same result.</summary>
internal sealed record RunState(string DefinitionsHash, string Boundaries, string Program, string VaultHash, string AsOf, bool IsAsOfFixed, string ReleaseId, IReadOnlyList<string> KeptFiles)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <returns>Null when there was no complete run, or the file is not readable.</returns>
    public static RunState? Read(OperationFolder folder)
    {
        try
        {
            return File.Exists(folder.RunState) ? JsonSerializer.Deserialize<RunState>(File.ReadAllBytes(folder.RunState), Format) : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="MachineException">It cannot be written; the run itself is complete.</exception>
    public static void Write(OperationFolder folder, OperationSetup setup, DateOnly asOf, string releaseId)
    {
        try
        {
            var state = new RunState(
                setup.Hash, setup.Operation.Boundaries, ProgramVersion.Text, HashOf(folder.Vault), Iso(asOf), setup.Operation.AsOf is not null,
                releaseId, [.. InboxFiles(folder)]);
            DurableFile.WriteText(folder.RunState, JsonSerializer.Serialize(state, Format));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder.RunState}: could not be written: {StorageFailure.Reason(failure)}. The release {releaseId} is complete; the next run will do the same work again.");
        }
    }

    /// <summary>True when nothing a run depends on has changed since.</summary>
    public bool StillHolds(OperationFolder folder, string catalogueFolder, RunOptions options)
    {
        try
        {
            return Unchanged(folder, catalogueFolder, options);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // What cannot be read now, the run itself will name.
            return false;
        }
    }

    private bool Unchanged(OperationFolder folder, string catalogueFolder, RunOptions options) =>
        Program == ProgramVersion.Text
        && DefinitionHash.OfSetup(catalogueFolder, folder.Root, Boundaries) == DefinitionsHash
        && IsSameDay(options)
        && File.Exists(Path.Combine(folder.Releases, ReleaseId, "manifest.json"))
        && File.Exists(folder.Indicators)
        && InboxFiles(folder).SequenceEqual(KeptFiles)
        && File.Exists(folder.Vault) && HashOf(folder.Vault) == VaultHash;

    // With a fixed as-of date only another --as-of changes the result; without one the report is due again when a further month has closed,
    // which the caller finds out after reading the definitions: the day itself decides here.
    private bool IsSameDay(RunOptions options) =>
        options.AsOf is { } day ? Iso(day) == AsOf : IsAsOfFixed || Iso(DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime)) == AsOf;

    private static IEnumerable<string> InboxFiles(OperationFolder folder) =>
        Directory.Exists(folder.Inbox)
            ? Directory.EnumerateFiles(folder.Inbox, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path)[0] != '.')
                .Order(StringComparer.Ordinal)
                .Select(path => $"{Path.GetRelativePath(folder.Inbox, path).Replace('\\', '/')} {HashOf(path)}")
            : [];

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
