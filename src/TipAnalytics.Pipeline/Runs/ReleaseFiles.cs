using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Files beside release folders that say where each release stands, and the marks inside them. All follow from the events in the vault: whatever a run that was killed left, the
/// next one writes what is right.</summary>
internal static class ReleaseFiles
{
    public static string Folder(OperationFolder folder, string id) => Path.Combine(folder.Releases, id);

    public static string Approval(OperationFolder folder, string id) => Folder(folder, id) + ApprovalFile.Ending;

    public static string State(OperationFolder folder, string id) => Folder(folder, id) + StateFile.Ending;

    public static string Notice(OperationFolder folder, string id) => Folder(folder, id) + WithdrawalNotice.Ending;

    /// <summary>Reads the events, and looks for what stands beside the releases and is not among them: a vault that is older than its releases knows too little to protect the next.</summary>
    /// <exception cref="ReleaseBlockedException">The chain is broken, or an event is missing from its end.</exception>
    public static ReleaseChain Chain(OperationFolder folder, OperationSetup setup, Vault vault)
    {
        var chain = ReleaseChain.Read(vault.Connection, setup.Approvers);
        var (known, hashes) = (chain.ReleaseIds.ToHashSet(StringComparer.Ordinal), chain.Events.Select(line => line.Sha256).ToHashSet(StringComparer.Ordinal));
        foreach (var path in Beside(folder, StateFile.Ending))
        {
            if (StateFile.Read(File.ReadAllBytes(path)) is { } file && (!known.Contains(file.ReleaseId) || (file.EventSha256 is { } hash && !hashes.Contains(hash))))
            {
                throw new ReleaseBlockedException(
                    $"{Path.GetFileName(path)}: says that release {file.ReleaseId} is {file.State}, and the vault does not know of it: the vault is older than the releases, or an event was taken out of it. "
                    + "Nothing is made, approved or published on it, as it would not be protected against what was released. Restore the newer vault from a back-up.");
            }
        }

        return chain;
    }

    /// <summary>Writes what is not there or not right.</summary>
    /// <exception cref="MachineException">It cannot be written; what was decided stands in the vault.</exception>
    public static void Write(OperationFolder folder, OperationSetup setup, ReleaseChain chain)
    {
        try
        {
            foreach (var standing in chain.ReleaseIds.Select(id => chain.Find(id)!).Where(standing => standing.Draft is not null))
                Write(folder, setup, standing);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder.Releases}: the files beside the releases could not be written: {StorageFailure.Reason(failure)}. What was decided stands in the vault; the next «tip release» command writes them.");
        }
    }

    private static void Write(OperationFolder folder, OperationSetup setup, ReleaseStanding standing)
    {
        var state = StateFile.Of(standing, setup.Operation.Persons(standing.Draft!.Audience));
        var release = Folder(folder, standing.Id);
        Directory.CreateDirectory(folder.Releases);
        // The mark goes last when something becomes published, and comes first when it is withdrawn.
        if (state.State == ReleaseEvent.Withdrawn)
        {
            Put(Notice(folder, standing.Id), WithdrawalNotice.Text(setup.Operation.Name, standing));
            Mark(release, ReleaseMarks.Withdrawn, ReleaseMarks.WithdrawnText, isThere: true);
        }

        if (standing.Persons.Count > 0)
            Put(Approval(folder, standing.Id), ApprovalFile.Of(standing).ToText());
        Put(State(folder, standing.Id), state.ToText());
        Mark(release, ReleaseMarks.Draft, ReleaseMarks.DraftText, isThere: state.State is ReleaseEvent.Draft or ReleaseEvent.Audited or ReleaseEvent.Approved);
    }

    private static void Mark(string release, string name, string text, bool isThere)
    {
        if (isThere && Directory.Exists(release))
            Put(Path.Combine(release, name), text);
        else if (!isThere && File.Exists(Path.Combine(release, name)))
            File.Delete(Path.Combine(release, name));
    }

    private static void Put(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            DurableFile.WriteText(path, text);
    }

    private static IEnumerable<string> Beside(OperationFolder folder, string ending) =>
        Directory.Exists(folder.Releases) ? Directory.EnumerateFiles(folder.Releases, $"*{ending}").Order(StringComparer.Ordinal) : [];
}
