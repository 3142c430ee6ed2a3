using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Sources.Api;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Files into the vault, source by source, then what the source's server has. A file that cannot be taken stays where it is; neither it nor a
/// server that cannot be reached stops any other.</summary>
internal sealed class Ingest(RunOptions options, OperationSetup setup, OperationFolder folder, Vault vault, DateOnly asOf)
{
    // What a file has more is read as it is stored, row by row.
    private const int RowsAhead = 50_000;

    private const int RowsToTell = 10_000;

    private readonly List<string> taken = [];

    /// <summary>True when the vault differs from its last commit.</summary>
    public bool HasChanged { get; private set; } = vault.Adapted.Count > 0;

    /// <param name="sourceId">Only this source; null: all.</param>
    /// <param name="files">Files named by hand; empty: what waits in the inbox.</param>
    public IngestSummary Take(string? sourceId, IReadOnlyList<string> files)
    {
        foreach (var dropped in vault.Adapted)
            options.Say("ingest", dropped);
        var (batches, refused, unnamed, held) = (new List<BatchSummary>(), new List<string>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var unreached = new List<string>();
        TakeAll([.. Chosen(sourceId, files)], removes: files.Count == 0, batches, Refuse, unreached.Add);
        Correct(sourceId, held, isByHand: files.Count > 0);
        var (hasNewNote, remembered) = HeldNotes.Update(vault, [.. Sources(sourceId).Select(source => source.Id)], batches, files.Count > 0, asOf);
        HasChanged |= hasNewNote;
        refused.AddRange(remembered);
        unnamed.AddRange(remembered);
        List<string> strays = [.. UnknownInboxFolders(sourceId), .. FoldersInside(sourceId)];
        refused.AddRange(strays);
        if (strays.Count > 0)
            unnamed.Add(string.Create(CultureInfo.InvariantCulture, $"inbox: {strays.Count} folders or files belong to no source, or stand inside a folder, and are not read. Put files into the folder of their source."));
        var changed = batches.Where(batch => !batch.AlreadyTaken && batch.Held is null).Select(batch => batch.SourceId).ToHashSet(StringComparer.Ordinal);
        var streams = setup.Sources.Where(source => changed.Contains(source.Id)).Select(source => source.Stream).Distinct().Order(StringComparer.Ordinal);
        List<OpenRow> open = [.. OpenRow.Read(vault.Connection).Where(row => sourceId is null || row.SourceId == sourceId)];
        var rules = batches.SelectMany(batch => batch.RejectedByRule.Keys).Concat(open.Select(row => row.Rule)).Distinct().Order(StringComparer.Ordinal);
        return new IngestSummary(batches, refused)
        {
            RefusedUnnamed = unnamed,
            Unreached = unreached,
            Open = open,
            Rules = [.. rules.Select(rule => RuleWords.Of(rule, setup.Catalogue))],
            Kept = KeptCombinations.Read(vault.Connection, streams.Select(id => setup.Catalogue.Streams[id]), setup.Areas),
            Quality = Quality(changed),
            Waiting = [.. FrozenMonths.Waiting(vault.Connection).Select(rows => rows.SourceId).Where(changed.Contains).Distinct().Order(StringComparer.Ordinal)],
        };

        void Refuse(SourceDefinition source, string? path, string reason)
        {
            refused.Add(reason);
            unnamed.Add(path is null ? reason : WithoutNames(source, path, reason));
            held.Add(source.Id);
        }
    }

    private void TakeAll(IReadOnlyList<(SourceDefinition Source, string? Path)> work, bool removes, List<BatchSummary> batches, Action<SourceDefinition, string?, string> refuse, Action<string> unreached)
    {
        var opening = work.Count > 0 ? Opening(work[0]) : null;
        try
        {
            for (var i = 0; i < work.Count; i++)
            {
                var (source, path) = work[i];
                var opened = opening!;
                opening = i + 1 < work.Count ? Opening(work[i + 1]) : null;
                options.Say("ingest", $"{source.Id}: {(path is null ? $"asking {source.Api!.Title}" : Path.GetFileName(path))}", (double)i / work.Count);
                try
                {
                    using var file = opened.GetAwaiter().GetResult();
                    var batch = TakeFile(source, file);
                    batches.Add(batch);
                    if (batch.Held is { } reason)
                        refuse(source, path, reason);
                    else if (path is not null && !source.Keep && removes)
                        taken.AddRange(new[] { path, ParentOf(source, path) }.OfType<string>().Except(taken));
                }
                catch (SourceDataException failure) when (failure.MissingColumns.Count > 0)
                {
                    batches.Add(Held(source, path, failure));
                    refuse(source, path, failure.Message + (HasData(source) ? " The data taken before keep serving." : ""));
                }
                catch (SourceDataException failure)
                {
                    refuse(source, path, failure.Message);
                    if (failure.MayPass)
                        unreached(source.Id);
                }
            }
        }
        finally
        {
            // Left over only when the run ends early.
            opening?.ContinueWith(
                left => left.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    /// <summary>Brings the records in line with the corrections. One that matches nothing stops the run, unless its file may still come: a file of its source
    /// was refused, or other files were named and it waits in the inbox.</summary>
    /// <exception cref="DefinitionException">Corrections that match nothing, one a line; the vault stays as last committed.</exception>
    private void Correct(string? sourceId, HashSet<string> held, bool isByHand)
    {
        HasChanged |= VaultAreas.Apply(vault, Derivation.SourcedStreams(setup), setup.Places) > 0;
        var (changes, unmatched) = VaultCorrections.Apply(vault, setup);
        HasChanged |= changes > 0;
        var open = unmatched.Where(correction => (sourceId is null || correction.SourceId == sourceId) && !held.Contains(correction.SourceId) && !(isByHand && IsWaiting(correction))).ToList();
        if (open.Count > 0)
            throw new DefinitionException(string.Join('\n', open.Select(correction => VaultCorrections.Unmatched(vault, correction))));
    }

    private List<SourceQuality> Quality(HashSet<string> changed) =>
        [.. setup.Sources.Where(source => changed.Contains(source.Id)).OrderBy(source => source.Id, StringComparer.Ordinal)
            .Select(source => new SourceQualityChecks(vault.Connection, source, setup.Catalogue.Streams[source.Stream]).Run(Window.LastClosedMonth(setup.Operation, asOf)))];

    private bool IsWaiting(Correction correction) => folder.Waiting(correction.SourceId).Any(path =>
        SourceFileReader.HashOf(path, setup.Sources.First(source => source.Id == correction.SourceId)) == correction.FileHash);

    /// <summary>Removes taken files from the inbox (they hold personal data). Call after the vault is committed: a file is never in neither place.</summary>
    /// <exception cref="MachineException">Files that could not be removed; what they held is in the vault.</exception>
    public void ClearInbox()
    {
        var left = taken.Where(path => !TryRemove(path)).Select(path => Path.GetRelativePath(folder.Root, path)).ToList();
        taken.Clear();
        if (left.Count > 0)
            throw new MachineException($"{folder.Root}: taken into the vault, but could not be removed: {string.Join(", ", left)}. Export files hold personal data: check rights and remove them by hand.");
    }

    /// <summary>Writes the list of places that were not found. Call after the vault is committed.</summary>
    /// <returns>The account with what the list holds.</returns>
    public IngestSummary ListUnmatched(IngestSummary summary) => summary with { UnmatchedPlaces = UnmatchedPlaceFile.Write(setup, folder, vault) };

    private static bool TryRemove(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            return false;
        }
    }

    private BatchSummary TakeFile(SourceDefinition source, SourceFile file)
    {
        var batch = Readable(file.FileName, () => BatchLoader.Load(vault, source, setup.Catalogue.Streams[source.Stream], file, asOf, setup.Catalogue.RulesOf(source.Stream), RowCorrections.Of(setup, source.Id, file.FileHash)));
        HasChanged |= !batch.AlreadyTaken && batch.Held is null;
        if (!batch.AlreadyTaken)
            HasChanged |= UnmatchedPlaces.Note(vault, source.Id, file, asOf);
        return batch;
    }

    /// <summary>A message with the hash in place of the name of a file, and of those under which the file of its parents is or may be beside it.</summary>
    private static string WithoutNames(SourceDefinition source, string path, string reason)
    {
        var parents = source.Parent is { } parent ? CsvSiblings.ParentNames(path, parent, source.Sheet).ToList() : [];
        reason = reason.Replace(string.Join(" or ", parents.DefaultIfEmpty("\0")), "the file of its parents", StringComparison.Ordinal);
        // The longer name may hold the shorter one.
        foreach (var name in parents.Append(Path.GetFileName(path)).OrderByDescending(name => name.Length))
            reason = reason.Replace(name, name == Path.GetFileName(path) ? Unnamed(source, path) : "the file of its parents", StringComparison.OrdinalIgnoreCase);
        return reason;
    }

    private static string Unnamed(SourceDefinition source, string path)
    {
        try
        {
            return $"{source.Id}, file {SourceFileReader.HashOf(path, source)[..8]}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{source.Id}, a file that cannot be opened";
        }
    }

    /// <summary>A file whose needed columns are gone: nothing of it was read.</summary>
    private static BatchSummary Held(SourceDefinition source, string? path, SourceDataException failure) =>
        BatchSummary.Unread(source.Id, path is null ? source.Id : Path.GetFileName(path), "", failure.Message) with
        {
            HeldCause = HoldCause.ColumnsGone,
            HeldSubjects = failure.MissingColumns,
            FileHash = failure.FileHash,
        };

    private bool HasData(SourceDefinition source)
    {
        using var command = vault.Connection.CreateCommand();
        command.CommandText = "select count(*) from batch where source_id = $source";
        command.Parameters.Add(new DuckDBParameter("source", source.Id));
        return (long)command.ExecuteScalar()! > 0;
    }

    /// <summary>Opens a file and reads its first rows, or pulls a source, while the one before it is being stored. What is held are mapped rows: no
    /// personal cell.</summary>
    private Task<SourceFile> Opening((SourceDefinition Source, string? Path) work) => Task.Run(() =>
    {
        var (source, path) = work;
        var stream = setup.Catalogue.Streams[source.Stream];
        // Before anything is read or asked for.
        if ((ProtocolCheck.Refusal(source, stream, asOf, DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime), isPulled: path is null) ?? MappingReview.Refusal(source)) is { } refusal)
            throw new SourceDataException($"{(path is null ? source.Id : Path.GetFileName(path))}: not taken. {refusal}");
        if (path is null)
            return new ApiPull(source, stream, setup, vault.RecordKeys).Read(options.Clock, (read, expected) => options.Say("ingest", string.Create(CultureInfo.InvariantCulture, $"{source.Id}: {read} of {expected} records")), options.Cancel);
        return Readable(Path.GetFileName(path), () =>
        {
            var file = SourceFileReader.Open(path, source, stream, setup, vault.RecordKeys);
            return file with { Rows = Told(Ahead(file.Rows), $"{source.Id}: {file.FileName}") };
        });
    });

    /// <summary>The first rows now, the others when they are asked for.</summary>
    private static IEnumerable<SourceRow> Ahead(IEnumerable<SourceRow> rows)
    {
        var left = rows.GetEnumerator();
        var first = new List<SourceRow>();
        var hasMore = true;
        while (first.Count < RowsAhead && (hasMore = left.MoveNext()))
            first.Add(left.Current);
        if (hasMore)
            return first.Concat(Rest(left));
        left.Dispose();
        return first;
    }

    private static IEnumerable<SourceRow> Rest(IEnumerator<SourceRow> rows)
    {
        using (rows)
        {
            while (rows.MoveNext())
                yield return rows.Current;
        }
    }

    /// <summary>Says now and then how far a large file is, and ends when the run is stopped.</summary>
    private IEnumerable<SourceRow> Told(IEnumerable<SourceRow> rows, string name)
    {
        var read = 0;
        foreach (var row in rows)
        {
            if (++read % RowsToTell == 0)
                options.Say("ingest", string.Create(CultureInfo.InvariantCulture, $"{name}, {read} rows so far"));
            yield return row;
        }
    }

    private static T Readable<T>(string fileName, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SourceDataException($"{fileName}: cannot be read: {StorageFailure.Reason(failure)}. Nothing of it was taken.");
        }
    }

    /// <summary>The files whose rows are records: the file of their parents is read with them.</summary>
    private static IEnumerable<string> Records(SourceDefinition source, IReadOnlyList<string> waiting)
    {
        var parents = waiting.Select(path => ParentOf(source, path)).ToHashSet(StringComparer.Ordinal);
        return waiting.Where(path => !parents.Contains(path));
    }

    private static string? ParentOf(SourceDefinition source, string path) =>
        source.Parent is { } parent && CsvSiblings.ParentOf(path, parent, source.Sheet) is { } found ? Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(found)) : null;

