using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>How far a month lies above what the twelve before it lead to expect.</summary>
public enum NoticeLevel
{
    /// <summary>One month in a hundred would lie there without any change.</summary>
    Watch,

    /// <summary>One month in a thousand.</summary>
    Alert,

    /// <summary>First signals of this kind after twelve months without any.</summary>
    NewSignal,
}

/// <summary>The last closed month stands out: an invitation to look, never evidence of a rise.</summary>
public sealed record MonthNotice(string IndicatorId, string AreaCode, Period Month, NoticeLevel Level);

/// <summary>Notices over all monthly series together, after correction for their number. Streams released by quarter have none.</summary>
internal static class MonthNotices
{
    /// <returns>By indicator, then area.</returns>
    public static IReadOnlyList<MonthNotice> Of(IReadOnlyList<ReleasedTable> tables, AreaCells[][] areas, TrendContext context, double falseClaimRate)
    {
        var shares = tables.Zip(areas)
            .Where(pair => context.Indicators.TryGetValue(pair.First.IndicatorId, out var known) && known is { Kind: IndicatorKind.Share, Direction: "higher_is_more_concern" })
            .OrderBy(pair => pair.First.IndicatorId, StringComparer.Ordinal).ToArray();
        var byTable = new (string IndicatorId, string Area, AlertResult Month)[shares.Length][];
        Parallel.For(0, shares.Length, i => byTable[i] = [.. OfTable(shares[i].First.IndicatorId, shares[i].Second, context)]);
        var tested = byTable.SelectMany(month => month).ToArray();
        var adjusted = ManyTests.BenjaminiHochberg([.. tested.Select(item => item.Month.PUp)]);
        return [.. tested.Select((item, i) => (item, IsListed: item.Month.Signal == AlertSignal.NewSignal || adjusted[i] <= falseClaimRate && item.Month.Signal != AlertSignal.None))
            .Where(pair => pair.IsListed)
            .Select(pair => new MonthNotice(pair.item.IndicatorId, pair.item.Area, context.LastMonth, LevelOf(pair.item.Month.Signal)))];
    }

    private static IEnumerable<(string IndicatorId, string Area, AlertResult Month)> OfTable(string indicatorId, AreaCells[] areas, TrendContext context) =>
        from area in areas.OrderBy(area => area.AreaCode, StringComparer.Ordinal)
        let month = Test(indicatorId, area.AreaCode, area.Cells, context)
        where month is not null
        select (indicatorId, area.AreaCode, month);

    /// <summary>The last closed month against those before it, from the last break on at which nothing is compared.</summary>
    /// <returns>Null when the month or its baseline holds a hidden cell, or the month has no data.</returns>
    private static AlertResult? Test(string indicatorId, string areaCode, IEnumerable<ReleasedCell> cells, TrendContext context)
    {
        var from = context.BreaksOf(indicatorId, areaCode).Where(change => change.Stops && change.From <= context.LastMonth)
            .Select(change => change.From.Index).DefaultIfEmpty(long.MinValue).Max();
        var observed = new List<Observation>(MonthlyAlert.Reach + 1);
        from = Math.Max(from, context.LastMonth.Index - MonthlyAlert.Reach);
        foreach (var cell in cells.Where(cell => cell.Period.Grain == PeriodGrain.Month && cell.Period.Index >= from && cell.Period.Index <= context.LastMonth.Index)
            .OrderBy(cell => cell.Period.Index))
        {
            var exact = cell.Value switch { Cell.Shown shown => shown.Exact, Cell.Hidden hidden => hidden.Exact, _ => null };
            if (exact is null && cell.Value is Cell.Hidden)
                return null;
            if (exact is not null)
                observed.Add(new(cell.Period.Index, exact.Share, exact.EffectiveBase));
        }

        return observed.Count > 0 && observed[^1].T == context.LastMonth.Index ? MonthlyAlert.TestOne(observed[^1], observed) : null;
    }

    private static NoticeLevel LevelOf(AlertSignal signal) => signal switch
    {
        AlertSignal.Alert => NoticeLevel.Alert,
        AlertSignal.NewSignal => NoticeLevel.NewSignal,
        _ => NoticeLevel.Watch,
    };
}
