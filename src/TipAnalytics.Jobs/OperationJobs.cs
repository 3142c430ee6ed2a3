using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.Server;
using Hangfire.States;
using Microsoft.Extensions.Logging;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs;

/// <summary>The jobs of operations: each locks its operation, does its steps and writes into the run ledger how they ended. Stopped anywhere and started
/// again, it comes to the same end.</summary>
[JobRules]
[AutomaticRetry(Attempts = 0)]
internal sealed class OperationJobs(JobsOptions options, ReachedOperations operations, JobStore store, JobsTelemetry telemetry, ILogger<OperationJobs> log)
{
    /// <summary>Hangfire's parameter with how far a running job is.</summary>
    public const string ProgressParameter = "Progress";

    private const string AttemptParameter = "Attempt";
    private const int Attempts = 5;

    private static readonly TimeSpan LongestBusyWait = TimeSpan.FromMinutes(5);

    /// <param name="operation">Id.</param>
    /// <param name="job">Name, as in the run ledger.</param>
    /// <param name="due">When the schedule has it (ISO 8601, UTC); empty: files stand in an inbox.</param>
    [JobDisplayName("{0}: {1} {2}")]
    public void Work(string operation, string job, string due, PerformContext? context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The queue is of this process; a job that a person put elsewhere waits for one that can reach the folder.
        var reached = operations.Find(operation) ?? throw new TryLaterException("This process cannot reach the folder of the operation.", TimeSpan.FromMinutes(1));
        using var held = Lock(operation, context);
        var occurrence = due.Length == 0 ? (DateTimeOffset?)null : DateTimeOffset.Parse(due, CultureInfo.InvariantCulture);
        var lines = reached.Ledger.Read();
        // Asked for twice, or done and the queue did not hear of it any more.
        if (occurrence is { } known && lines.Any(line => line.Job == job && line.Due == known && line.IsFinal))
            return;
        Run(reached, job, occurrence, lines, context, cancel);
    }

    private void Run(ReachedOperation operation, string job, DateTimeOffset? due, IReadOnlyList<RunLine> lines, PerformContext context, CancellationToken cancel)
    {
        var (ledger, run, began) = (operation.Ledger, operation.Ledger.NewRun(), options.Clock.GetTimestamp());
        var cause = due is null ? RunCause.Inbox : RunCause.Schedule;
        var asOf = due is { } moment && job == "release" ? AsOf(operation.Plan, moment) : (DateOnly?)null;
        // The first line of this occurrence that is there, if it was begun before.
        var begun = due is null ? null : lines.FirstOrDefault(line => line.Job == job && line.Due == due && line.Event == RunEvent.Started)?.At;
        Written(() => ledger.Append(ledger.Line(run, RunEvent.Started, job) with { Due = due, Cause = cause, AsOf = asOf, Where = RunLedger.Here }));
        using var activity = telemetry.Begin(operation.Plan.Id, job);
        log.LogInformation("{Operation}: {Job} begins ({Cause})", operation.Plan.Id, job, cause);
        var attempt = context.GetJobParameter<int>(AttemptParameter);
        var (result, failure) = Do(operation, job, begun, asOf, context, cancel);
        if (result.MayPass)
            result = attempt < Attempts ? result with { Outcome = RunOutcome.Again } : result;
        var seconds = Math.Round(options.Clock.GetElapsedTime(began).TotalSeconds, 1);
        Written(() => ledger.Append(result.On(ledger.Line(run, RunEvent.Ended, job)) with { Due = due, Cause = cause, AsOf = asOf, Seconds = seconds }));
        telemetry.End(activity, operation.Plan.Id, job, result, seconds);
        log.LogInformation("{Operation}: {Job} ended as {Outcome} after {Seconds} s, {InputCount} inputs, {MessageCount} messages", operation.Plan.Id, job, result.Outcome, seconds, result.Inputs.Count, result.Messages.Count);
        if (result.Outcome == RunOutcome.Again)
        {
            context.SetJobParameter(AttemptParameter, attempt + 1);
            throw new TryLaterException(string.Join(' ', result.Messages), options.FirstRetry * Math.Pow(4, attempt));
        }

        if (result.Outcome is RunOutcome.Cancelled or RunOutcome.Interrupted)
            throw new OperationCanceledException(cancel);
        // What a person has to act on is told to that person, and no failure of the job: trying it again changes nothing.
        if (result.Outcome == RunOutcome.Failed)
            throw failure ?? new JobFailedException(string.Join(' ', result.Messages));
    }

    private (RunResult Result, Exception? Failure) Do(ReachedOperation operation, string job, DateTimeOffset? begun, DateOnly? asOf, PerformContext context, CancellationToken cancel)
    {
        try
        {
            return (Steps(operation, job, begun, asOf, context, cancel), null);
        }
        catch (TipException failure)
        {
            return (RunResult.Of(operation.Folder, failure) with { InboxMark = MarkOf(operation, job, null) }, null);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return (IsDeleted(context)
                ? new RunResult(RunOutcome.Cancelled, 13) { InboxMark = MarkOf(operation, job, null) }
                : new RunResult(RunOutcome.Interrupted, 13), null);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // The type and the place, not the message: a library's message may quote a value.
            var place = new StackTrace(bug).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(method => method?.DeclaringType?.FullName?.StartsWith("TipAnalytics", StringComparison.Ordinal) == true);
            var text = $"A bug in the program ({bug.GetType().FullName} in {place?.DeclaringType?.Name}.{place?.Name}). Nothing half done is left. Please report this line; it holds no data.";
            return (new RunResult(RunOutcome.Failed, 1) { Messages = [text], InboxMark = MarkOf(operation, job, null) }, new JobFailedException(text));
        }
    }

