using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>One period of a series that may enter a test.</summary>
internal readonly record struct SeriesPoint(Period Period, ExactShare Share)
{
    public Observation Observation => new(Period.Index, Share.Share, Share.EffectiveBase);
}

/// <summary>Periods of one indicator and area as tested: baseline window and crisis, at the finest grain at which nothing in it is hidden.</summary>
/// <param name="Onset">The period that holds the onset; first of the crisis.</param>
/// <param name="First">First period of the window (after a break, where one lies in it).</param>
/// <param name="Points">Observed periods large enough, in order.</param>
/// <param name="IsTooThin">More than a third of the periods had too small a base, and no coarser series stands.</param>
/// <param name="BreakFrom">First month after the break nearest to the onset inside the window; null without one.</param>
internal sealed record Series(
    PeriodGrain Grain, Period Onset, Period First, Period Last, IReadOnlyList<SeriesPoint> Points, bool IsTooThin, Period? BreakFrom)
{
    public Observation[] Observations => [.. Points.Select(point => point.Observation)];

    public IEnumerable<SeriesPoint> Before => Points.Where(point => point.Period.Index < Onset.Index);

    public IEnumerable<SeriesPoint> After => Points.Where(point => point.Period.Index >= Onset.Index);
}

/// <summary>Reads series from released cells. A hidden period makes a grain unreadable: leaving low, that is hidden, periods out would bias the level.</summary>
internal static class SeriesReader
{
    /// <param name="cells">Cells of one indicator, area and category, all grains.</param>
    /// <param name="grains">Grains to try, finest first.</param>
    /// <returns>Null when no grain is whole: the series is withheld.</returns>
    public static Series? Read(
        ReadOnlySpan<ReleasedCell> cells, IReadOnlyList<PeriodGrain> grains, TrendContext context, IndicatorDefinition indicator, StreamKind kind, string areaCode)
    {
        Series? thin = null;
        foreach (var grain in grains)
        {
            var read = ReadGrain(cells, grain, context, indicator, kind, areaCode);
            if (read is { IsTooThin: false })
                return read;
            thin ??= read;
        }

        return thin;
    }

    private static Series? ReadGrain(
        ReadOnlySpan<ReleasedCell> cells, PeriodGrain grain, TrendContext context, IndicatorDefinition indicator, StreamKind kind, string areaCode)
    {
        var inside = Inside(cells, grain, context);
        if (inside.Count == 0)
            return null;
        var onset = Period.Containing(context.OnsetOf(areaCode), grain);
        var (first, last) = (BaselineStart(inside[0].Period, onset), inside[^1].Period);
        Period? breakFrom = null;
        var starts = context.BreaksOf(indicator.Id, areaCode).Where(b => b.Stops).Select(b => b.From)
            .Where(from => from.Start > first.Start && from.Start <= last.End).Order().ToArray();
        if (starts.Length > 0)
        {
            // The part that holds the onset without crossing a break; a period with a break inside it belongs to neither side.
            var earlier = starts.Where(from => from.Start <= onset.Start).ToArray();
            var later = starts.Where(from => from.Start > onset.Start).ToArray();
            if (earlier.Length > 0)
            {
                var holding = Period.Containing(earlier[^1].Start, grain);
                var after = holding.Start == earlier[^1].Start ? holding : new Period(grain, holding.Index + 1);
                first = BaselineStart(after, onset);
            }

            if (later.Length > 0)
                last = new Period(grain, Period.Containing(later[0].Start, grain).Index - 1);
            breakFrom = earlier.Length > 0 ? earlier[^1] : later[0];
        }

        var isCommunities = kind == StreamKind.KeyInformants;
        var smallest = isCommunities ? 5 : Math.Max(20, indicator.MinimumBase);
        var (points, tooSmall) = (new List<SeriesPoint>(inside.Count), 0);
        var at = 0;
        while (at < inside.Count && inside[at].Period.Index < first.Index)
            at++;
        for (var index = first.Index; index <= last.Index; index++, at++)
        {
            if (at == inside.Count || inside[at].Period.Index != index)
                return null;
            var cell = inside[at];
            var exact = cell.Value switch { Cell.Shown shown => shown.Exact, Cell.Hidden hidden => hidden.Exact, _ => null };
            if (exact is null && cell.Value is not (Cell.NoData or Cell.NotAssessed))
                return null;
            if (exact is null)
                continue;
            if (exact.Base >= smallest && (isCommunities || exact.EffectiveBase >= 15))
                points.Add(new(cell.Period, exact));
            else
                tooSmall++;
        }

        return new(grain, onset, first, last, points, tooSmall * 3 > last.Index - first.Index + 1, breakFrom);
    }

    /// <summary>Cells of one grain that lie wholly in the window of the operation, in order.</summary>
    private static List<ReleasedCell> Inside(ReadOnlySpan<ReleasedCell> cells, PeriodGrain grain, TrendContext context)
    {
        var (first, last) = (Period.Containing(context.FirstMonth.Start, grain), Period.Containing(context.LastMonth.End, grain));
        var from = first.Start < context.FirstMonth.Start ? first.Index + 1 : first.Index;
        var to = last.End > context.LastMonth.End ? last.Index - 1 : last.Index;
        var inside = new List<ReleasedCell>(cells.Length);
        var isOrdered = true;
        foreach (var cell in cells)
        {
            if (cell.Period.Grain != grain || cell.Period.Index < from || cell.Period.Index > to)
                continue;
            isOrdered &= inside.Count == 0 || inside[^1].Period.Index < cell.Period.Index;
            inside.Add(cell);
        }

        if (!isOrdered)
            inside.Sort((one, other) => one.Period.Index.CompareTo(other.Period.Index));
        return inside;
    }

    // Whole years, so that seasons balance: 24 months for quarters; 36, 24 or 12 for months; else all there is.
    private static Period BaselineStart(Period earliest, Period onset)
    {
        var perYear = earliest.Grain switch { PeriodGrain.Month => 12, PeriodGrain.Quarter => 4, PeriodGrain.HalfYear => 2, _ => 1 };
        var longest = earliest.Grain == PeriodGrain.Month ? 3 : 2;
        var years = Math.Min(longest, (onset.Index - earliest.Index) / perYear);

        // One year of quarters is below the six periods a test needs; the quarters before it are better than none.
        var isEnough = years > 0 && years * perYear >= 6;
        return isEnough ? new(earliest.Grain, onset.Index - years * perYear) : earliest;
    }
}
