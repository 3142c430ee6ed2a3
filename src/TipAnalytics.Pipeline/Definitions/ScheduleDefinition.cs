namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What a host does by itself, and when (<c>schedules</c> in <c>operation.yaml</c>). A job that has no entry is done by hand only.</summary>
internal sealed class SchedulesDefinition
{
    /// <summary>IANA name of the zone that all times here are in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>By source: its inbox is watched, or its server asked and its inbox taken at set times. The others are taken with the release.</summary>
    public Dictionary<string, SourceSchedule> Ingest { get; init; } = [];

    /// <summary>Seconds a file has to stand still in an inbox before it counts as whole.</summary>
    public int SettleSeconds { get; init; } = 60;

    public JobSchedule? Derive { get; init; }

    /// <summary>A draft release of the month that is the last closed one on the day it was due.</summary>
    public JobSchedule? Release { get; init; }

    public JobSchedule? Retention { get; init; }
    public JobSchedule? Audit { get; init; }
    public ReminderSchedule? Reminders { get; init; }
    public JobSchedule? Health { get; init; }
    public NoticesDefinition? Notices { get; init; }
}

/// <summary>What becomes of a job that was due while no host ran: done once on return, left out, or left to a person.</summary>
internal enum MissedRun { Once, Skip, Ask }

internal class JobSchedule
{
    /// <summary>Five fields: minute, hour, day of the month, month, day of the week.</summary>
    public required string Cron { get; init; }

    public MissedRun Missed { get; init; }
}

internal sealed class ReminderSchedule : JobSchedule
{
    /// <summary>Days ahead of the end of a protocol or approval, or of the day a review is due.</summary>
    public int DaysBefore { get; init; } = 30;
}

/// <summary>At least one of both.</summary>
internal sealed class SourceSchedule
{
    public bool Watch { get; init; }
    public string? Cron { get; init; }
    public MissedRun Missed { get; init; }
}

/// <summary>Who is told when a person has to act. The server and its password are the host's, not the operation's.</summary>
internal sealed class NoticesDefinition
{
    /// <summary>Mailboxes of roles, not of persons.</summary>
    public List<string> Mail { get; init; } = [];

    /// <summary>Environment variable with the address of a webhook: whoever knows it can write there.</summary>
    public string? WebhookEnv { get; init; }

    /// <summary>At most one notice in so many minutes; what comes between is told together.</summary>
    public int DigestMinutes { get; init; } = 60;
}
