using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

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
        var (released, panels) = (Released.Read(vault), Panels(vault));
        foreach (var indicator in setup.Indicators.Where(indicator => indicator.Kind == IndicatorKind.Share && Derivation.IsFed(indicator, setup)))
            yield return Table(vault, setup, asOf, indicator, PlanOf(setup, indicator), released, panels.Contains(indicator.Stream!));
    }

    /// <returns>Level indicators switched on and fed, in catalogue order, by area and quarter; an area and quarter without a value is unknown.
    /// The register's scores stand at admin 1, services at the lowest level of their stream. A value by month stands for the quarter it ends.</returns>
    public static IReadOnlyList<(IndicatorDefinition Indicator, PeriodGrain Grain, IReadOnlyList<LevelCell> Cells)> ReadLevels(
        DuckDBConnection vault, OperationSetup setup, DateOnly asOf) =>
        [.. setup.Indicators
            .Where(indicator => indicator.Kind == IndicatorKind.Level && Derivation.IsFed(indicator, setup))
            .Select(indicator => (indicator, PeriodGrain.Quarter, LevelCells(vault, setup, asOf, indicator)))];

    /// <summary>One indicator by another plan than its own, as if nothing had been released.</summary>
    public static IndicatorTable By(DuckDBConnection vault, OperationSetup setup, DateOnly asOf, IndicatorDefinition indicator, IReadOnlyList<PlannedTable> plan) =>
        Table(vault, setup, asOf, indicator, plan, Released.None, Panels(vault).Contains(indicator.Stream!));

    private static IReadOnlyList<PlannedTable> PlanOf(OperationSetup setup, IndicatorDefinition indicator) => indicator.PlanOn(setup.Catalogue.Streams[indicator.Stream!]);

    private static HashSet<string> Panels(DuckDBConnection vault) =>
        Sql.Read(vault, Sql.Text("panels"), row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);

    /// <returns>Streams whose panel may be read: in the others too many of its points have stopped reporting since its cells were first released.</returns>
    public static IReadOnlySet<string> PanelsToRead(DuckDBConnection vault) =>
        Sql.Read(vault, Sql.Text("panels_to_read"), row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);

    private static IndicatorTable Table(DuckDBConnection vault, OperationSetup setup, DateOnly asOf, IndicatorDefinition indicator, IReadOnlyList<PlannedTable> plan, Released released, bool hasPanel)
    {
        var stream = setup.Catalogue.Streams[indicator.Stream!];
        var isWeighted = stream.Kind == StreamKind.Survey && SourcePermissions.IsWeighted(setup, indicator);
        // What is left of a period after retention took a part of it is another, smaller period: nothing is made of it.
        var erased = (Sql.Has(vault, "erasure") ? Erasures.Read(vault) : []).Where(gone => gone.Stream == stream.Id && gone.Reason == Erasures.ByRetention).ToList();
        bool IsErased(Period period) => erased.Exists(gone => gone.FirstMonth <= period.End && gone.LastMonth >= period.Start);
        var cells = new List<IndicatorCell>();
        var rows = new Dictionary<PeriodGrain, IReadOnlyList<(CellKey, SumsRow)>>();
        foreach (var tables in PublicationPlan.Tables(indicator, stream, plan).GroupBy(table => (table.Level, table.Grain)))
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
                where table.Split != IndicatorCell.Panel || hasPanel
                from category in PublicationPlan.Categories(table.Split, stream, setup.Catalogue)
                let key = new CellKey(area.Code, period.Start, table.Split, category)
                select IsErased(period) ? sums.Nothing(key, level, period) : sums.Cell(key, level, period));
        }

        var planGrain = Window.GrainOf(plan);
        var atomGrain = released.Grain(indicator.Id) is { } finest && finest < planGrain ? finest : planGrain;
        return new(indicator, stream, planGrain, [.. cells
            .OrderBy(cell => cell.Level).ThenBy(cell => cell.AreaCode, StringComparer.Ordinal).ThenBy(cell => cell.Period)
            .ThenBy(cell => cell.Split, StringComparer.Ordinal).ThenBy(cell => cell.Category, StringComparer.Ordinal)])
        {
            Atoms = [.. Atoms(vault, indicator, atomGrain, hasPanel).Where(atom => !IsErased(atom.Period))],
            AtomGrain = atomGrain,
            Places = [.. Places(vault, setup, asOf, indicator, stream, atomGrain).Where(place => !IsErased(place.Item2))],
            Splits = [.. ObservationStatement.AtomSplits(indicator, stream, released.Splits(indicator.Id)).Select(split => (split, ObservationStatement.Categories(split, stream, setup.Catalogue)))],
            HasPanel = hasPanel,
        };
    }

    private static IReadOnlyList<IndicatorAtom> Atoms(DuckDBConnection vault, IndicatorDefinition indicator, PeriodGrain grain, bool hasPanel) => Sql.Read(
        vault, Sql.Text("atom_sums"),
        row => new IndicatorAtom(
            row.GetString(0), Period.Containing(row.GetFieldValue<DateOnly>(1), grain), row.GetString(2), row.GetString(3),
            row.GetInt64(4), row.GetInt64(5), row.GetDouble(6), row.GetDouble(7)),
        ("grain", grain.ToString()), ("indicator", indicator.Id), ("has_panel", hasPanel));

    /// <summary>Of interviews, where there was one; of incidents and cases every area of the finest level, in periods in which the country reported at all: a report that
    /// nobody made is a count of zero people.</summary>
    private static IReadOnlyList<(string, Period)> Places(
        DuckDBConnection vault, OperationSetup setup, DateOnly asOf, IndicatorDefinition indicator, StreamDefinition stream, PeriodGrain grain)
    {
        var heard = Sql.Read(
            vault, Sql.Text("places"), row => (Area: row.GetString(0), Period: Period.Containing(row.GetFieldValue<DateOnly>(1), grain)),
            ("grain", grain.ToString()), ("model", Derivation.ModelKey(setup, indicator)), ("stream", stream.Id));
        if (stream.Kind is not (StreamKind.Incidents or StreamKind.Cases))
            return heard;
        var finest = Math.Min(stream.LowestLevel, setup.Sources.Where(source => source.Stream == stream.Id).Select(source => source.Protocol.LowestLevel).DefaultIfEmpty(2).Max());
        var parents = setup.Areas.All.Where(area => area.Level <= finest).Select(area => area.Parent).ToHashSet();
        var leaves = setup.Areas.All.Where(area => area.Level <= finest && !parents.Contains(area.Code)).ToList();
        return [.. heard.Select(place => place.Period).Distinct()
            .SelectMany(period => leaves.Select(area => (area.Code, period)))
            .Union(heard).OrderBy(place => place.Item2).ThenBy(place => place.Item1, StringComparer.Ordinal)];
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
