using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports;
using TipAnalytics.Reports.Accounts;

namespace TipAnalytics.Jobs;

/// <summary>What a job calls. Each may be stopped anywhere and called again with the same result.</summary>
public sealed record OperationSteps
{
    /// <summary>Takes one source: options, id.</summary>
    public Func<RunOptions, string, RunResult> Ingest { get; init; } = (options, source) =>
        RunResult.Of(OperationRun.Ingest(options with { Account = IngestAccount.Page }, source));

    public Func<RunOptions, RunResult> Derive { get; init; } = options => RunResult.Of(OperationRun.Derive(options));

    /// <summary>Takes what waits, derives, and makes the draft release of a day.</summary>
    public Func<RunOptions, RunResult> Release { get; init; } = options =>
        RunResult.Of(OperationRun.Run(options with { Account = IngestAccount.Page }, ReportWriter.Write));

    public Func<RunOptions, RunResult> Retention { get; init; } = options => RunResult.Of(OperationRun.Purge(options));

    /// <summary>Attacks what is released; null: this program has no audit, and a schedule that asks for one is refused.</summary>
    public Func<RunOptions, RunResult>? Audit { get; init; }

    /// <summary>Options and days to look ahead.</summary>
    public Func<RunOptions, int, RunResult> Reminders { get; init; } = (options, days) => Of(OperationRun.Remind(options, days), 0);

    public Func<RunOptions, RunResult> Health { get; init; } = options => Of(OperationRun.Health(options), 13);

    private static RunResult Of(IReadOnlyList<string> messages, int exitCode) =>
        messages.Count == 0 ? new(RunOutcome.Nothing, 0) : new(RunOutcome.Person, exitCode) { Messages = messages };
}
