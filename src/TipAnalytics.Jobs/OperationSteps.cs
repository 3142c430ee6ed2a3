using TipAnalytics.Audit;
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
        RunResult.Of(options.Folder, OperationRun.Run(options with { Account = IngestAccount.Page, Audit = AuditRun.Draft }, ReportWriter.Write));

    public Func<RunOptions, RunResult> Retention { get; init; } = options => RunResult.Of(OperationRun.Purge(options));

    /// <summary>Reads back what is released.</summary>
    public Func<RunOptions, RunResult> Audit { get; init; } = options => RunResult.Of(ReleaseDesk.ReadBack(options), 12);

    /// <summary>Options and days to look ahead.</summary>
    public Func<RunOptions, int, RunResult> Reminders { get; init; } = (options, days) => RunResult.Of(OperationRun.Remind(options, days), 0);

    public Func<RunOptions, RunResult> Health { get; init; } = options => RunResult.Of(OperationRun.Health(options), 13);
}
