using System.Text.RegularExpressions;
using Cronos;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks <c>schedules</c> of <c>operation.yaml</c>.</summary>
internal static partial class ScheduleChecks
{
    private const string Section = "schedules";

    /// <param name="sources">The sources there are; null: not looked at here.</param>
    public static void Check(DefinitionFile<OperationDefinition> file, IReadOnlyCollection<SourceDefinition>? sources)
    {
        if (file.Value.Schedules is not { } schedules)
            return;
        if (schedules.TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(schedules.TimeZone, out _))
            file.Fault($"\"{schedules.TimeZone}\" is no time zone this machine knows. Give its IANA name, e.g. Africa/Nairobi", Section, "time_zone");
        if (schedules.SettleSeconds < 1)
            file.Fault("\"settle_seconds\" has to be 1 or more", Section, "settle_seconds");
        foreach (var (id, source) in schedules.Ingest)
            Source(file, id, source, sources);
        foreach (var (name, job) in Jobs(schedules))
            Cron(file, job.Cron, Section, name, "cron");
        if (schedules.Reminders is { DaysBefore: < 0 })
            file.Fault("\"days_before\" cannot be negative", Section, "reminders", "days_before");
        if (schedules.Notices is { } notices)
            Notices(file, notices);
    }

    /// <summary>Jobs that have a time, by their key.</summary>
    public static IEnumerable<(string Name, JobSchedule Schedule)> Jobs(SchedulesDefinition schedules) =>
        new (string Name, JobSchedule? Schedule)[]
        {
            ("retention", schedules.Retention), ("derive", schedules.Derive), ("release", schedules.Release), ("audit", schedules.Audit),
            ("reminders", schedules.Reminders), ("health", schedules.Health),
        }.Where(job => job.Schedule is not null).Select(job => (job.Name, job.Schedule!));

    private static void Source(DefinitionFile<OperationDefinition> file, string id, SourceSchedule schedule, IReadOnlyCollection<SourceDefinition>? sources)
    {
        if (sources is not null)
            DefinitionChecks.Existing(file, id, "source of this operation", sources.Select(source => source.Id), Section, "ingest", id);
        if (schedule.Cron is { } cron)
            Cron(file, cron, Section, "ingest", id, "cron");
        else if (!schedule.Watch)
            file.Fault($"say when {id} is taken: watch: true for its inbox, or cron", Section, "ingest", id);
        else if (file.Has(Section, "ingest", id, "missed"))
            file.Fault("a watched inbox misses nothing: «missed» goes with cron", Section, "ingest", id, "missed");
        if (schedule.Watch && schedule.Cron is null && sources?.FirstOrDefault(source => source.Id == id) is { Api: { } api })
            file.Fault($"{id} is pulled from {api.Title}, whose records no inbox shows: give cron as well", Section, "ingest", id);
    }

    private static void Cron(DefinitionFile<OperationDefinition> file, string cron, params string[] keys)
    {
        if (cron.Length > 0 && !CronExpression.TryParse(cron, out _))
            file.Fault($"\"{cron}\" is no time table. Give five fields, minute, hour, day of the month, month, day of the week: \"0 6 16 * *\" is 06:00 on the 16th of each month", keys);
    }

    private static void Notices(DefinitionFile<OperationDefinition> file, NoticesDefinition notices)
    {
        for (var i = 0; i < notices.Mail.Count; i++)
        {
            if (!Address().IsMatch(notices.Mail[i]))
                file.Fault($"\"{notices.Mail[i]}\" is no mail address", Section, "notices", "mail", FormattableString.Invariant($"{i}"));
        }

        if (notices.WebhookEnv is { } variable && !Variable().IsMatch(variable))
            file.Fault("\"webhook_env\" names an environment variable (capitals, digits and _); the address itself is a secret and does not stand here", Section, "notices", "webhook_env");
        if (notices.Mail.Count == 0 && notices.WebhookEnv is null)
            file.Fault("say who is told: mail or webhook_env", Section, "notices");
        if (notices.DigestMinutes < 1)
            file.Fault("\"digest_minutes\" has to be 1 or more", Section, "notices", "digest_minutes");
    }

    [GeneratedRegex(@"^[^@\s<>,;]+@[^@\s<>,;]+$")]
    private static partial Regex Address();

    [GeneratedRegex("^[A-Z][A-Z0-9_]*$")]
    private static partial Regex Variable();
}
