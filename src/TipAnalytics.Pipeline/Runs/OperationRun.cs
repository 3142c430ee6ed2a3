using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Starts the work on one operation: check, ingest, derive, report, or all that is due.</summary>
/// <remarks>All methods throw <see cref="TipException"/> kinds for what a person can act on; stores are then as they were before.</remarks>
public static class OperationRun
{
    /// <summary>Checks every definition, binds every model and indicator to empty tables and runs the worked examples. Needs no data and no key.</summary>
    /// <exception cref="DefinitionException">All faults, one a line.</exception>
    public static CheckSummary Check(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var setup = Load(options, OperationFolder.At(options.Folder));
        var faults = ModelBinder.Bind(setup);
        if (faults.Count == 0)
            faults = IndicatorExamples.Check(setup);
        if (faults.Count > 0)
            throw new DefinitionException(string.Join('\n', faults));
        var asOf = AsOf(options, setup);
        var used = setup.Used(asOf);
        var texts = Publication.Texts(options, setup, setup.Operation.Languages);
        var notes = setup.Sources
            .Select(source => ProtocolCheck.Refusal(source, setup.Catalogue.Streams[source.Stream], asOf))
            .Concat(setup.Sources.Select(MappingReview.Refusal))
            .OfType<string>()
            .Concat(setup.Indicators
                .Where(indicator => !SourcePermissions.HasSource(used, indicator))
                .Select(indicator => $"{indicator.Id} «{indicator.Title}» has no source{(setup.Sources.Any(source => source.Stream == indicator.Stream) ? " that may be used here" : "")}: it will show as an information gap."))
            .Concat(ProtocolGaps.OfProtocols(setup, texts[0], asOf).Select(gap => gap.Text))
            .Concat(Approval(used, asOf))
            .Concat(Places(setup))
            .Concat(setup.ExternalFacts.Where(fact => !setup.Operation.Indicators.Contains(fact.Indicator)).Select(fact => (fact.Source, fact.Indicator)).Distinct()
                .Select(fact => $"{ExternalFactFile.Folder}/{fact.Source}.csv tells of {fact.Indicator}, which is not switched on: it does nothing here."))
            .Concat(Untranslated(setup, texts.Skip(1)));
        return new CheckSummary(
            setup.Operation.Name, setup.Catalogue.Streams.Count, setup.Catalogue.Models.Count, setup.Catalogue.Indicators.Count, setup.Sources.Count, [.. notes]);
    }

    /// <summary>Takes files into the vault: those named, or all that wait in the inbox.</summary>
    /// <param name="sourceId">Only this source; needed when <paramref name="files"/> are named.</param>
    /// <param name="files">Files outside the inbox; they stay where they are.</param>
    public static IngestSummary Ingest(RunOptions options, string? sourceId = null, IReadOnlyList<string>? files = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var setup = Load(options, folder);
        using var vault = OpenVault(folder, setup);
        var ingest = new Ingest(options, setup, folder, vault, AsOf(options, setup));
        var summary = ingest.Take(sourceId, files ?? []);
        if (ingest.HasChanged)
            vault.Commit();
        ingest.ClearInbox();
        summary = ingest.ListUnmatched(summary);
        AccountFile.Write(options, folder, summary);
        return summary;
    }

