using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What of an operation is done by itself, as its <c>operation.yaml</c> says.</summary>
/// <param name="Id">Of the operation.</param>
/// <param name="Watched">Sources whose inbox is watched, by id.</param>
/// <param name="Notices">Null: nobody is told.</param>
public sealed record OperationPlan(string Id, string Name, TimeZoneInfo Zone, IReadOnlyList<PlannedJob> Jobs, IReadOnlyList<string> Watched, TimeSpan Settle, NoticePlan? Notices)
{
    /// <summary>Days ahead that reminders look.</summary>
    public int ReminderDays { get; init; }

    /// <summary>The operation's own <c>as_of</c>: every report is as of that day, whenever it is made. Null: the day it was due.</summary>
    public DateOnly? FixedDay { get; init; }

    /// <summary>Reads <c>operation.yaml</c> alone: no catalogue and no source.</summary>
    /// <exception cref="DefinitionException">With every fault of the schedule, one a line.</exception>
    public static OperationPlan Read(string folder)
    {
        var operation = OperationFolder.At(folder);
        var faults = new DefinitionFaults();
        var file = DefinitionFile.Read<OperationDefinition>(operation.Root, "operation.yaml", faults);
        if (file is not null)
        {
            DefinitionChecks.Name(file, file.Value.Id, "operation id", Vocabulary.FolderName(), "lower-case letters, digits, - and _", "id");
            ScheduleChecks.Check(file, sources: null);
        }

        faults.ThrowIfAny();
        var (definition, schedules) = (file!.Value, file.Value.Schedules);
        if (schedules is null)
            return new(definition.Id, definition.Name, TimeZoneInfo.Utc, [], [], TimeSpan.FromMinutes(1), null);
        var ingests = schedules.Ingest.Where(source => source.Value.Cron is not null)
            .OrderBy(source => source.Key, StringComparer.Ordinal)
            .Select(source => new PlannedJob(PlannedJob.Ingest + source.Key, source.Value.Cron!, Policy(source.Value.Missed)));
        // Of what is due at the same moment: what is past its retention goes first, and a release takes what came before it.
        var jobs = ScheduleChecks.Jobs(schedules).Select(Job).ToLookup(job => job.Name == "retention");
        return new(
            definition.Id, definition.Name, TimeZoneInfo.FindSystemTimeZoneById(schedules.TimeZone),
            [.. jobs[true], .. ingests, .. jobs[false]],
            [.. schedules.Ingest.Where(source => source.Value.Watch).Select(source => source.Key).Order(StringComparer.Ordinal)],
            TimeSpan.FromSeconds(schedules.SettleSeconds),
            schedules.Notices is { } notices ? new NoticePlan(notices.Mail, notices.WebhookEnv, TimeSpan.FromMinutes(notices.DigestMinutes)) : null)
        {
            ReminderDays = schedules.Reminders?.DaysBefore ?? 0,
            FixedDay = definition.AsOf,
        };
    }

    private static PlannedJob Job((string Name, JobSchedule Schedule) job) => new(job.Name, job.Schedule.Cron, Policy(job.Schedule.Missed));

    private static MissedPolicy Policy(MissedRun missed) => missed switch
    {
        MissedRun.Skip => MissedPolicy.Skip,
        MissedRun.Ask => MissedPolicy.Ask,
        _ => MissedPolicy.Once,
    };
}

/// <summary>What becomes of a job that was due while no host ran.</summary>
public enum MissedPolicy { Once, Skip, Ask }

/// <param name="Name">As in <see cref="RunLine.Job"/>.</param>
/// <param name="Cron">Five fields, in the operation's zone.</param>
public sealed record PlannedJob(string Name, string Cron, MissedPolicy Missed)
{
    /// <summary>Begins the name of a job that takes one source; its id follows.</summary>
    public const string Ingest = "ingest ";
}

/// <param name="Mail">Mailboxes of roles.</param>
/// <param name="WebhookEnv">Environment variable with an address; null: none.</param>
/// <param name="Digest">At most one notice in this time.</param>
public sealed record NoticePlan(IReadOnlyList<string> Mail, string? WebhookEnv, TimeSpan Digest);
