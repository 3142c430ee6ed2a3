using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using TipAnalytics.Audit.Bundle;
using TipAnalytics.Audit.Joint;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Audit.Recount;
using TipAnalytics.Audit.Rules;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Audit;

/// <summary>Starts an audit of what an operation has released, all of it together.</summary>
public static class AuditRun
{
    /// <summary>What events call this audit.</summary>
    private const string Name = "tip audit";

    /// <param name="releaseId">Audits what stood up to this release, and its bundle; null: everything released and every bundle.</param>
    /// <returns>Null when nothing was released yet.</returns>
    /// <exception cref="ReleaseBlockedException">The first thing that is wrong.</exception>
    public static AuditReport? Run(RunOptions options, string? releaseId = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        if (!File.Exists(folder.Vault))
            return null;
        var drafts = Drafts(options, folder);
        options.Say("audit", "reading definitions and the ledger");
        var setup = OperationLoader.Load(folder.Root, options.Catalogue ?? CatalogueFolder.Default, PlaceTables.Read);
        var readBack = OfOtherDefinitions(options, folder, setup);
        var report = Run(options, folder, setup, releaseId, readBack);
        if (report is null)
            return null;
        // A file that is gone, or words that were turned round, bring no new number.
        if (ReleaseDesk.ReadBack(options, releaseId) is [var changed, ..])
            throw new ReleaseBlockedException($"Audit A0: {changed}");
        var hash = Write(folder, report);
        foreach (var (id, bundle) in drafts.Where(draft => releaseId is null || draft.Id == releaseId))
            ReleaseDesk.NoteAudit(options, id, bundle, Name, hash);
        return report;
    }

    private static AuditReport? Run(RunOptions options, OperationFolder folder, OperationSetup setup, string? releaseId, HashSet<string> readBack)
    {
        using var vault = Vault.Open(folder.Data, VaultKey.Find(folder.Root), setup.Catalogue.Streams.Values);
        var ledger = FactLedger.Read(vault.Connection);
        if (ledger.Releases.Count == 0)
            return null;
        var last = releaseId is null ? ledger.Releases[^1] : ledger.Releases.FirstOrDefault(release => release.Id == releaseId)
            ?? throw new DefinitionException($"{releaseId}: no such release. Known: {string.Join(", ", ledger.Releases.Select(release => release.Id))}.");
        var bundles = ledger.Releases.Where(release => releaseId is null || release.Id == releaseId)
            .Select(release => new AuditedBundle(release, Path.Combine(folder.Releases, release.Id), release.Seq == ledger.Releases.Count && File.Exists(folder.Indicators) ? folder.Indicators : null))
            .Where(bundle => Directory.Exists(bundle.Folder)).ToList();
        var report = Check(options, setup, vault.Connection, ledger, last, bundles.FindAll(bundle => !readBack.Contains(bundle.Release.Id)), Known(options, folder));
        report.BundlesReadBack = bundles.Count(bundle => readBack.Contains(bundle.Release.Id));
        return report;
    }

    /// <summary>Releases made under definitions, or by a program, that are others today: their numbers were read when they were audited, and they are held against what was audited then.
    /// One that never was is read like any other.</summary>
    /// <exception cref="ReleaseBlockedException">A file of one of them is not what was audited.</exception>
    private static HashSet<string> OfOtherDefinitions(RunOptions options, OperationFolder folder, OperationSetup setup)
    {
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in (Directory.Exists(folder.Releases) ? Directory.EnumerateDirectories(folder.Releases) : []).Order(StringComparer.Ordinal))
        {
            var id = Path.GetFileName(path);
            if (ReleaseDesk.StateBeside(folder.Root, id) is null or "draft" || MadeBy(Path.Combine(path, CoverageAudit.ManifestName)) == (setup.Hash, ProgramVersion.Text))
                continue;
            var release = ReleaseDesk.Show(options, id);
            if (!release.Events.Any(happening => happening.Kind == "audited"))
                continue;
            if (release.FileFaults.Count > 0)
                throw new AuditFailure("A0", id, $"{release.FileFaults[0]}: not the file that was audited.", "Restore the release from a back-up, or withdraw it.").ToException();
            others.Add(id);
        }

