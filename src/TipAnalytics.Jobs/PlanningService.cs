using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs;

/// <summary>Puts into the queue what is due: by the schedules, and by files that stand in watched inboxes. Hangfire's own recurring jobs would not do: they do not
/// know the occurrence they stand for, which fixes the month of a release, and in memory they forget what was missed. At most one job of an operation
/// is in the queue at a time, so none can push the others aside.</summary>
internal sealed class PlanningService(JobsOptions options, ReachedOperations operations, JobStore store, StoreState state, ILogger<PlanningService> log) : BackgroundService
{
    private const string Hosts = "tip:hosts";

    private readonly string host = Guid.NewGuid().ToString("N");
    private readonly BackgroundJobClient client = new(store.Storage, new OwnFilters());
    private DateTimeOffset started = options.Clock.GetUtcNow();
    private DateTimeOffset looked = options.Clock.GetUtcNow();

    /// <summary>When schedules were last looked at.</summary>
    public DateTimeOffset Looked => looked;

    /// <summary>Looks once at every operation.</summary>
    public void Look()
    {
        var now = options.Clock.GetUtcNow();
        // A laptop that slept, or a clock that was put forward: nothing ran in between.
        if (now - looked > Schedule.Grace)
            started = now;
        looked = now;
        using var connection = store.Storage.GetConnection();
        var since = Since(connection, now);
        foreach (var operation in operations.All)
        {
            try
            {
                if (operation.Refresh() && operation.Fault is { } fault)
                    log.LogWarning("{Operation}: operation.yaml is wrong now, the schedule before goes on: {Fault}", operation.Plan.Id, fault);
                Look(operation, connection, now, since);
            }
            catch (Exception failure) when (!StoreFailure.Is(failure) && failure is not OutOfMemoryException)
            {
                // One folder that cannot be read stops no other operation.
                log.LogWarning("{Operation}: could not be looked at: {Reason}", operation.Plan.Id, failure is MachineException own ? own.Message : failure.GetType().FullName);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Look();
                state.IsThere();
            }
            catch (Exception failure) when (StoreFailure.Is(failure))
            {
                state.IsAway();
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                // A host that stopped looking would seem to run; the next look may go well.
                log.LogError("Schedules could not be looked at ({Exception}); it is tried again.", bug.GetType().FullName);
            }

            await Task.Delay(options.Tick, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look(ReachedOperation operation, IStorageConnection connection, DateTimeOffset now, DateTimeOffset since)
    {
        var id = operation.Plan.Id;
        // Two processes that plan the same operation take turns.
        using var turn = store.Locks.Try($"plan {id}");
        if (turn is null)
            return;
        var given = connection.GetAllEntriesFromHash(Key(id)) ?? [];
        var states = given.ToDictionary(job => job.Key, job => connection.GetStateData(Given.Parse(job.Value).JobId)?.Name);
        NoteDeleted(operation, given, states);
        if (states.Values.Any(name => name == EnqueuedState.StateName || name == ProcessingState.StateName))
            return;
        // What came goes first: a release is to have it.
        if (operation.Plan.Watched.FirstOrDefault(source => HasNew(operation, source) && IsFree(PlannedJob.Ingest + source)) is { } filled)
        {
            Give(connection, id, PlannedJob.Ingest + filled, "");
            return;
        }

        var steps = Schedule.Due(operation.Plan, operation.Ledger.Read(), now, since).ToList();
        foreach (var begin in steps.OfType<ScheduleStep.Begin>())
            operation.Ledger.Append(operation.Ledger.Line("", RunEvent.Scheduled, begin.Job) with { Table = begin.Table });
        foreach (var miss in steps.OfType<ScheduleStep.Miss>())
            operation.Ledger.Append(Missed(operation, miss));
        // The longest due, so that a job that is due often does not keep the others waiting.
        if (steps.OfType<ScheduleStep.Do>().Where(step => IsFree(step.Job)).OrderBy(step => step.Due).FirstOrDefault() is not { } due)
            return;
        if (due.Earlier > 0)
            log.LogInformation("{Operation}: {Job} was due {Count} times before and is done once", id, due.Job, due.Earlier);
        Give(connection, id, due.Job, due.Due.ToString("O", CultureInfo.InvariantCulture));

        // A job that is to be tried again waits for its time.
        bool IsFree(string job) => states.GetValueOrDefault(job) != ScheduledState.StateName;
    }

    private static bool HasNew(ReachedOperation operation, string source) =>
        operation.Watch.Whole(source) is { Count: > 0 }
        && operation.Watch.Mark(source) != operation.Ledger.Read().LastOrDefault(line => line.Job == PlannedJob.Ingest + source && line.InboxMark is not null)?.InboxMark;

    private void Give(IStorageConnection connection, string operation, string job, string due)
    {
        var jobId = client.Create(Job.FromExpression<OperationJobs>(jobs => jobs.Work(operation, job, due, null, CancellationToken.None)), new EnqueuedState(operation));
        // Killed between these two lines, the job is given a second time, and its second run finds it done.
        connection.SetRangeInHash(Key(operation), [new(job, new Given(jobId, due).ToString())]);
        log.LogInformation("{Operation}: {Job} is due and waits in the queue", operation, job);
    }

    /// <summary>A job that a person took out of the queue before it began: that is an answer too. One that runs writes down its end itself.</summary>
    private void NoteDeleted(ReachedOperation operation, Dictionary<string, string> given, Dictionary<string, string?> states)
    {
        var deleted = given.Where(job => states[job.Key] == DeletedState.StateName && Given.Parse(job.Value).Due.Length > 0).ToList();
        if (deleted.Count == 0)
            return;
        using var idle = store.Locks.Try($"operation {operation.Plan.Id}");
        if (idle is null)
            return;
        foreach (var (job, value) in deleted)
        {
            var due = DateTimeOffset.Parse(Given.Parse(value).Due, CultureInfo.InvariantCulture);
            if (!operation.Ledger.Read().Any(line => line.Job == job && line.Due == due && line.IsFinal))
                operation.Ledger.Append(operation.Ledger.Line("", RunEvent.Ended, job) with { Due = due, Cause = RunCause.Schedule, Outcome = RunOutcome.Cancelled });
        }
    }

    private static RunLine Missed(ReachedOperation operation, ScheduleStep.Miss miss)
    {
        var local = TimeZoneInfo.ConvertTime(miss.Due, operation.Plan.Zone);
        var times = miss.Earlier > 0 ? string.Create(CultureInfo.InvariantCulture, $" (and {miss.Earlier} times before)") : "";
        var byHand = miss.Job switch
        {
            "release" => string.Create(CultureInfo.InvariantCulture, $"tip run {operation.Folder} --as-of {local:yyyy-MM-dd}"),
            "retention" => $"tip purge {operation.Folder}",
            "derive" => $"tip derive {operation.Folder}",
            _ when miss.Job.StartsWith(PlannedJob.Ingest, StringComparison.Ordinal) => $"tip ingest {operation.Folder} --source {miss.Job[PlannedJob.Ingest.Length..]}",
            "audit" => $"tip release {operation.Folder} show",
            _ => $"tip check {operation.Folder}",
        };
        return operation.Ledger.Line("", RunEvent.Missed, miss.Job) with
        {
            Due = miss.Due,
            Outcome = miss.Outcome,
            Messages = miss.Outcome == RunOutcome.Asked
                ? [string.Create(CultureInfo.InvariantCulture, $"{miss.Job} was due on {local:yyyy-MM-dd HH:mm}{times} while no host ran, and a person decides. To do it: «{byHand}».")]
                : null,
        };
    }

    /// <summary>Since when some process has been looking at schedules without a pause.</summary>
    private DateTimeOffset Since(IStorageConnection connection, DateTimeOffset now)
    {
        connection.SetRangeInHash(Hosts, [new(host, string.Create(CultureInfo.InvariantCulture, $"{started:O} {now:O}"))]);
        return connection.GetAllEntriesFromHash(Hosts).Values
            .Select(value => value.Split(' '))
            .Select(times => (Started: DateTimeOffset.Parse(times[0], CultureInfo.InvariantCulture), Looked: DateTimeOffset.Parse(times[1], CultureInfo.InvariantCulture)))
            .Where(other => (now - other.Looked).Duration() < Schedule.Grace)
            .Min(other => other.Started);
    }

    private static string Key(string operation) => $"tip:given:{operation}";

    private sealed record Given(string JobId, string Due)
    {
        public override string ToString() => $"{JobId} {Due}";

        public static Given Parse(string text) => text.Split(' ') is [var job, var due] ? new(job, due) : new(text, "");
    }
}
