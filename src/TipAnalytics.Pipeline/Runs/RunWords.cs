using System.Globalization;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Words for a run, the same on the page and on the command line.</summary>
public static class RunWords
{
    public static string Cause(RunRecord run, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Due is { } due
            ? string.Create(CultureInfo.InvariantCulture, $"schedule of {TimeZoneInfo.ConvertTime(due, zone):yyyy-MM-dd HH:mm}")
            : run.Cause == RunCause.Inbox ? "inbox" : "by hand";
    }

    public static string Outcome(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Outcome switch
        {
            null => "not ended (it runs, or was stopped)",
            RunOutcome.Done => "done",
            RunOutcome.Nothing => "nothing to do",
            RunOutcome.Person => "needs a person",
            RunOutcome.Again => "will be tried again",
            RunOutcome.Failed => "failed",
            RunOutcome.Cancelled => "cancelled",
            RunOutcome.Interrupted => "stopped before its end",
            RunOutcome.Skipped => "missed, left out",
            _ => "missed, a person decides",
        };
    }

    /// <summary>Files by source with the start of their SHA-256, and the release.</summary>
    public static string Inputs(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var files = run.Inputs.GroupBy(input => input.Source).Select(source => $"{source.Key} {string.Join(", ", source.Select(input => $"{(input.Sha256.Length >= 8 ? input.Sha256[..8] : "?")} {input.Ended}"))}");
        return string.Join("; ", run.Release is { } release ? files.Append($"release {release}") : files);
    }
}
