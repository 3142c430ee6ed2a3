using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Observations → one table an indicator, over every planned cell.</summary>
internal static class IndicatorTables
{
    /// <returns>Share indicators that are switched on and fed by a source, in catalogue order. Unprotected: for Disclosure only.</returns>
    /// <param name="vault">Vault in which <see cref="Derivation"/> has run.</param>
    public static IReadOnlyList<IndicatorTable> Read(DuckDBConnection vault, OperationSetup setup, DateOnly asOf) => [.. Stream(vault, setup, asOf)];

    /// <summary>As <see cref="Read"/>, one table at a time: the next can be read while the last is being protected.</summary>
    public static IEnumerable<IndicatorTable> Stream(DuckDBConnection vault, OperationSetup setup, DateOnly asOf)
    {
        RollUp.Create(vault, setup, asOf);
        foreach (var indicator in setup.Indicators.Where(indicator => indicator.Kind == IndicatorKind.Share && Derivation.IsFed(indicator, setup)))
            yield return Table(vault, setup, asOf, indicator);
    }

    /// <returns>Level indicators switched on and fed, in catalogue order, by area and quarter; an area and quarter without a value is unknown.
    /// The register's scores stand at admin 1, services at the lowest level of their stream. A value by month stands for the quarter it ends.</returns>
    public static IReadOnlyList<(IndicatorDefinition Indicator, PeriodGrain Grain, IReadOnlyList<LevelCell> Cells)> ReadLevels(
        DuckDBConnection vault, OperationSetup setup, DateOnly asOf) =>
        [.. setup.Indicators
            .Where(indicator => indicator.Kind == IndicatorKind.Level && Derivation.IsFed(indicator, setup))
            .Select(indicator => (indicator, PeriodGrain.Quarter, LevelCells(vault, setup, asOf, indicator)))];

    private static IndicatorTable Table(DuckDBConnection vault, OperationSetup setup, DateOnly asOf, IndicatorDefinition indicator)
    {
        var stream = setup.Catalogue.Streams[indicator.Stream!];
        var isWeighted = stream.Kind == StreamKind.Survey && SourcePermissions.IsWeighted(setup, indicator);
        var cells = new List<IndicatorCell>();
        var rows = new Dictionary<PeriodGrain, IReadOnlyList<(CellKey, SumsRow)>>();
        foreach (var tables in PublicationPlan.Tables(indicator, stream).GroupBy(table => (table.Level, table.Grain)))
        {
            var (level, grain) = tables.Key;
            if (!rows.TryGetValue(grain, out var read))
                rows[grain] = read = CellSums.ReadRows(vault, indicator, grain);
            var sums = CellSums.Read(vault, read, setup.Areas, indicator, Derivation.ModelKey(setup, indicator), stream, level, grain, isWeighted);
            cells.AddRange(
                from area in setup.Areas.All
                where area.Level == level
                from period in Window.Periods(setup.Operation, asOf, grain)
                from table in tables
                from category in PublicationPlan.Categories(table.Split, stream, setup.Catalogue)
                select sums.Cell(new(area.Code, period.Start, table.Split, category), level, period));
        }

        return new(indicator, stream, Window.GrainOf(indicator.PlanOn(stream)), [.. cells
            .OrderBy(cell => cell.Level).ThenBy(cell => cell.AreaCode, StringComparer.Ordinal).ThenBy(cell => cell.Period)
            .ThenBy(cell => cell.Split, StringComparer.Ordinal).ThenBy(cell => cell.Category, StringComparer.Ordinal)]);
    }

    private static List<LevelCell> LevelCells(DuckDBConnection vault, OperationSetup setup, DateOnly asOf, IndicatorDefinition indicator)
    {
        var isByMonth = indicator.Stream is not null;
        var level = isByMonth ? setup.Catalogue.Streams[indicator.Stream!].LowestLevel : 1;
        var known = Sql.Read(
                vault, Sql.Text("level_values"),
                reader => (
                    Key: (reader.GetString(0), reader.GetFieldValue<DateOnly>(1)),
                    Value: reader.IsDBNull(2) ? (decimal?)null : reader.GetDecimal(2),
                    Known: reader.IsDBNull(3) ? (int?)null : (int)reader.GetInt64(3),
                    Parts: reader.IsDBNull(4) ? (int?)null : (int)reader.GetInt64(4)),
                ("indicator", indicator.Id))
            .ToDictionary(row => row.Key);
        return [.. from area in setup.Areas.All
                   where area.Level == level
                   from period in Window.Periods(setup.Operation, asOf, PeriodGrain.Quarter)
                   let row = known.GetValueOrDefault((area.Code, isByMonth ? period.Start.AddMonths(2) : period.Start))
                   select new LevelCell(area.Code, level, period, row.Value, row.Known, row.Parts)];
    }
}
