using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Temporary tables <c>area_at</c> and <c>period_at</c>, over which observations are added up.</summary>
internal static class RollUp
{
    public static void Create(DuckDBConnection vault, OperationSetup setup, DateOnly asOf)
    {
        Sql.Run(vault, Sql.Text("roll_up"));
        Sql.Append(vault, "area_at",
            from area in setup.Areas.All
            from level in Enumerable.Range(0, area.Level + 1)
            select new object?[] { area.Code, level, setup.Areas.At(area.Code, level)!.Code });
        Sql.Append(vault, "period_at",
            from grain in Enum.GetValues<PeriodGrain>()
            from period in Window.Periods(setup.Operation, asOf, grain)
            from month in Enumerable.Range(0, 12).Select(period.Start.AddMonths).TakeWhile(month => month <= period.End)
            select new object?[] { month, grain.ToString(), period.Start });
    }
}
