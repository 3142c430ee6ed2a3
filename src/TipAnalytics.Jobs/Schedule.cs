using Cronos;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs;

/// <summary>What to do about one job of the schedule.</summary>
internal abstract record ScheduleStep(string Job)
{
    /// <summary>To be done now.</summary>
    /// <param name="Due">When the schedule has it.</param>
    /// <param name="Earlier">Occurrences before it that nobody did: they are not made up for.</param>
    public sealed record Do(string Job, DateTimeOffset Due, int Earlier) : ScheduleStep(Job);

    /// <summary>Was due while no host ran, and is left out or left to a person.</summary>
    public sealed record Miss(string Job, DateTimeOffset Due, int Earlier, RunOutcome Outcome) : ScheduleStep(Job);

    /// <summary>Stands in the schedule from now on: new, with another time table, or after a clock that was far ahead.</summary>
    public sealed record Begin(string Job, string Table) : ScheduleStep(Job);
}

/// <summary>What is due, from the time tables and the run ledger alone. The same ledger at the same moment gives the same answer on every machine.</summary>
internal static class Schedule
{
    /// <summary>A job that comes no later than this after its time is on time.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    // A clock that was wrong by more than this is taken back; by less (summer time, an hour set back) nothing runs twice.
    private static readonly TimeSpan FarAhead = TimeSpan.FromHours(26);

    /// <param name="since">Since when some host has been running without a pause.</param>
    /// <returns>In the order of the plan.</returns>
    public static IEnumerable<ScheduleStep> Due(OperationPlan plan, IReadOnlyList<RunLine> lines, DateTimeOffset now, DateTimeOffset since)
    {
        var byJob = lines.ToLookup(line => line.Job, StringComparer.Ordinal);
        return plan.Jobs.Select(job => Next(job, plan.Zone, byJob[job.Name], now, since)).OfType<ScheduleStep>();
    }

    /// <summary>The occurrence that comes next after a moment; null: never.</summary>
    public static DateTimeOffset? NextAfter(PlannedJob job, TimeZoneInfo zone, DateTimeOffset moment) => CronExpression.Parse(job.Cron).GetNextOccurrence(moment, zone);

    private static ScheduleStep? Next(PlannedJob job, TimeZoneInfo zone, IEnumerable<RunLine> lines, DateTimeOffset now, DateTimeOffset since)
    {
        var table = $"{job.Cron} {zone.Id}";
        var (known, done, open) = Known(lines);
        if (known != table || done > now + FarAhead)
            return new ScheduleStep.Begin(job.Name, table);
        // What was begun is brought to its end, whatever the policy says of what was not.
        if (open is { } begun)
            return new ScheduleStep.Do(job.Name, begun, 0);
        var cron = CronExpression.Parse(job.Cron);
        DateTimeOffset? latest = null;
        var count = 0;
        for (var next = cron.GetNextOccurrence(done, zone); next is { } due && due <= now; next = cron.GetNextOccurrence(due, zone))
        {
            latest = due.ToUniversalTime();
            count++;
        }

        if (latest is not { } last)
            return null;
        var isMissed = last < since - Grace;
        return isMissed && job.Missed != MissedPolicy.Once
            ? new ScheduleStep.Miss(job.Name, last, count - 1, job.Missed == MissedPolicy.Skip ? RunOutcome.Skipped : RunOutcome.Asked)
            : new ScheduleStep.Do(job.Name, last, count - 1);
    }

    /// <summary>The time table in force, up to when all is dealt with, and what was begun and has not ended.</summary>
    private static (string? Table, DateTimeOffset Done, DateTimeOffset? Open) Known(IEnumerable<RunLine> lines)
    {
        var (table, done, open) = ((string?)null, DateTimeOffset.MinValue, (DateTimeOffset?)null);
        foreach (var line in lines)
        {
            if (line.Event == RunEvent.Scheduled)
                (table, done, open) = (line.Table, line.At, null);
            else if (line.Due is { } due && line.IsFinal)
                (done, open) = (due > done ? due : done, open is { } begun && begun > due ? begun : null);
            else if (line.Due is { } started && line.Event == RunEvent.Started && started > done)
                open = started;
        }

        return (table, done, open);
    }
}
