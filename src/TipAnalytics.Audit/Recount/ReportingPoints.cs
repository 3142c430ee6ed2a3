using DuckDB.NET.Data;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Recount;

/// <summary>Own mean of the reporting points a period, before the onset of the country and since.</summary>
internal static class ReportingPoints
{
    private const int MonthsBefore = 24;

    /// <param name="vault">With the views of the day, of all sources.</param>
    /// <returns>By source; sources heard from on one side only are left out.</returns>
    public static IReadOnlyDictionary<string, (int Before, int Since)> Read(DuckDBConnection vault, OperationSetup setup, DateOnly asOf)
    {
        var onset = new DateOnly(setup.Operation.CrisisOnset.Date.Year, setup.Operation.CrisisOnset.Date.Month, 1);
        var (first, last) = (AuditViews.FirstMonth(setup), AuditViews.LastMonth(setup, asOf));
        var means = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        foreach (var id in setup.Sources.Select(source => source.Stream).Distinct())
        {
            var stream = setup.Catalogue.Streams[id];
            if (stream.Kind is StreamKind.Survey or StreamKind.Reference)
                continue;
            var grain = stream.Tables.Select(table => table.Grain).DefaultIfEmpty(PeriodGrain.Quarter).Min();
            var heard = Query.Read(
                vault, IndicatorCount.Fill("points.sql", ("stream", id)),
                row => (Source: row.GetString(0), Point: row.GetString(1), Period: Period.Containing(row.GetFieldValue<DateOnly>(2), grain)), ("first", first), ("last", last));
            foreach (var source in heard.Where(row => row.Period.Start >= first && row.Period.End <= last.AddMonths(1).AddDays(-1)).GroupBy(row => row.Source))
            {
                var counts = source.GroupBy(row => row.Period).Select(period => (period.Key, Points: period.Select(row => row.Point).Distinct().Count())).ToList();
                var before = counts.Where(period => period.Key.End < onset && period.Key.Start >= onset.AddMonths(-MonthsBefore)).Select(period => period.Points).ToList();
                var since = counts.Where(period => period.Key.End >= onset).Select(period => period.Points).ToList();
                if (before.Count > 0 && since.Count > 0)
                    means[source.Key] = ((int)Math.Round(before.Average()), (int)Math.Round(since.Average()));
            }
        }

        return means;
    }
}
