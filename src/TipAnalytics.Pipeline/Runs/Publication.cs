using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A release folder and the released store, each swapped in whole.</summary>
/// <param name="Files">Relative to the release folder.</param>
internal sealed record Publication(string Id, IReadOnlyList<string> Files)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Makes the release and puts it in place: written beside, then renamed. The same inputs give the same id and the same bytes.</summary>
    public static Publication Make(
        RunOptions options, OperationSetup setup, OperationFolder folder, Vault vault, DateOnly asOf, ReportRenderer render, IReadOnlyList<string> products)
    {
        RequireCrisisMonths(setup, asOf);
        var calibration = CalibrationFile.Read(folder, setup.Hash);
        var id = ReleaseId(setup, vault, asOf, products, calibration);
        var (content, audits) = ReleaseAssembly.Make(options, setup, vault, asOf, id, calibration);
        options.Say("report", "writing documents");
        var target = Path.Combine(folder.Releases, id);
        var temporary = Path.Combine(folder.Releases, $".{id}.tmp");
        try
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            Directory.CreateDirectory(temporary);
            var files = render(content, temporary, products);
            var cells = content.Tables.SelectMany(table => table.Cells).ToList();
            Manifest.Write(content, temporary, files, cells.Count, cells.Count(cell => cell.Value is Disclosure.Cell.Shown or Disclosure.Cell.Level));
            options.Cancel.ThrowIfCancellationRequested();

            // A release that stands is what was handed out, and may have had a person's last edit: only what was lost of it is put back.
            if (Directory.Exists(target))
                PutBack(temporary, target);
            else
                Directory.Move(temporary, target);
            ReleasedStore.Write(content, folder.Indicators);
            Directory.CreateDirectory(folder.Audits);
            File.WriteAllBytes(Path.Combine(folder.Audits, $"{id}.json"), JsonSerializer.SerializeToUtf8Bytes(audits, Format));
            return new Publication(id, [.. files, Manifest.FileName]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{folder.Releases}: the release could not be written ({failure.GetType().Name}). Check free space and rights, and run again; nothing half made is left.");
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static void PutBack(string temporary, string target)
    {
        foreach (var file in Directory.EnumerateFiles(temporary, "*", SearchOption.AllDirectories))
        {
            var lost = Path.Combine(target, Path.GetRelativePath(temporary, file));
            Directory.CreateDirectory(Path.GetDirectoryName(lost)!);
            if (!File.Exists(lost))
                File.Move(file, lost);
        }
    }

    /// <exception cref="ReleaseBlockedException">No month since the onset has closed: there is nothing to compare, and texts that speak of a crisis would be wrong.</exception>
    private static void RequireCrisisMonths(OperationSetup setup, DateOnly asOf)
    {
        var last = Period.Containing(Window.LastClosedMonth(setup.Operation, asOf), PeriodGrain.Month);
        var onset = Period.Containing(setup.Operation.CrisisOnset.Date, PeriodGrain.Month);
        if (last < onset)
            throw new ReleaseBlockedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Nothing released: as of {asOf:yyyy-MM-dd} the last closed month is {last}, before the crisis onset ({onset}). Give a later day with --as-of, or correct crisis_onset in operation.yaml."));
    }

    /// <summary>The secret that breaks ties is an input too: two vaults of the same data may hide other cells, so their releases have other names.</summary>
    private static string ReleaseId(OperationSetup setup, Vault vault, DateOnly asOf, IReadOnlyList<string> products, Trends.Calibration? calibration)
    {
        var day = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = string.Join('\n', setup.Hash, vault.ContentHash, day, ProgramVersion.Text, Convert.ToHexStringLower(SHA256.HashData(vault.TieKey)), string.Join(' ', products.Order(StringComparer.Ordinal)), JsonSerializer.Serialize(calibration, Format));
        return $"{day}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
    }
}
