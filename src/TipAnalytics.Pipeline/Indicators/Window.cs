using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>The series' window: from the operation's first month to the last closed month.</summary>
internal static class Window
{
    /// <summary>Months before the onset that make the baseline.</summary>
    public const int BaselineMonths = 24;

    public static DateOnly FirstMonth(OperationDefinition operation) =>
        DateOnly.ParseExact(operation.FirstMonth, "yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>First day of the last month whose end lies <see cref="OperationDefinition.CloseAfterDays"/> or more before <paramref name="asOf"/>.</summary>
    public static DateOnly LastClosedMonth(OperationDefinition operation, DateOnly asOf) => LastClosedMonth(operation.CloseAfterDays, asOf);

    /// <summary>As above, by the number of days alone.</summary>
    public static DateOnly LastClosedMonth(int closeAfterDays, DateOnly asOf)
    {
        var closed = asOf.AddDays(-closeAfterDays);
        var month = new DateOnly(closed.Year, closed.Month, 1);
        return month.AddMonths(1).AddDays(-1) <= closed ? month : month.AddMonths(-1);
    }

    /// <summary>Periods of a length that lie wholly in the window, in order: a partial quarter is no quarter.</summary>
    public static IReadOnlyList<Period> Periods(OperationDefinition operation, DateOnly asOf, PeriodGrain grain)
    {
        var (first, last) = (FirstMonth(operation), LastClosedMonth(operation, asOf).AddMonths(1).AddDays(-1));
        var periods = new List<Period>();
        for (var period = Period.Containing(first, grain); period.End <= last; period = period with { Index = period.Index + 1 })
        {
            if (period.Start >= first)
                periods.Add(period);
        }

        return periods;
    }

    /// <summary>A period that holds the onset month belongs to the crisis.</summary>
    public static bool IsCrisis(Period period, DateOnly onset) => period.End >= new DateOnly(onset.Year, onset.Month, 1);

    /// <summary>Baseline: periods before the crisis that begin in the last <see cref="BaselineMonths"/> months before the onset.</summary>
    public static bool IsBaseline(Period period, DateOnly onset) =>
        !IsCrisis(period, onset) && period.Start >= new DateOnly(onset.Year, onset.Month, 1).AddMonths(-BaselineMonths);

    /// <summary>Grain of the finest planned table: the length at which the stream's rounds are read.</summary>
    public static PeriodGrain GrainOf(StreamDefinition stream) =>
        GrainOf(stream.Tables);

    /// <summary>Grain of the finest table of a plan; a quarter where there is none.</summary>
    public static PeriodGrain GrainOf(IReadOnlyList<PlannedTable> plan) => plan.Count == 0 ? PeriodGrain.Quarter : plan.Min(table => table.Grain);
}