    /// <summary>True when a person cancelled the job; the token also ends with the host, and when another host was given the job.</summary>
    private static bool IsDeleted(PerformContext context)
    {
        try
        {
            return context.Connection.GetStateData(context.BackgroundJob.Id)?.Name == DeletedState.StateName;
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            return false;
        }
    }

    private RunResult Steps(ReachedOperation operation, string job, DateTimeOffset? begun, DateOnly? asOf, PerformContext context, CancellationToken cancel)
    {
        var run = new RunOptions(operation.Folder)
        {
            Catalogue = options.Catalogue,
            Clock = options.Clock,
            AsOf = asOf,
            BegunBefore = begun,
            Cancel = cancel,
            Progress = new StoredProgress(context, options.Clock),
        };
        if (job.StartsWith(PlannedJob.Ingest, StringComparison.Ordinal))
        {
            var source = job[PlannedJob.Ingest.Length..];
            var (whole, moving) = Whole(operation, [source], cancel);
            var result = options.Steps.Ingest(run with { Whole = whole }, source);
            return Left(result, moving) with { InboxMark = MarkOf(operation, job, whole) };
        }

        switch (job)
        {
            case "release":
                var (files, left) = Whole(operation, operation.Watch.Sources(), cancel);
                return Left(options.Steps.Release(run with { Whole = files }), left);
            case "derive":
                return options.Steps.Derive(run);
            case "retention":
                return options.Steps.Retention(run);
            case "reminders":
                return options.Steps.Reminders(run, operation.Plan.ReminderDays);
            case "health":
                return options.Steps.Health(run);
            case "audit":
                return options.Steps.Audit(run);
            default:
                throw new DefinitionException($"There is no job «{job}»; it was put into the queue by another version of the program.");
        }
    }

    /// <summary>The files that are whole now. Where one moves, it is watched a while.</summary>
    private (HashSet<string> Whole, IReadOnlyList<string> Moving) Whole(ReachedOperation operation, IReadOnlyList<string> sources, CancellationToken cancel)
    {
        var began = options.Clock.GetTimestamp();
        while (true)
        {
            var looked = sources.Select(source => (Source: source, Files: operation.Watch.Whole(source))).ToList();
            if (looked.TrueForAll(source => source.Files is not null) || options.Clock.GetElapsedTime(began) > operation.Plan.Settle * 1.5)
                return (looked.SelectMany(source => source.Files ?? []).ToHashSet(StringComparer.Ordinal), [.. looked.Where(source => source.Files is null).Select(source => source.Source)]);
            cancel.WaitHandle.WaitOne(options.Tick < TimeSpan.FromSeconds(1) ? options.Tick : TimeSpan.FromSeconds(1));
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static RunResult Left(RunResult result, IReadOnlyList<string> moving) => moving.Count == 0
        ? result
        : result with { Messages = [.. result.Messages, .. moving.Select(source => $"inbox/{source}: a file was still being written, so none of this source was taken. The next run looks again; is a copy stuck?")] };

    private static string? MarkOf(ReachedOperation operation, string job, IReadOnlySet<string>? among) =>
        job.StartsWith(PlannedJob.Ingest, StringComparison.Ordinal) ? operation.Watch.Mark(job[PlannedJob.Ingest.Length..], among) : null;

    /// <summary>Day of the occurrence in the operation's own zone: the month that is reported does not depend on when the host comes to it.</summary>
    private static DateOnly? AsOf(OperationPlan plan, DateTimeOffset due) =>
        plan.FixedDay is null ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, plan.Zone).DateTime) : null;

    private IDisposable Lock(string operation, PerformContext context)
    {
        try
        {
            if (store.Locks.Try($"operation {operation}") is { } held)
                return held;
        }
        catch (Npgsql.NpgsqlException)
        {
            throw new TryLaterException("The database of jobs could not be asked for the operation's lock.", options.FirstRetry);
        }

        // Not an attempt: nothing went wrong.
        var waits = context.GetJobParameter<int>("Waits");
        context.SetJobParameter("Waits", waits + 1);
        var wait = options.FirstRetry * Math.Pow(2, Math.Min(waits, 10)) / 4;
        throw new TryLaterException("Another job works on this operation.", wait < LongestBusyWait ? wait : LongestBusyWait);
    }

    /// <summary>Without its ledger nothing is done: what was done could not be known.</summary>
    private void Written(Action append)
    {
        try
        {
            append();
        }
        catch (MachineException failure)
        {
            throw new TryLaterException(failure.Message, options.FirstRetry);
        }
    }

    /// <summary>How far the job is, for its page: the stage and its share. The message of a stage may name a file, and stays out of the database.</summary>
    private sealed class StoredProgress(PerformContext context, TimeProvider clock) : IProgress<RunProgress>
    {
        private string stage = "";
        private long last;

        public void Report(RunProgress value)
        {
            if (value.Stage == stage && clock.GetElapsedTime(last) < TimeSpan.FromSeconds(1))
                return;
            (stage, last) = (value.Stage, clock.GetTimestamp());
            try
            {
                context.SetJobParameter(ProgressParameter, double.IsNaN(value.Fraction) ? value.Stage : string.Create(CultureInfo.InvariantCulture, $"{value.Stage} {value.Fraction:0%}"));
            }
            catch (Exception failure) when (StoreFailure.Is(failure))
            {
                // The work goes on without its picture.
                return;
            }
        }
    }
}
