namespace TipAnalytics.Pipeline.Runs;

/// <summary>One piece of work as people read it: begin and end of the ledger put together.</summary>
/// <param name="Outcome">Null: it has not ended; its process is at it, or was stopped.</param>
public sealed record RunRecord(DateTimeOffset At, string Job, RunCause? Cause, DateTimeOffset? Due, RunOutcome? Outcome)
{
    public int? ExitCode { get; init; }
    public double? Seconds { get; init; }
    public string? Where { get; init; }
    public DateOnly? AsOf { get; init; }
    public string? Release { get; init; }
    public IReadOnlyList<RunInput> Inputs { get; init; } = [];
    public IReadOnlyList<string> Messages { get; init; } = [];
}

/// <summary>Reads the run ledger as a list of runs.</summary>
public static class RunHistory
{
    /// <returns>Newest first; what was only put into the schedule or told is left out.</returns>
    public static IEnumerable<RunRecord> Of(IReadOnlyList<RunLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var ends = lines.Where(line => line.Event == RunEvent.Ended && line.Run.Length > 0).ToLookup(line => line.Run, StringComparer.Ordinal);
        // What was begun again had been stopped: an operation has one job at a time.
        var lastBegun = lines.Where(line => line.Event == RunEvent.Started).GroupBy(line => (line.Job, line.Due)).ToDictionary(begun => begun.Key, begun => begun.Last().Run);
        return lines.Reverse()
            .Where(line => line.Event is RunEvent.Started or RunEvent.Missed || (line.Event == RunEvent.Ended && line.Run.Length == 0))
            .Select(line =>
            {
                var end = line.Event == RunEvent.Started ? ends[line.Run].LastOrDefault() : line;
                return new RunRecord(line.At, line.Job, line.Cause, line.Due, end is null && lastBegun[(line.Job, line.Due)] != line.Run ? RunOutcome.Interrupted : end?.Outcome)
                {
                    ExitCode = end?.ExitCode,
                    Seconds = end?.Seconds,
                    Where = line.Where,
                    AsOf = line.AsOf,
                    Release = end?.Release,
                    Inputs = end?.Inputs ?? [],
                    Messages = end?.Messages ?? [],
                };
            });
    }
}
