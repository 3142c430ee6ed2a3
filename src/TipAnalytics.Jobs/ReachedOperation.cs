using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs;

/// <summary>An operation whose folder this process can reach, with what it does by itself.</summary>
internal sealed class ReachedOperation
{
    private readonly TimeProvider clock;
    private readonly Lock reading = new();
    private (long Length, DateTime Written) known;

    /// <exception cref="DefinitionException">The folder is none of an operation, or its schedule is wrong.</exception>
    public ReachedOperation(string folder, TimeProvider clock)
    {
        (Folder, this.clock) = (Path.GetFullPath(folder), clock);
        known = State();
        Plan = OperationPlan.Read(Folder);
        Ledger = new RunLedger(Folder, clock);
        Watch = new InboxWatch(Folder, Plan.Settle, clock);
    }

    public string Folder { get; }
    public OperationPlan Plan { get; private set; }
    public RunLedger Ledger { get; }
    public InboxWatch Watch { get; private set; }

    /// <summary>What is wrong with the file as it stands now; the schedule before goes on meanwhile. Null: nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads <c>operation.yaml</c> again when it has changed.</summary>
    /// <returns>True when there is a new plan or a new fault.</returns>
    public bool Refresh()
    {
        lock (reading)
        {
            var state = State();
            if (state == known)
                return false;
            known = state;
            try
            {
                var plan = OperationPlan.Read(Folder);
                if (plan.Id != Plan.Id)
                    throw new DefinitionException($"{Folder}: the operation is now «{plan.Id}» and was «{Plan.Id}» when the host started. Start it again.");
                if (plan.Settle != Plan.Settle)
                    Watch = new InboxWatch(Folder, plan.Settle, clock);
                (Plan, Fault) = (plan, null);
            }
            catch (DefinitionException failure)
            {
                Fault = failure.Message;
            }

            return true;
        }
    }

    private (long Length, DateTime Written) State()
    {
        var file = new FileInfo(Path.Combine(Folder, "operation.yaml"));
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }
}

/// <summary>The operations of a process, by id.</summary>
internal sealed class ReachedOperations
{
    private readonly Dictionary<string, ReachedOperation> byId = new(StringComparer.Ordinal);

    /// <exception cref="DefinitionException">With every fault of every operation.</exception>
    public ReachedOperations(JobsOptions options)
    {
        var faults = new List<string>();
        foreach (var folder in options.Folders)
        {
            try
            {
                var operation = new ReachedOperation(folder, options.Clock);
                if (!byId.TryAdd(operation.Plan.Id, operation))
                    faults.Add($"{folder}: has the id «{operation.Plan.Id}», as {byId[operation.Plan.Id].Folder} has. Give each operation its own id, since its jobs are known by it.");
            }
            catch (DefinitionException failure)
            {
                faults.Add($"{folder}: {failure.Message}");
            }
        }

        if (faults.Count > 0)
            throw new DefinitionException(string.Join('\n', faults));
    }

    public IReadOnlyCollection<ReachedOperation> All => byId.Values;

    public IReadOnlyList<string> Ids => [.. byId.Keys.Order(StringComparer.Ordinal)];

    public ReachedOperation? Find(string id) => byId.GetValueOrDefault(id);
}
