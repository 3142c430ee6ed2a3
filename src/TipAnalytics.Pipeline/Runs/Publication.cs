using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A release folder and the released store, each swapped in whole.</summary>
/// <param name="Files">Relative to the release folder.</param>
/// <param name="Standing">Where it stands: a draft, mostly.</param>
/// <param name="Notes">What the people who release should know before they sign, a sentence each.</param>
internal sealed record Publication(string Id, IReadOnlyList<string> Files, ReleaseLine Standing, IReadOnlyList<string> Notes)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Makes the release, a draft, and puts it in place: documents and store are written beside, the vault is committed with the facts and months the
    /// release freezes, then both are renamed. Killed before the commit nothing was released; after it, <see cref="Finish"/> completes it. The same
    /// inputs give the same id and the same bytes.</summary>
    /// <param name="revision">Null: released months stay as they are.</param>
    public static Publication Make(
        RunOptions options, OperationSetup setup, OperationFolder folder, Vault vault, DateOnly asOf, ReportRenderer render, IReadOnlyList<string> products,
        DeclaredRevision? revision = null)
    {
        RequireCrisisMonths(setup, asOf);
        RequireRegister(options, setup);
        var calibration = CalibrationFile.Read(folder, setup.Hash);
        var languages = options.Languages ?? setup.Operation.Languages;
        var texts = Texts(options, setup, languages);
        var id = ReleaseId(setup, vault, asOf, products, languages, calibration, revision);
        var chain = ReleaseFiles.Chain(folder, setup, vault);
        Drafting.RequireNotWithdrawn(chain, id);
        setup = setup with { ThresholdsSoFar = ReleasePolicy.Thresholds(chain) };
        var sign = options.Signer?.Open(setup, asOf);
        using var key = sign?.Key;
        var ledger = ReleaseLedger.Before(vault.Connection, id);
        var (content, results) = ReleaseAssembly.Make(options, setup, vault, asOf, id, calibration, ledger, revision, texts, languages);
        options.Say("report", "writing documents");
        var temporary = Temporary(folder, id);
        var isDecided = false;
        try
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            Directory.CreateDirectory(temporary);
            IReadOnlyList<string> files = [.. render(content, temporary, products), .. ReleasedStore.WriteParquet(content, temporary)];
            RenderedFiles.Check(temporary, files);
            var cells = content.Tables.SelectMany(table => table.Cells).ToList();
            Manifest.Write(content, temporary, files, cells.Count, cells.Count(cell => cell.Value is Disclosure.Cell.Shown or Disclosure.Cell.Level));
            ReleasedStore.Write(content, Pending(folder, id));
            Directory.CreateDirectory(folder.Audits);
            IReadOnlyList<DisclosureAudit> audits = [.. results.Select(result => result.Audit)];
            File.WriteAllBytes(Path.Combine(folder.Audits, $"{id}.json"), JsonSerializer.SerializeToUtf8Bytes(audits, Format));
            var notes = InnerNotes.Of(setup, audits);
            File.WriteAllText(Path.Combine(folder.Audits, $"{id}.md"), AuditSheet.Of(content, audits, notes));
            options.Cancel.ThrowIfCancellationRequested();
            var isNew = ledger.Add(vault.Connection, setup, content, results);
            var bundle = Bundle.Read(temporary)!;
            Drafting.NoteRules(chain, setup, vault, content, bundle, options.Clock.GetUtcNow());
            var audited = options.Audit?.Invoke(new(options, setup, vault, folder, id, temporary, Pending(folder, id)));
            // From the first moment the folder is there, it says that it is a draft.
            File.WriteAllText(Path.Combine(temporary, ReleaseMarks.Draft), ReleaseMarks.DraftText);
            if (Drafting.Note(chain, setup, vault, content, bundle, audited, options.Clock.GetUtcNow(), sign) || isNew)
                vault.Commit();
            isDecided = true;
            PutInPlace(folder, setup, chain, id);
            return new Publication(id, [.. files, Manifest.FileName], ReleaseLine.Of(chain.Find(id)!, setup), notes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{folder.Releases}: the release could not be written ({failure.GetType().Name}). Check free space and rights, and run again; {(isDecided ? "the next command completes it" : "nothing half made is left")}.");
        }
        finally
        {
            if (!isDecided)
                Remove(folder, id);
        }
    }

    /// <summary>Completes a release that was decided (the vault holds its facts) and not yet put in place when its run ended, and removes what one left that was
    /// not decided.</summary>
    /// <exception cref="MachineException">The folders cannot be written.</exception>
    public static void Finish(OperationFolder folder, OperationSetup setup, Vault vault)
    {
        var left = (Directory.Exists(folder.Releases) ? Directory.EnumerateDirectories(folder.Releases, ".*.tmp").Select(path => Path.GetFileName(path)![1..^4]) : [])
            .Concat(Directory.Exists(folder.Data) ? Directory.EnumerateFiles(folder.Data, $"{PendingStart}*").Select(path => Path.GetFileName(path)![PendingStart.Length..].Split('.')[0]) : [])
            .Distinct().Order(StringComparer.Ordinal).ToList();
        if (left.Count == 0)
            return;
        try
        {
            foreach (var id in left)
            {
                // A complete store is the last thing written before the decision.
                if (ReleaseLedger.Holds(vault.Connection, id) && File.Exists(Pending(folder, id)))
                    PutInPlace(folder, setup, ReleaseChain.Read(vault.Connection, setup.Approvers), id);
                else
                    Remove(folder, id);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{folder.Releases}: a release of an earlier run could not be completed ({failure.GetType().Name}). Check free space and rights, and run again.");
        }
    }

    /// <summary>Words of the operation's own language (the first of <c>languages</c>), then of the other languages asked for.</summary>
    /// <exception cref="DefinitionException">A language is not known, or a text of it is missing, left over or out of date.</exception>
    public static IReadOnlyList<CatalogueTexts> Texts(RunOptions options, OperationSetup setup, IReadOnlyList<string> languages) =>
        [.. languages.Prepend(setup.Operation.Languages[0]).Distinct().Select(language =>
            CatalogueTexts.Load(options.Catalogue ?? CatalogueFolder.Default, setup, language))];

    /// <summary>The complete release as of a day that was put in place after a moment; null: there is none.</summary>
    public static string? Made(OperationFolder folder, DateOnly asOf, DateTimeOffset since)
    {
        var day = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Directory.Exists(folder.Releases)
            ? Directory.EnumerateDirectories(folder.Releases, $"{day}-*").Order(StringComparer.Ordinal)
                .Where(path => Manifest.IsComplete(path) && File.GetLastWriteTimeUtc(Path.Combine(path, Manifest.FileName)) >= since)
                .Select(Path.GetFileName).FirstOrDefault()
            : null;
    }

    private const string PendingStart = "pending-";

    private static string Temporary(OperationFolder folder, string id) => Path.Combine(folder.Releases, $".{id}.tmp");

    private static string Pending(OperationFolder folder, string id) => Path.Combine(folder.Data, $"{PendingStart}{id}.duckdb");

    private static void PutInPlace(OperationFolder folder, OperationSetup setup, ReleaseChain chain, string id)
    {
        var (temporary, target) = (Temporary(folder, id), ReleaseFiles.Folder(folder, id));
        // Before the folder can be seen.
        ReleaseFiles.Write(folder, setup, chain);
        // A release that stands is what was signed or handed out: only what was lost of it is put back.
        if (Directory.Exists(target) && Directory.Exists(temporary))
            PutBack(temporary, target);
        else if (Directory.Exists(temporary))
            Directory.Move(temporary, target);
        File.Move(Pending(folder, id), folder.Indicators, overwrite: true);
        Remove(folder, id);
        ReleaseFiles.Write(folder, setup, chain);
    }

    private static void Remove(OperationFolder folder, string id)
    {
        if (Directory.Exists(Temporary(folder, id)))
            Directory.Delete(Temporary(folder, id), recursive: true);
        File.Delete(Pending(folder, id));
        File.Delete(Pending(folder, id) + ".tmp");
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

    /// <summary>Review of what is known comes before figures (Guide, R-08): gaps are stated, an empty register is no gap but work that was not begun.</summary>
    /// <exception cref="ReleaseBlockedException">No question of the context register has an answer other than unknown.</exception>
    private static void RequireRegister(RunOptions options, OperationSetup setup)
    {
        if (setup.Context.Answers.Exists(answer => answer.Answer != "unknown"))
            return;
        var questions = ContextChecklist.Load(options.Catalogue ?? CatalogueFolder.Default);
        throw new ReleaseBlockedException(string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing released: context-analysis.yaml answers none of the {questions.Count} questions of the context analysis. What is known comes before figures: answer in that file what reports, laws and colleagues say, or with «tip register DIR form FILE.xlsx» and «tip register DIR read FILE.xlsx». What stays unknown is printed as a gap."));
    }

    /// <summary>The secret that breaks ties is an input too: two vaults of the same data may hide other cells, so their releases have other names.</summary>
    private static string ReleaseId(OperationSetup setup, Vault vault, DateOnly asOf, IReadOnlyList<string> products, IReadOnlyList<string> languages, Trends.Calibration? calibration, DeclaredRevision? revision)
    {
        var day = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = string.Join('\n', setup.Hash, vault.ContentHash, day, ProgramVersion.Text, Convert.ToHexStringLower(SHA256.HashData(vault.TieKey)), string.Join(' ', products.Order(StringComparer.Ordinal)), JsonSerializer.Serialize(calibration, Format) + (revision is null ? "" : $"\nrevision {revision.Reason}")
            + (languages.SequenceEqual(setup.Operation.Languages) ? "" : $"\nlanguages {string.Join(' ', languages)}"));
        return $"{day}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
    }
}
