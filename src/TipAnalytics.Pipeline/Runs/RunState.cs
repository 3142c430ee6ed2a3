using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What the last complete run stood on (<c>data/run-state.json</c>), so that a run with nothing new ends at once. Hashes and names only;
/// without the file the next run simply does the work again, with the same result.</summary>
/// <param name="AsksAgain">A source has a server, which only asking tells whether there is something new; or a file was refused, and is said again.</param>
internal sealed record RunState(string DefinitionsHash, string Boundaries, string Program, string VaultHash, DateOnly AsOf, DateOnly? OwnAsOf, bool IsAsOfGiven, int CloseAfterDays, string ReleaseId, string Calibration, IReadOnlyList<string> KeptFiles,
    bool AsksAgain)
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
    public static void Write(OperationFolder folder, OperationSetup setup, DateOnly asOf, bool isAsOfGiven, string releaseId, bool isRefused)
    {
        try
        {
            var state = new RunState(
                setup.Hash, setup.Operation.Boundaries, ProgramVersion.Text, FileHash.Of(folder.Vault), asOf, setup.Operation.AsOf, isAsOfGiven, setup.Operation.CloseAfterDays,
                releaseId, CalibrationHash(folder), [.. InboxFiles(folder)], isRefused || setup.Sources.Any(source => source.Api is not null));
            DurableFile.WriteText(folder.RunState, JsonSerializer.Serialize(state, Format));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder.RunState}: could not be written: {StorageFailure.Reason(failure)}. The release {releaseId} is complete; the next run will do the same work again.");
        }
    }

    /// <summary>Puts another release in the place of the last run's, which took all that is in the inbox; without such a run the next one has work to do.</summary>
    public static void Renew(OperationFolder folder, OperationSetup setup, DateOnly asOf, bool isAsOfGiven, string releaseId)
    {
        if (Read(folder) is { } last && InboxFiles(folder).SequenceEqual(last.KeptFiles))
            Write(folder, setup, asOf, isAsOfGiven, releaseId, last.AsksAgain);
    }

    /// <summary>An event of a release came into the vault, which changes nothing that a run depends on: the next one still has nothing to do.</summary>
    /// <param name="before">Hash of the vault file before.</param>
    public static void Follow(OperationFolder folder, string before)
    {
        if (Read(folder) is not { } last || last.VaultHash != before)
            return;
        try
        {
            DurableFile.WriteText(folder.RunState, JsonSerializer.Serialize(last with { VaultHash = FileHash.Of(folder.Vault) }, Format));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // The next run does its work again, with the same result.
            return;
        }
    }

    /// <summary>True when the run would be in the calendar month of the last one.</summary>
    public bool IsMonthOf(RunOptions options)
    {
        var day = options.AsOf ?? OwnAsOf ?? DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime);
        return (day.Year, day.Month) == (AsOf.Year, AsOf.Month);
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
        && IsSameReport(options)
        && Manifest.IsComplete(Path.Combine(folder.Releases, ReleaseId))
        && File.Exists(folder.Indicators)
        && CalibrationHash(folder) == Calibration
        && InboxFiles(folder).SequenceEqual(KeptFiles)
        && File.Exists(folder.Vault) && FileHash.Of(folder.Vault) == VaultHash;

    /// <summary>With a fixed as-of date only another one changes the report; without, it is due again when a further month has closed.</summary>
    private bool IsSameReport(RunOptions options)
    {
        if (options.AsOf is { } day)
            return day == AsOf;
        // A day given on the command line once is not the operation's own.
        if (OwnAsOf is { } own)
            return own == AsOf;
        if (IsAsOfGiven)
            return false;
        var today = DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime);
        return Window.LastClosedMonth(CloseAfterDays, today) == Window.LastClosedMonth(CloseAfterDays, AsOf);
    }

    private static IEnumerable<string> InboxFiles(OperationFolder folder) =>
        Directory.Exists(folder.Inbox)
            ? Directory.EnumerateFiles(folder.Inbox, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path)[0] != '.')
                .Order(StringComparer.Ordinal)
                .Select(path => $"{Path.GetDirectoryName(Path.GetRelativePath(folder.Inbox, path))!.Replace('\\', '/')} {FileHash.Of(path)}")
            : [];

    /// <summary>A calibration is printed in the methodology annex, so a new one makes a new release due.</summary>
    private static string CalibrationHash(OperationFolder folder) => File.Exists(folder.Calibration) ? FileHash.Of(folder.Calibration) : "";
}
