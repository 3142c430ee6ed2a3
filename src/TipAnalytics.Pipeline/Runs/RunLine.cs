using System.Text.Json.Serialization;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What a line of the run ledger tells.</summary>
public enum RunEvent
{
    /// <summary>Work began. Without an <see cref="Ended"/> of the same run the process was stopped in between.</summary>
    Started,

    Ended,

    /// <summary>A job stands in the schedule from now on, or with another time table: what lies before is not made up for.</summary>
    Scheduled,

    /// <summary>A job was due while no host ran, and was left out or left to a person.</summary>
    Missed,

    /// <summary>A person was told.</summary>
    Told,
}

/// <summary>Why work began.</summary>
public enum RunCause { Schedule, Inbox, Hand }

/// <summary>How work ended.</summary>
public enum RunOutcome
{
    Done,

    /// <summary>Nothing was due.</summary>
    Nothing,

    /// <summary>It came to its end, and a person has to act: the messages say on what.</summary>
    Person,

    /// <summary>It will be tried again by itself.</summary>
    Again,

    Failed,
    Cancelled,

    /// <summary>The host was stopped; the next start goes on.</summary>
    Interrupted,

    /// <summary>Missed, and left out as the schedule says.</summary>
    Skipped,

    /// <summary>Missed, and a person decides, as the schedule says.</summary>
    Asked,
}

/// <summary>A file or pull that a run looked at.</summary>
/// <param name="Sha256">Hex; empty for a file that could not be opened.</param>
/// <param name="Ended">taken, known (taken before), held.</param>
public sealed record RunInput(string Source, string Sha256, string Ended);

/// <summary>One line of the run ledger. Names of jobs and sources, hashes, times and messages; no value and no name of a file.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Run">Same for the lines of one run.</param>
/// <param name="Job">ingest SOURCE, derive, release, retention, audit, reminders, health; by hand the command.</param>
public sealed record RunLine(DateTimeOffset At, string Run, RunEvent Event, string Job)
{
    /// <summary>When the schedule had it due; null by hand and for an inbox.</summary>
    public DateTimeOffset? Due { get; init; }

    public RunCause? Cause { get; init; }
    public RunOutcome? Outcome { get; init; }
    public int? ExitCode { get; init; }
    public double? Seconds { get; init; }

    /// <summary>Machine and process; of what began only.</summary>
    public string? Where { get; init; }

    /// <summary>Day the report is as of; of a release only.</summary>
    public DateOnly? AsOf { get; init; }

    public string? Release { get; init; }
    public IReadOnlyList<RunInput>? Inputs { get; init; }

    /// <summary>What a person should know or do.</summary>
    public IReadOnlyList<string>? Messages { get; init; }

    /// <summary>Time table and zone; of what was scheduled only.</summary>
    public string? Table { get; init; }

    /// <summary>State of the inbox as the run left it: the same state is not looked at again.</summary>
    public string? InboxMark { get; init; }

    /// <summary>True when nothing more comes of it by itself.</summary>
    [JsonIgnore]
    public bool IsFinal => Event == RunEvent.Missed || (Event == RunEvent.Ended && Outcome is not (RunOutcome.Again or RunOutcome.Interrupted));
}
