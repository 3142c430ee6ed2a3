using Hangfire;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs;

/// <summary>What pages and health checks show.</summary>
public sealed class JobsStatus
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);
    private const int MostRunning = 100;

    private readonly JobsOptions options;
    private readonly ReachedOperations operations;
    private readonly JobStore store;
    private readonly StoreState state;
    private readonly PlanningService planning;

    internal JobsStatus(JobsOptions options, ReachedOperations operations, JobStore store, StoreState state, PlanningService planning) =>
        (this.options, this.operations, this.store, this.state, this.planning) = (options, operations, store, state, planning);

    /// <summary>Where the queue is: «in memory», or database and server.</summary>
    public string Store => store.Name;

    /// <summary>For Hangfire's own pages.</summary>
    public JobStorage Storage => store.Storage;

    /// <summary>What keeps this process from doing jobs; empty when it does.</summary>
    public IReadOnlyList<string> Faults() =>
    [
        .. state.IsAnswering ? Array.Empty<string>() : ["The database of jobs does not answer."],
        .. options.Clock.GetUtcNow() - planning.Looked is var silence && silence > LongestSilence + options.Tick ? ["Schedules have not been looked at for some minutes."] : Array.Empty<string>(),
        .. operations.All.Where(operation => operation.Fault is not null).Select(operation => $"{operation.Plan.Id}: operation.yaml is wrong; see the log or «tip check»."),
    ];

    /// <summary>By operation: what runs, what comes, and what was done last, newest first.</summary>
    public IReadOnlyList<OperationStatus> Operations(int lines)
    {
        var running = Running();
        var now = options.Clock.GetUtcNow();
        return [.. operations.All.OrderBy(operation => operation.Plan.Id, StringComparer.Ordinal).Select(operation => new OperationStatus(
            operation.Plan.Id, operation.Plan.Name, operation.Plan.Zone, operation.Fault,
            [.. running.Where(job => job.Operation == operation.Plan.Id)],
            [.. operation.Plan.Jobs.Select(job => (job.Name, Next: Schedule.NextAfter(job, operation.Plan.Zone, now))).Where(job => job.Next is not null).OrderBy(job => job.Next).Select(job => new ComingJob(job.Name, job.Next!.Value))],
            operation.Plan.Watched,
            [.. RunHistory.Of(operation.Ledger.Read()).Take(lines)]))];
    }

    private List<RunningJob> Running()
    {
        try
        {
            using var connection = store.Storage.GetConnection();
            return [.. store.Storage.GetMonitoringApi().ProcessingJobs(0, MostRunning)
                .Where(job => job.Value.Job?.Type == typeof(OperationJobs))
                .Select(job => new RunningJob(job.Key, (string)job.Value.Job.Args[0], (string)job.Value.Job.Args[1], connection.GetJobParameter(job.Key, OperationJobs.ProgressParameter)?.Trim('"') ?? ""))];
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            state.IsAway();
            return [];
        }
    }
}

/// <param name="Fault">What is wrong with its definition now; null: nothing.</param>
/// <param name="Watched">Sources whose inbox is watched.</param>
/// <param name="Last">Newest first.</param>
public sealed record OperationStatus(
    string Id, string Name, TimeZoneInfo Zone, string? Fault, IReadOnlyList<RunningJob> Running, IReadOnlyList<ComingJob> Coming, IReadOnlyList<string> Watched, IReadOnlyList<RunRecord> Last);

/// <param name="Id">Hangfire's.</param>
/// <param name="Progress">Stage and share; empty before the first.</param>
public sealed record RunningJob(string Id, string Operation, string Job, string Progress);

public sealed record ComingJob(string Job, DateTimeOffset Next);