    /// <returns>Files, and sources to be pulled (without a path).</returns>
    private IEnumerable<(SourceDefinition Source, string? Path)> Chosen(string? sourceId, IReadOnlyList<string> files)
    {
        var sources = Sources(sourceId).ToList();
        if (sources.Count == 0)
            throw new DefinitionException($"No source \"{sourceId}\" in this operation. It has: {string.Join(", ", setup.Sources.Select(source => source.Id))}.");
        if (files.Count == 0)
        {
            return from source in sources
                   from path in Records(source, [.. folder.Waiting(source.Id).Where(path => options.Whole?.Contains(path) != false)]).Append<string?>(null)
                   where path is not null || source.Api is not null
                   select (source, path);
        }

        if (sourceId is null)
            throw new DefinitionException("Files were named without a source. Say which source they come from: --source ID.");
        foreach (var file in files.Where(file => !File.Exists(file)))
            throw new SourceDataException($"{file}: there is no such file.");
        return files.Select(file => (sources[0], (string?)file));
    }

    private IEnumerable<SourceDefinition> Sources(string? sourceId) => setup.Sources.Where(source => sourceId is null || source.Id == sourceId);

    private IEnumerable<string> FoldersInside(string? sourceId) =>
        from source in setup.Sources
        where sourceId is null || source.Id == sourceId
        let inbox = Path.Combine(folder.Inbox, source.Id)
        where Directory.Exists(inbox)
        from inside in Directory.EnumerateDirectories(inbox).Order(StringComparer.Ordinal)
        select $"inbox/{source.Id}/{Path.GetFileName(inside)}: folders inside an inbox are not read. Put the files into inbox/{source.Id} itself.";

    private IEnumerable<string> UnknownInboxFolders(string? sourceId) =>
        sourceId is not null || !Directory.Exists(folder.Inbox)
            ? []
            : Directory.EnumerateFileSystemEntries(folder.Inbox)
                .Select(path => Path.GetFileName(path)!)
                .Where(name => name[0] != '.' && setup.Sources.All(source => source.Id != name))
                .Order(StringComparer.Ordinal)
                .Select(name => $"inbox/{name}: no source has this id. Put files into a folder named after their source ({string.Join(", ", setup.Sources.Select(source => source.Id))}).");
}
