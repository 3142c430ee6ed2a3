using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>Conditions on several indicators that meet in one area and quarter (CO-09), worked out from what is printed.</summary>
internal static class AreaStates
{
    private const int Level = 2;

    /// <returns>One cell an admin 2 area and quarter: 1 yes, 0 no, null undetermined.</returns>
    /// <param name="indicators">Those switched on.</param>
    public static IReadOnlyList<LevelCell> Of(
        IndicatorDefinition state, IReadOnlyDictionary<string, IndicatorDefinition> indicators, IReadOnlyList<ReleasedTable> tables, AreaTree areas, IReadOnlyList<Period> quarters)
    {
        var values = new Dictionary<(string Indicator, string Area, Period Quarter), (Period Period, decimal Value)>();
        foreach (var table in tables.Where(table => state.Parts.Exists(part => part.Of.Contains(table.IndicatorId))))
        {
            foreach (var cell in table.Cells.Where(cell => cell.AreaLevel == Level && cell.Split == IndicatorCell.All && cell.Period.Grain <= PeriodGrain.Quarter))
            {
                var key = (table.IndicatorId, cell.AreaCode, Period.Containing(cell.Period.Start, PeriodGrain.Quarter));
                if (DriverLevels.ValueOf(cell.Value) is { } value && (!values.TryGetValue(key, out var known) || known.Period.End < cell.Period.End))
                    values[key] = (cell.Period, value);
            }
        }

        decimal? At(string indicator, string area, Period quarter) => values.TryGetValue((indicator, area, quarter), out var found) ? found.Value : null;
        return [.. from area in areas.All
                   where area.Level == Level
                   from quarter in quarters
                   let holds = Holds(state, indicators, id => (At(id, area.Code, quarter with { Index = quarter.Index - 1 }), At(id, area.Code, quarter)))
                   select new LevelCell(area.Code, Level, quarter, holds is { } yes ? yes ? 1 : 0 : null, null, null)];
    }

    /// <returns>Null as soon as one part is unknown: undetermined is not «no».</returns>
    /// <param name="valueOf">Indicator → its printed value in the quarter before and in this one; null: unknown.</param>
    public static bool? Holds(IndicatorDefinition state, IReadOnlyDictionary<string, IndicatorDefinition> indicators, Func<string, (decimal? Before, decimal? Now)> valueOf)
    {
        var parts = state.Parts.Select(part => PartHolds(part, indicators, valueOf)).ToList();
        return parts.Contains(null) ? null : parts.Count(part => part == true) >= state.AtLeast;
    }

    /// <summary>One of its indicators suffices; to say that none does, all that are switched on have to be known.</summary>
    private static bool? PartHolds(CombinationPart part, IReadOnlyDictionary<string, IndicatorDefinition> indicators, Func<string, (decimal? Before, decimal? Now)> valueOf)
    {
        var states = part.Of.Where(indicators.ContainsKey).Select(id => part.State == "elevated" ? IsElevated(indicators[id], valueOf(id).Now) : IsWorse(indicators[id], part.By!.Value, valueOf(id))).ToList();
        return states.Contains(true) ? true : states.Count == 0 || states.Contains(null) ? null : false;
    }

    private static bool? IsElevated(IndicatorDefinition indicator, decimal? value) => value is { } known ? DriverLevels.IsElevated(indicator, known) : null;

    private static bool? IsWorse(IndicatorDefinition indicator, decimal by, (decimal? Before, decimal? Now) values) =>
        values is { Before: { } before, Now: { } now } ? (indicator.Direction == "lower_is_more_concern" ? before - now : now - before) >= by : null;
}
