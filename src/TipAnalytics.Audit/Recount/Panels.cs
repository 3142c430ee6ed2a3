using DuckDB.NET.Data;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Recount;

/// <summary>Reporting points that reported throughout, as an SQL expression «in» or «out» over a row of a model.</summary>
internal static class Panels
{
    private const int MonthsBefore = 24;

    /// <param name="vault">With the views of a day.</param>
    public static string Expression(DuckDBConnection vault, OperationSetup setup, StreamDefinition stream, DateOnly asOf)
    {
        var points = Query.Has(vault, "panel_member")
            ? Query.Read(vault, "select distinct source_id, reporting_point from panel_member where stream = $stream order by all", Point, ("stream", stream.Id))
            : [];
        if (points.Count == 0)
            points = Reported(vault, setup, stream, asOf);
        return points.Count == 0 ? "'out'" : $"case when (source_id, reporting_point) in ({string.Join(", ", points.Select(point => $"({IndicatorCount.List([point.Source])}, {IndicatorCount.List([point.Name])})"))}) then 'in' else 'out' end";
    }

    private static List<(string Source, string Name)> Reported(DuckDBConnection vault, OperationSetup setup, StreamDefinition stream, DateOnly asOf)
    {
        var (first, last) = (AuditViews.FirstMonth(setup), AuditViews.LastMonth(setup, asOf));
        var grain = stream.Tables.Select(table => table.Grain).DefaultIfEmpty(PeriodGrain.Quarter).Min();
        Query.Run(vault, "create or replace temp table audit_onset (area_code varchar, onset date)");
        Query.Run(vault, "create or replace temp table audit_month (onset date, month date, period_start date, is_crisis boolean)");
        foreach (var area in setup.Areas.All)
            Query.Run(vault, "insert into audit_onset values ($area, $onset)", ("area", area.Code), ("onset", setup.Operation.CrisisOnset.Of(area.Code, setup.Areas)));
        foreach (var onset in setup.Areas.All.Select(area => setup.Operation.CrisisOnset.Of(area.Code, setup.Areas)).Distinct())
        {
            var start = new DateOnly(onset.Year, onset.Month, 1);
            for (var month = first; month <= last; month = month.AddMonths(1))
            {
                var period = Period.Containing(month, grain);
                var isCrisis = period.End >= start;
                // A period is whole inside the months of the operation, or is none.
                if (period.Start >= first && period.End <= last.AddMonths(1).AddDays(-1) && (isCrisis || period.Start >= start.AddMonths(-MonthsBefore)))
                {
                    Query.Run(
                        vault, "insert into audit_month values ($onset, $month, $period, $is_crisis)",
                        ("onset", onset), ("month", month), ("period", period.Start), ("is_crisis", isCrisis));
                }
            }
        }

        return [.. Query.Read(vault, IndicatorCount.Fill("panel.sql", ("stream", stream.Id)), Point, ("first", first), ("last", last)).Distinct()];
    }

    private static (string Source, string Name) Point(DuckDBDataReader row) => (row.GetString(0), row.GetString(1));
}
