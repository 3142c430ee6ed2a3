using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Audit.Bundle;
using TipAnalytics.Audit.Joint;
using TipAnalytics.Audit.Ledger;
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
    /// <param name="releaseId">Audits what stood up to this release, and its bundle; null: everything released and every bundle.</param>
    /// <returns>Null when nothing was released yet.</returns>
    /// <exception cref="ReleaseBlockedException">The first thing that is wrong.</exception>
    public static AuditReport? Run(RunOptions options, string? releaseId = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        if (!File.Exists(folder.Vault))
            return null;
        options.Say("audit", "reading definitions and the ledger");
        var setup = OperationLoader.Load(folder.Root, options.Catalogue ?? CatalogueFolder.Default, PlaceTables.Read);
        using var vault = Vault.Open(folder.Data, VaultKey.Find(folder.Root), setup.Catalogue.Streams.Values);
        var ledger = FactLedger.Read(vault.Connection);
        if (ledger.Releases.Count == 0)
            return null;
        var last = releaseId is null ? ledger.Releases[^1] : ledger.Releases.FirstOrDefault(release => release.Id == releaseId)
            ?? throw new DefinitionException($"{releaseId}: no such release. Known: {string.Join(", ", ledger.Releases.Select(release => release.Id))}.");
        var bundles = ledger.Releases.Where(release => releaseId is null || release.Id == releaseId)
            .Select(release => new AuditedBundle(release, Path.Combine(folder.Releases, release.Id), release.Seq == ledger.Releases.Count && File.Exists(folder.Indicators) ? folder.Indicators : null))
            .Where(bundle => Directory.Exists(bundle.Folder)).ToList();
        var report = Check(options, setup, vault.Connection, ledger, last, bundles, Known(options, folder));
        Write(folder, report);
        return report;
    }

    /// <summary>Audits a release before it can be seen; for <see cref="RunOptions.Audit"/>.</summary>
    /// <exception cref="ReleaseBlockedException">The first thing that is wrong: nothing is released.</exception>
    public static void Draft(ReleaseDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var ledger = FactLedger.Read(draft.Vault.Connection);
        var release = ledger.Releases.First(release => release.Id == draft.Id);
        var report = Check(draft.Options, draft.Setup, draft.Vault.Connection, ledger, release, [new(release, draft.Files, draft.Store)], Known(draft.Options, draft.Folder));
        Write(draft.Folder, report);
    }

    private static KnownTexts Known(RunOptions options, OperationFolder folder) => KnownTexts.Read(options.Catalogue ?? CatalogueFolder.Default, folder.Root, Path.Combine(AppContext.BaseDirectory, "reports"));

    private static void Write(OperationFolder folder, AuditReport report)
    {
        Directory.CreateDirectory(folder.Audits);
        File.WriteAllBytes(Path.Combine(folder.Audits, $"{report.ReleaseId}-audit.json"), report.ToBytes());
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
        List<string> words = [.. StandingCaveats.Load(catalogue).Keys, .. ContextChecklist.Load(catalogue).Select(question => question.Id), .. FormVersions(vault)];
        var counts = new LedgerCounts(vault, setup, ledger, last);
        foreach (var (release, folder, store) in bundles)
        {
            options.Say("audit", $"reading the files of {release.Id}");
            Refuse(new CoverageAudit(setup, release, ledger.At(release.Seq), known) { Words = words, Points = (release.Seq == last.Seq ? counts.Now : counts.Then(release.Seq)).Points }.Check(folder, store, report));
        }

        report.ReleasesChained = LedgerChainCheck.Verify(vault);
        report.SecondsCoverage = clock.Elapsed.TotalSeconds;
        options.Say("audit", "counting again");
        var all = Enumerable.Range(1, (int)last.Seq).SelectMany(seq => ledger.At(seq).Values.Where(figure => figure.Seq == seq)).ToList();
        Refuse(new LedgerRecount(setup).Check(all, counts.Now, counts.Then));
        report.FiguresRecounted = all.Count(figure => setup.Catalogue.Indicators.GetValueOrDefault(figure.IndicatorId)?.Hash == figure.DefinitionHash);
        report.FiguresOfOtherDefinitions = all.Count - report.FiguresRecounted;
        report.SecondsRecount = clock.Elapsed.TotalSeconds - report.SecondsCoverage;
        Refuse(CellRules.Check(all.Where(figure => figure.Seq == last.Seq), setup, counts.Now));

        options.Say("audit", "attacking");
        var attack = Stopwatch.StartNew();
        Refuse(JointAudit.Check(counts.Knowledge(), Seed(last.Id), report));
        report.SecondsAttack = attack.Elapsed.TotalSeconds;
        report.SecondsAudit = clock.Elapsed.TotalSeconds;
        return report;
    }

    /// <summary>Names of form versions, as files gave them; a bare number is none.</summary>
    private static IEnumerable<string> FormVersions(DuckDBConnection vault) =>
        Query.Read(vault, "select distinct form_versions from batch order by form_versions", row => row.GetString(0)).SelectMany(versions => versions.Split(' ')).Where(version => version.Any(char.IsLetter));

    private static void Refuse(AuditFailure? failure)
    {
        if (failure is not null)
            throw failure.ToException();
    }

    /// <summary>The same release is cross-checked on the same targets.</summary>
    private static int Seed(string releaseId) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(releaseId))) & int.MaxValue;
}