        return others;
    }

    /// <returns>Hash of the definitions and version of the program; empty where no manifest says it.</returns>
    private static (string Definitions, string Program) MadeBy(string manifest)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(manifest));
            return (Text(file, "definitions_hash"), Text(file, "program"));
        }
        catch (Exception failure) when (failure is JsonException or FileNotFoundException)
        {
            return ("", "");
        }
    }

    private static string Text(JsonDocument file, string name) => file.RootElement.ValueKind == JsonValueKind.Object && file.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";

    /// <summary>Drafts that no audit has passed yet, with the hash of their files; those whose files were changed since are none.</summary>
    private static List<(string Id, string BundleSha256)> Drafts(RunOptions options, OperationFolder folder) => !Directory.Exists(folder.Releases) ? [] :
    [
        .. Directory.EnumerateDirectories(folder.Releases).Select(path => Path.GetFileName(path)!).Where(id => ReleaseDesk.StateBeside(folder.Root, id) == "draft").Order(StringComparer.Ordinal)
            .Select(id => ReleaseDesk.Show(options, id)).Where(draft => draft.FileFaults.Count == 0).Select(draft => (draft.Release.Id, draft.BundleSha256)),
    ];

    /// <summary>Audits a release before it can be seen; for <see cref="RunOptions.Audit"/>.</summary>
    /// <exception cref="ReleaseBlockedException">The first thing that is wrong: nothing is released.</exception>
    public static AuditDetail Draft(ReleaseDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var ledger = FactLedger.Read(draft.Vault.Connection);
        var release = ledger.Releases.First(release => release.Id == draft.Id);
        var report = Check(draft.Options, draft.Setup, draft.Vault.Connection, ledger, release, [new(release, draft.Files, draft.Store)], Known(draft.Options, draft.Folder));
        return new(Name, Write(draft.Folder, report));
    }

    private static KnownTexts Known(RunOptions options, OperationFolder folder) => KnownTexts.Read(options.Catalogue ?? CatalogueFolder.Default, folder.Root, LanguageForms.Reports);

    /// <returns>Hash of the report.</returns>
    private static string Write(OperationFolder folder, AuditReport report)
    {
        var bytes = report.ToBytes();
        Directory.CreateDirectory(folder.Audits);
        File.WriteAllBytes(Path.Combine(folder.Audits, $"{report.ReleaseId}-audit.json"), bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>One bundle to read.</summary>
    /// <param name="Store">Released store, where it is the one of this release.</param>
    private sealed record AuditedBundle(LedgerRelease Release, string Folder, string? Store);

    private static AuditReport Check(
        RunOptions options, OperationSetup setup, DuckDBConnection vault, FactLedger ledger, LedgerRelease last, IReadOnlyList<AuditedBundle> bundles, KnownTexts known)
    {
        var clock = Stopwatch.StartNew();
        var figures = ledger.At(last.Seq);
        var report = new AuditReport(last.Id) { LedgerReleases = (int)last.Seq, LedgerFacts = ledger.Facts.Count(fact => fact.Seq <= last.Seq), CellsPublished = figures.Values.Count(figure => figure.State is "shown" or "level") };

        var catalogue = options.Catalogue ?? CatalogueFolder.Default;
        List<string> words = [.. StandingCaveats.Load(catalogue).Keys, .. ContextChecklist.Load(catalogue).Select(question => question.Id), .. FormVersions(vault), .. ledger.Releases.Select(release => release.Id)];
        var folder = new OperationFolder(options.Folder);
        var calibrated = Calibrated(folder);
        var counts = new LedgerCounts(vault, setup, ledger, LedgerThresholds.Read(vault, ledger), last);
        bool IsGone(LedgerFigure figure) => setup.Catalogue.Indicators.GetValueOrDefault(figure.IndicatorId) is { } indicator && counts.Kept.IsGone(setup, last.AsOf, indicator, figure.Period);
        foreach (var (release, files, store) in bundles)
        {
            options.Say("audit", $"reading the files of {release.Id}");
            // A release as of an earlier day than one before it tells of fewer periods.
            var closed = AuditViews.LastMonth(setup, release.AsOf).AddMonths(1);
            var told = ledger.At(release.Seq).Where(figure => figure.Value.Period.End < closed).ToDictionary(StringComparer.Ordinal);
            Refuse(new CoverageAudit(setup, catalogue, release, told, known)
            {
                Words = words, DaysBefore = ledger.DaysBefore(release.Seq), Calibrated = calibrated, LastDay = ledger.Releases.Where(other => other.Seq <= release.Seq).Max(other => other.AsOf),
                Earlier = release.RevisionReason is null ? new Dictionary<string, LedgerFigure>() : ledger.At(release.Seq - 1),
                Points = (release.Seq == last.Seq ? counts.Now : counts.Then(release.Seq)).Points,
                IsGone = figure => figure.Seq < release.Seq && IsGone(figure),
            }.Check(files, store, report), folder, release.Id);
            File.Delete(RefusedFile(folder, release.Id));
        }

        report.ReleasesChained = LedgerChainCheck.Verify(vault);
        report.SecondsCoverage = clock.Elapsed.TotalSeconds;
        options.Say("audit", "counting again");
        var all = Enumerable.Range(1, (int)last.Seq).SelectMany(seq => ledger.At(seq).Values.Where(figure => figure.Seq == seq)).ToList();
        Refuse(new LedgerRecount(setup, figure => figure.Seq < last.Seq && IsGone(figure)).Check(all, counts.Now, counts.Then), folder, last.Id);
        report.FiguresRecounted = all.Count(figure => setup.Catalogue.Indicators.GetValueOrDefault(figure.IndicatorId)?.Hash == figure.DefinitionHash);
        report.FiguresOfOtherDefinitions = all.Count - report.FiguresRecounted;
        report.SecondsRecount = clock.Elapsed.TotalSeconds - report.SecondsCoverage;
        Refuse(CellRules.Check(all.Where(figure => figure.Seq == last.Seq), setup, counts.Now, counts.Threshold), folder, last.Id);

        options.Say("audit", "attacking");
        var attack = Stopwatch.StartNew();
        Refuse(JointAudit.Check(counts.Knowledge(), Seed(last.Id), report), folder, last.Id);
        report.SecondsAttack = attack.Elapsed.TotalSeconds;
        report.SecondsAudit = clock.Elapsed.TotalSeconds;
        return report;
    }

    /// <summary>What a release prints of the last calibration, counts and shares in per cent; empty without one.</summary>
    private static HashSet<decimal> Calibrated(OperationFolder folder)
    {
        if (!File.Exists(folder.Calibration))
            return [];
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(folder.Calibration));
            List<decimal> numbers = [.. file.RootElement.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Number).Select(property => property.Value.GetDecimal())];
            return
            [
                .. numbers, .. numbers.Select(share => Math.Round(100 * share, 1, MidpointRounding.AwayFromZero)), .. numbers.Select(share => Math.Round(100 * share, 1)),
                .. numbers.Select(limit => Math.Floor(1000 * limit) / 10), .. numbers.Select(limit => Math.Ceiling(1000 * limit) / 10),
            ];
        }
        catch (JsonException)
        {
            // As if there were none: a release that prints one is refused.
            return [];
        }
    }

    /// <summary>Names of form versions, as files gave them; a bare number is none.</summary>
    private static IEnumerable<string> FormVersions(DuckDBConnection vault) =>
        Query.Read(vault, "select distinct form_versions from batch order by form_versions", row => row.GetString(0)).SelectMany(versions => versions.Split(' ')).Where(version => version.Any(char.IsLetter));

    /// <summary>Says what is wrong; what must stay inside is written beside the audits.</summary>
    private static void Refuse(AuditFailure? failure, OperationFolder folder, string releaseId)
    {
        if (failure is null)
            return;
        if (failure.Inside is not null)
        {
            Directory.CreateDirectory(folder.Audits);
            File.WriteAllBytes(RefusedFile(folder, releaseId), JsonSerializer.SerializeToUtf8Bytes(failure, AuditReport.Format));
        }

        throw failure.ToException(failure.Inside is null ? null : Path.GetRelativePath(folder.Root, RefusedFile(folder, releaseId)));
    }

    private static string RefusedFile(OperationFolder folder, string releaseId) => Path.Combine(folder.Audits, $"{releaseId}-refused.json");

    /// <summary>The same release is cross-checked on the same targets.</summary>
    private static int Seed(string releaseId) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(releaseId))) & int.MaxValue;
}