    /// <summary>Writes down that a person accepts a change for which a file is held; the next ingest takes the file.</summary>
    /// <param name="file">The held file, by name; null: all held files of the source.</param>
    /// <param name="subject">Only this column or field, for later files too; null: all for which the file is held.</param>
    /// <param name="by">Role, never a name.</param>
    public static AcceptSummary Accept(RunOptions options, string sourceId, string? file, string? subject, string by, string reason)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var setup = Load(options, folder);
        using var vault = OpenVault(folder, setup);
        return Acceptance.Write(setup, folder, HeldFile.Read(vault.Connection), sourceId, file, subject, by, reason, AsOf(options, setup));
    }

    /// <summary>Derives observations into the vault.</summary>
    public static DeriveSummary Derive(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var setup = Load(options, folder);
        using var vault = OpenVault(folder, setup);
        Correct(vault, setup);
        var asOf = AsOf(options, setup);
        var erased = Erasures.Run(vault, setup.Sources, asOf);
        var summary = Derivations.Run(options, setup, vault, asOf);
        vault.Commit();
        Erased(setup, folder, vault, erased);
        return summary;
    }

    /// <summary>Simulates histories on the operation's own layout and writes the error rates for the next release to print.</summary>
    /// <param name="histories">Simulated histories of all series together.</param>
    public static Calibration Calibrate(RunOptions options, int histories = 200, int seed = 20200901)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var whole = Load(options, folder);
        using var vault = OpenVault(folder, whole);
        Correct(vault, whole);
        var asOf = AsOf(options, whole);
        var setup = whole.Used(asOf);
        Derivations.Run(options, setup, vault, asOf);
        var (tables, _) = ReleaseAssembly.Tables(options, setup, vault, asOf);
        var series = TrendAnalysis.Test(tables, ReleaseAssembly.Context(setup, vault, asOf, ReleaseAssembly.Breaks(setup, vault, asOf)));
        var calibration = Calibration.Simulate(
            series, asOf, setup.Hash, TrendAnalysis.FalseClaimRate, histories, seed,
            new Progress<double>(done => options.Progress?.Report(new RunProgress("calibrate", "simulating", done))), options.Cancel);
        CalibrationFile.Write(folder, calibration);
        return calibration;
    }

    /// <summary>When each rise or fall would first have been said, and whether it stood. Changes nothing.</summary>
    public static BacktestSummary Backtest(RunOptions options, ArrivalOrder by = ArrivalOrder.Ingest)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var setup = Load(options, folder);
        using var vault = OpenVault(folder, setup);
        Correct(vault, setup);
        var asOf = AsOf(options, setup);
        return Runs.Backtest.Run(options, setup.Used(asOf), vault, asOf, by);
    }

    /// <summary>Makes a release from what is in the vault: disclosure control, trends, documents, released store.</summary>
    /// <param name="products">Null: the operation's.</param>
    /// <param name="revision">Reason of a declared revision: late reports and corrections of released months are let in, and the release says what changed. Null:
    /// released months stay as they are.</param>
    /// <returns>Up to date, without a release, when a revision was asked for and nothing waits.</returns>
    public static RunSummary Report(RunOptions options, ReportRenderer render, IReadOnlyList<string>? products = null, string? revision = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(render);
        var folder = OperationFolder.At(options.Folder);
        var setup = Load(options, folder);
        using var vault = OpenVault(folder, setup);
        Correct(vault, setup);
        var asOf = AsOf(options, setup);
        // What is past its retention stands behind no release, whoever asks for one.
        var erased = Erasures.Run(vault, setup.Sources, asOf);
        if (revision is null || vault.IsErased)
            Derivations.Run(options, setup, vault, asOf);
        // Before a revision lets anything in: that lasts only with its release.
        if (vault.IsErased)
            vault.Commit();
        var receipts = Erased(setup, folder, vault, erased);
        var declared = revision is null ? null : DeclaredRevision.Begin(vault, revision, asOf);
        if (revision is not null && declared is null)
            return new RunSummary(new IngestSummary([], []), null, UpToDate: true, []) { Erased = receipts };
        if (declared is not null)
            Derivations.Run(options, setup, vault, asOf);
        var release = Publication.Make(options, setup, folder, vault, asOf, render, products ?? setup.Operation.Products, declared);
        // What changed stands in this release alone: the next run with nothing new leaves it in place.
        if (declared is not null && products is null)
            RunState.Renew(folder, setup, asOf, options.AsOf is not null, release.Id);
        return new RunSummary(new IngestSummary([], []), release.Id, UpToDate: false, release.Files) { Erased = receipts, Standing = release.Standing, Notes = release.Notes };
    }

    /// <summary>Ingest, derive and report whatever is due. Run again with nothing new, it changes nothing.</summary>
    public static RunSummary Run(RunOptions options, ReportRenderer render)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(render);
        var folder = OperationFolder.At(options.Folder);
        var catalogue = options.Catalogue ?? CatalogueFolder.Default;
        // A killed run leaves its plain working copy behind; it goes even when there is nothing else to do.
        WorkingCopy.RemoveStale();
        var last = RunState.Read(folder) is { } state && state.StillHolds(folder, catalogue, options) ? state : null;
        // Retention ends with the calendar, whether or not anything new came.
        if (last is { AsksAgain: false } && last.IsMonthOf(options))
            return new RunSummary(new IngestSummary([], []), last.ReleaseId, UpToDate: true, []);

        var setup = Load(options, folder);
        var asOf = AsOf(options, setup);
        using var vault = OpenVault(folder, setup);
        if (options.BegunBefore is { } since && Publication.Made(folder, asOf, since) is { } made)
            return new RunSummary(new IngestSummary([], []), made, UpToDate: true, []);
        var erased = Erasures.Run(vault, setup.Sources, asOf);
        if (last is { AsksAgain: false } && !vault.IsErased)
            return new RunSummary(new IngestSummary([], []), last.ReleaseId, UpToDate: true, []);
        var ingest = new Ingest(options, setup, folder, vault, asOf);
        var taken = ingest.Take(null, []);
        // The servers were asked, and had nothing new or could not be reached; or what was refused is refused again.
        if (last is not null && !ingest.HasChanged && !vault.IsErased)
        {
            AccountFile.Write(options, folder, taken);
            return new RunSummary(taken, last.ReleaseId, UpToDate: true, []);
        }

        Derivations.Run(options, setup, vault, asOf);
        vault.Commit();
        var receipts = Erased(setup, folder, vault, erased);
        ingest.ClearInbox();
        taken = ingest.ListUnmatched(taken);
        AccountFile.Write(options, folder, taken);
        var release = Publication.Make(options, setup, folder, vault, asOf, render, setup.Operation.Products);
        RunState.Write(folder, setup, asOf, options.AsOf is not null, release.Id, isRefused: taken.Refused.Count > 0);
        return new RunSummary(taken, release.Id, UpToDate: false, release.Files) { Erased = receipts, Standing = release.Standing, Notes = release.Notes };
    }

    /// <summary>Erases from the vault what is past its retention or was withdrawn, and derives observations anew without it. Releases that stand are not touched.</summary>
    public static PurgeSummary Purge(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var setup = Load(options, folder);
        using var vault = OpenVault(folder, setup);
        var asOf = AsOf(options, setup);
        options.Say("purge", "records past their retention or withdrawn");
        var erased = Erasures.Run(vault, setup.Sources, asOf);
        if (erased.Count > 0)
            Derivations.Run(options, setup, vault, asOf);
        if (vault.IsErased)
            vault.Commit();
        return new PurgeSummary(asOf, Erased(setup, folder, vault, erased), [.. vault.Adapted, .. Undefined(vault, setup)]);
    }

    /// <summary>What ends or has to be looked at within some days: protocols, approvals, reviews. Opens no vault.</summary>
    /// <returns>One sentence each, with what to do.</returns>
    public static IReadOnlyList<string> Remind(RunOptions options, int days)
    {
        ArgumentNullException.ThrowIfNull(options);
        var setup = Load(options, OperationFolder.At(options.Folder));
        // By the clock: a protocol ends whatever day the reports are as of.
        return Reminders.Of(setup, options.AsOf ?? DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime), days);
    }

    /// <summary>What would keep the next run from its end: definitions, key, rights, room. Opens no vault.</summary>
    /// <returns>One message each; empty when all is well.</returns>
    public static IReadOnlyList<string> Health(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OperationHealth.Of(options, OperationFolder.At(options.Folder));
    }

    /// <summary>Removes plain working copies that killed processes left on this machine.</summary>
    public static void RemoveLeftCopies() => WorkingCopy.RemoveStale();

    /// <summary>Records whose source file is gone: no protocol, no use; but a lost file is no reason to erase.</summary>
    private static IEnumerable<string> Undefined(Vault vault, OperationSetup setup) =>
        Erasures.Sources(vault.Connection)
            .Where(id => setup.Sources.All(source => source.Id != id))
            .Select(id => $"{id}: records are in the vault, but no file in sources/ has this id; they are used for nothing. Put the file back; to have them erased, with «withdrawn» in it.");

    private static void Correct(Vault vault, OperationSetup setup)
    {
        VaultAreas.Apply(vault, Derivation.SourcedStreams(setup), setup.Places);
        VaultCorrections.Apply(vault, setup);
    }

    /// <summary>What would keep a release of today from being signed or published.</summary>
    private static IEnumerable<string> Approval(OperationSetup used, DateOnly asOf)
    {
        var audience = used.Operation.Audience;
        foreach (var approver in used.Approvers.Where(approver => approver is { Reviewed: null, Ended: null }))
            yield return $"{Approvers.Folder}/{approver.Id}.yaml: nobody has reviewed the key of the {approver.Role} yet, so it signs nothing.";
        foreach (var source in used.Sources.Where(source => source.Protocol.AgreementFor.Contains(audience) && !used.Agreements.GetValueOrDefault(source.Id, []).Any(agreement => agreement.Holds(audience, agreement.Release ?? "", asOf))))
            yield return $"{source.Title}: {source.Provider} has to agree before a release goes to «{Audiences.Titles[audience]}», and {Agreements.Folder}/{source.Id}.yaml records nothing that holds on this day: nothing is published until it does.";
    }

    /// <summary>Words of the operation itself without a translation: the reports print them as written.</summary>
    private static IEnumerable<string> Untranslated(OperationSetup setup, IEnumerable<CatalogueTexts> translations)
    {
        var words = OperationWords.Of(setup);
        return translations.Where(texts => texts.OwnWords.Count < words.Count).Select(texts => string.Create(
            CultureInfo.InvariantCulture,
            $"{words.Count - texts.OwnWords.Count} of {words.Count} words of the operation itself (titles, providers, reasons, answers of the register) are not in texts/{texts.Words.Language}.yaml; reports in that language print them as written."));
    }

    private static IEnumerable<string> Places(OperationSetup setup)
    {
        var places = setup.Places;
        if (places.Units.Count == 0)
            yield break;
        var known = places.Units.Select(unit => unit.Code).ToHashSet(StringComparer.Ordinal);
        var missing = places.Areas.All.Where(area => area.Level > 0 && !known.Contains(area.Code)).Select(area => area.Code).ToList();
        if (missing.Count > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{missing.Count} areas of the boundaries are not in the gazetteer ({string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? " …" : "")}): are both of one version ({setup.Operation.AreaVersion})?");
    }

    /// <summary>What is left of erased records outside the vault: a receipt, and no place of theirs on the list.</summary>
    private static IReadOnlyList<Receipt> Erased(OperationSetup setup, OperationFolder folder, Vault vault, IReadOnlyList<ErasedRecords> erased)
    {
        UnmatchedPlaceFile.Write(setup, folder, vault);
        return Receipts.Write(folder, vault, erased);
    }

    internal static OperationSetup Load(RunOptions options, OperationFolder folder)
    {
        options.Say("check", "reading definitions");
        var setup = OperationLoader.Load(folder.Root, options.Catalogue ?? CatalogueFolder.Default, PlaceTables.Read, LatestDay(options));
        return setup with { LastDay = setup.Operation.AsOf ?? DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime) };
    }

    /// <exception cref="ReleaseBlockedException">The day asked for has not come: retention would erase, and a release fix, what nobody meant to.</exception>
    internal static DateOnly AsOf(RunOptions options, OperationSetup setup)
    {
        return options.AsOf > LatestDay(options)
            ? throw new ReleaseBlockedException(string.Create(CultureInfo.InvariantCulture, $"Nothing done: {options.AsOf:yyyy-MM-dd} has not come yet. Records past their retention would be erased, and months fixed that are not over. Give --as-of a day that has come, or set the clock of this machine."))
            : options.AsOf ?? setup.Operation.AsOf ?? DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime);
    }

    /// <summary>A schedule names days of the operation's own time zone: a day has come once it has begun anywhere (UTC+14).</summary>
    internal static DateOnly LatestDay(RunOptions options) => DateOnly.FromDateTime(options.Clock.GetUtcNow().UtcDateTime.AddHours(14));

    internal static Vault OpenVault(OperationFolder folder, OperationSetup setup)
    {
        var vault = Vault.Open(folder.Data, VaultKey.Find(folder.Root), setup.Catalogue.Streams.Values);
        try
        {
            Publication.Finish(folder, setup, vault);
            return vault;
        }
        catch
        {
            vault.Dispose();
            throw;
        }
    }
}
