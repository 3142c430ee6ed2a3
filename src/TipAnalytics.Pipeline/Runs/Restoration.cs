using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Puts a restored operation in the place of another, all at once for whoever looks through this program. The work is done in a folder beside the
/// operation, <c>NAME.restore</c>, under a lock of its own: <c>new</c> is made ready in it, the operation that was there becomes <c>old</c>, then <c>new</c>
/// takes its place.</summary>
/// <remarks>Killed before <c>old</c> is there, nothing has changed; after it, <see cref="Finish"/> completes the exchange, which every command calls first.</remarks>
internal sealed class Restoration : IDisposable
{
    private readonly OperationFolder target;
    private readonly VaultLock held;

    private Restoration(OperationFolder target, VaultLock held) => (this.target, this.held) = (target, held);

    /// <summary>Where the restored operation is made ready.</summary>
    public string New => NewOf(target);

    /// <summary>Begins with an empty <see cref="New"/>; what an earlier attempt left is completed or removed.</summary>
    /// <exception cref="MachineException">Another restoration is at work, or the folder beside cannot be written.</exception>
    public static Restoration Begin(OperationFolder target)
    {
        Finish(target);
        var held = VaultLock.Take(WorkOf(target));
        try
        {
            Directory.CreateDirectory(NewOf(target));
            return new Restoration(target, held);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            held.Dispose();
            throw new MachineException($"{WorkOf(target)}: could not be made: {StorageFailure.Reason(failure)}. A restored operation is made ready beside its place: give rights there, or restore to another place.");
        }
    }

    /// <summary>Exchanges the operation that stands for <see cref="New"/>; files that wait in its inbox move over.</summary>
    /// <param name="standing">Lock of the operation that stands; null: none stands.</param>
    /// <exception cref="MachineException">The folders cannot be renamed; what stands then is the old operation, or the next command completes the new one.</exception>
    public void Exchange(VaultLock? standing)
    {
        try
        {
            // Nobody else takes it: whoever comes now finds the restoration's own lock first. Windows renames no folder with an open file in it.
            if (OperatingSystem.IsWindows())
                standing?.Dispose();
            if (standing is not null)
                Directory.Move(target.Root, OldOf(target));
            else if (Directory.Exists(target.Root))
                Directory.Delete(target.Root);
            Complete(target);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{target.Root}: could not be exchanged: {StorageFailure.Reason(failure)}. {(Directory.Exists(target.Root) ? "It is as it was" : "The next command completes it")}. A folder that is a mount of its own cannot be renamed: keep operations in folders inside it.");
        }
    }

    /// <summary>Removes what is left of the work.</summary>
    public void Dispose()
    {
        // Past the exchange «old» is needed until the next command has completed it.
        if (!Directory.Exists(OldOf(target)))
            RemoveWork(target, held);
        else
            held.Dispose();
    }

    /// <summary>Completes an exchange that a killed process left, or removes what it had made ready.</summary>
    /// <exception cref="MachineException">A restoration is at work on the operation, or the folders cannot be written.</exception>
    public static void Finish(OperationFolder target)
    {
        if (!Directory.Exists(WorkOf(target)))
            return;
        var held = VaultLock.Take(WorkOf(target));
        try
        {
            if (Directory.Exists(OldOf(target)))
                Complete(target);
            RemoveWork(target, held);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{WorkOf(target)}: a restoration ended midway and could not be completed: {StorageFailure.Reason(failure)}. Give rights or free space, then run again.");
        }
        finally
        {
            held.Dispose();
        }
    }

    private static string WorkOf(OperationFolder target) => target.Root + ".restore";

    private static string NewOf(OperationFolder target) => Path.Combine(WorkOf(target), "new");

    private static string OldOf(OperationFolder target) => Path.Combine(WorkOf(target), "old");

    /// <summary>From «old» and «new» to the end; from any point between too.</summary>
    private static void Complete(OperationFolder target)
    {
        if (!Directory.Exists(target.Root))
            Directory.Move(Directory.Exists(NewOf(target)) ? NewOf(target) : OldOf(target), target.Root);
        DurableFile.FlushFolder(Path.GetDirectoryName(target.Root)!);
        if (!Directory.Exists(OldOf(target)))
            return;
        var inbox = new OperationFolder(OldOf(target)).Inbox;
        if (Directory.Exists(inbox))
        {
            foreach (var waiting in Directory.EnumerateFiles(inbox, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var path = Path.Combine(target.Inbox, Path.GetRelativePath(inbox, waiting));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(waiting, path, overwrite: true);
            }
        }

        Directory.Delete(OldOf(target), recursive: true);
    }

    private static void RemoveWork(OperationFolder target, VaultLock held)
    {
        try
        {
            foreach (var folder in new[] { NewOf(target), OldOf(target) }.Where(Directory.Exists))
                Directory.Delete(folder, recursive: true);
            // On Windows an open file keeps its folder; whoever takes the lock in between finds nothing to complete.
            if (OperatingSystem.IsWindows())
                held.Dispose();
            Directory.Delete(WorkOf(target), recursive: true);
            held.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next command tries again: what lies there is encrypted or was there before.
            held.Dispose();
        }
    }
}
