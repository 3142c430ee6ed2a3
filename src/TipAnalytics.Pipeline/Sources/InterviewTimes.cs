using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>How long an interview took (or how long after an incident its interview was), by two columns of which nothing else is kept.</summary>
internal sealed class InterviewTimes(QualityColumns? columns, Dialect cells, MappedColumns mapped)
{
    private readonly int start = mapped.NeededIf(columns?.Start);
    private readonly int end = mapped.NeededIf(columns?.End);
    private readonly string? format = columns?.Format ?? cells.DayFormat;

    /// <returns>Whole minutes, rounded down, negative when the end comes first; null where one of the two is empty or no time.</returns>
    public long? Minutes(SourceTable row)
    {
        if (start < 0 || end < 0)
            return null;
        // A span is of the moment: the first cell is read before the second is asked for.
        return DateText.TryInstant(cells.Of(row, start), format, row.DayOffset, out var first) && DateText.TryInstant(cells.Of(row, end), format, row.DayOffset, out var last)
            ? (long)Math.Floor((last - first).TotalMinutes)
            : null;
    }
}
