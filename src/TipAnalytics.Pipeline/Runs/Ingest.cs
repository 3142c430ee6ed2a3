using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Files into the vault, source by source. A file that cannot be taken stays where it is and stops no other.</summary>
internal sealed class Ingest(RunOptions options, OperationSetup setup, OperationFolder folder, Vault vault, DateOnly asOf)
{
    private readonly List<string> taken = [];

    /// <summary>True when the vault differs from its last commit.</summary>
    public bool HasChanged { get; private set; } = vault.Adapted.Count > 0;

    /// <param name="sourceId">Only this source; null: all.</param>
    /// <param name="files">Files named by hand; empty: what waits in the inbox.</param>
    public IngestSummary Take(string? sourceId, IReadOnlyList<string> files)
    {
        foreach (var dropped in vault.Adapted)
            options.Say("ingest", dropped);
        var batches = new List<BatchSummary>();
        var refused = new List<string>();
        var work = Chosen(sourceId, files).ToList();
        for (var i = 0; i < work.Count; i++)
        {
            var (source, path) = work[i];
            options.Say("ingest", $"{source.Id}: {Path.GetFileName(path)}", (double)i / work.Count);
            try
            {
                var batch = TakeFile(source, path);
                batches.Add(batch);
                if (batch.Held is { } reason)
                    refused.Add(reason);
                else if (!source.Keep && files.Count == 0)
                    taken.Add(path);
            }
            catch (SourceDataException failure)
            {
                refused.Add(failure.Message);
            }
        }

        refused.AddRange(UnknownInboxFolders(sourceId));
        return new IngestSummary(batches, refused);
    }

    /// <summary>Removes taken files from the inbox (they hold personal data). Call after the vault is committed: a file is never in neither place.</summary>
    /// <exception cref="MachineException">Files that could not be removed; what they held is in the vault.</exception>
    public void ClearInbox()
    {
        var left = taken.Where(path => !TryRemove(path)).Select(path => Path.GetRelativePath(folder.Root, path)).ToList();
        taken.Clear();
        if (left.Count > 0)
            throw new MachineException($"{folder.Root}: taken into the vault, but could not be removed: {string.Join(", ", left)}. Export files hold personal data: check rights and remove them by hand.");
    }

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

    private BatchSummary TakeFile(SourceDefinition source, string path)
    {
        var stream = setup.Catalogue.Streams[source.Stream];
        if (ProtocolCheck.Refusal(source, stream, asOf) is { } refusal)
            throw new SourceDataException($"{Path.GetFileName(path)}: not taken. {refusal}");
        try
        {
            var file = SourceFileReader.Open(path, source, stream, setup, vault.RecordKeys);
            var batch = BatchLoader.Load(vault, source, stream, file, asOf);
            HasChanged |= !batch.AlreadyTaken && batch.Held is null;
            return batch;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SourceDataException($"{Path.GetFileName(path)}: cannot be read: {StorageFailure.Reason(failure)}. Nothing of it was taken.");
        }
    }

    private IEnumerable<(SourceDefinition Source, string Path)> Chosen(string? sourceId, IReadOnlyList<string> files)
    {
        var sources = setup.Sources.Where(source => sourceId is null || source.Id == sourceId).ToList();
        if (sources.Count == 0)
            throw new DefinitionException($"No source \"{sourceId}\" in this operation. It has: {string.Join(", ", setup.Sources.Select(source => source.Id))}.");
        if (files.Count == 0)
            return sources.SelectMany(source => folder.Waiting(source.Id), (source, path) => (source, path));
        if (sourceId is null)
            throw new DefinitionException("Files were named without a source. Say which source they come from: --source ID.");
        foreach (var file in files.Where(file => !File.Exists(file)))
            throw new SourceDataException($"{file}: there is no such file.");
        return files.Select(file => (sources[0], file));
    }

    private IEnumerable<string> UnknownInboxFolders(string? sourceId) =>
        sourceId is not null || !Directory.Exists(folder.Inbox)
            ? []
            : Directory.EnumerateFileSystemEntries(folder.Inbox)
                .Select(path => Path.GetFileName(path)!)
                .Where(name => name[0] != '.' && setup.Sources.All(source => source.Id != name))
                .Order(StringComparer.Ordinal)
                .Select(name => $"inbox/{name}: no source has this id. Put files into a folder named after their source ({string.Join(", ", setup.Sources.Select(source => source.Id))}).");
}
