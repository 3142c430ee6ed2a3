using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What came of a piece of work, in the terms of the run ledger.</summary>
/// <param name="ExitCode">As the command line has it.</param>
public sealed record RunResult(RunOutcome Outcome, int ExitCode)
{
    /// <summary>What a person should know or do; no value, no name of a file.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    public IReadOnlyList<RunInput> Inputs { get; init; } = [];
    public string? Release { get; init; }
    public string? InboxMark { get; init; }

    /// <summary>True: nothing but time has to pass for it to go better.</summary>
    public bool MayPass { get; init; }

    public static RunResult Of(IngestSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var inputs = summary.Batches.Select(batch => new RunInput(batch.SourceId, batch.FileHash, batch.Held is not null ? "held" : batch.AlreadyTaken ? "known" : "taken")).ToList();
        return new RunResult(summary.Refused.Count > 0 ? RunOutcome.Person : inputs.Count > 0 ? RunOutcome.Done : RunOutcome.Nothing, summary.ExitCode)
        {
            Inputs = inputs,
            Messages = summary.RefusedUnnamed,
            MayPass = summary.Unreached.Count > 0,
        };
    }

    public static RunResult Of(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var taken = Of(summary.Ingest);
        return taken with
        {
            Outcome = taken.Outcome == RunOutcome.Person ? RunOutcome.Person : summary.UpToDate ? RunOutcome.Nothing : RunOutcome.Done,
            Release = summary.ReleaseId,
            Messages = [.. taken.Messages, .. summary.Notes],
            // A draft that was made without a server's newest data stands; the next ingest asks again.
            MayPass = false,
        };
    }

    /// <summary>Of a release that a schedule asked for: as long as it is a draft, it waits for persons, and they are to know.</summary>
    /// <param name="folder">The operation's.</param>
    public static RunResult Of(string folder, RunSummary summary)
    {
        var result = Of(summary);
        return summary.ReleaseId is { } id && ReleaseDesk.StateBeside(folder, id) is ReleaseEvent.Draft or ReleaseEvent.Audited or ReleaseEvent.Approved
            ? result with
            {
                Outcome = RunOutcome.Person,
                Messages = [.. result.Messages, $"Release {id} is a draft: read it in {Path.Combine(folder, "releases", id)}. Who has to sign before it is published says «tip release {folder} show {id}»; each signs with «tip release {folder} approve {id} --as ROLE»."],
            }
            : result;
    }

    public static RunResult Of(IReadOnlyList<string> faults, int exitCode)
    {
        ArgumentNullException.ThrowIfNull(faults);
        return faults.Count == 0 ? new(RunOutcome.Nothing, 0) : new(RunOutcome.Person, exitCode) { Messages = faults };
    }

    public static RunResult Of(DeriveSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new RunResult(RunOutcome.Done, 0);
    }

    public static RunResult Of(PurgeSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new RunResult(summary.Erased.Count > 0 ? RunOutcome.Done : RunOutcome.Nothing, 0) { Messages = summary.Notes };
    }

    /// <param name="folder">The operation's, whose inbox may hold names that a message repeats.</param>
    public static RunResult Of(string folder, TipException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new RunResult(failure is MachineException ? RunOutcome.Failed : RunOutcome.Person, failure.ExitCode)
        {
            Messages = [OperationFolder.Unnamed(folder, failure.Message)],
            MayPass = failure is MachineException,
        };
    }

    /// <summary>The line with what came of it.</summary>
    public RunLine On(RunLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line with
        {
            Outcome = Outcome,
            ExitCode = ExitCode,
            Release = Release,
            InboxMark = InboxMark,
            Inputs = Inputs.Count > 0 ? Inputs : null,
            Messages = Messages.Count > 0 ? Messages : null,
        };
    }
}
