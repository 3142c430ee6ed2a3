using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>The cells of an indicator's plan with the sums between them: areas to their parents, categories to «all», months to quarters.
/// Where parts do not reach their whole (records known for the province only), the rest is a cell of its own that is never published.</summary>
internal sealed class PlannedCells
{
    private readonly List<IndicatorCell> cells;
    private readonly List<Sum> sums = [];
    private readonly Dictionary<Key, int> byKey = [];
    private readonly AreaTree areas;

    private readonly record struct Key(string Area, Period Period, string Split, string Category);

    /// <exception cref="InvalidOperationException">Parts exceed their whole, or categories do not add to «all»: the counts are wrong.</exception>
    public PlannedCells(IndicatorTable table, AreaTree areas)
    {
        this.areas = areas;
        cells = [.. table.Cells
            .OrderBy(cell => cell.Level).ThenBy(cell => cell.AreaCode, StringComparer.Ordinal).ThenBy(cell => cell.Period)
            .ThenBy(cell => cell.Split, StringComparer.Ordinal).ThenBy(cell => cell.Category, StringComparer.Ordinal)];
        Planned = cells.Count;
        for (var index = 0; index < cells.Count; index++)
            byKey.Add(KeyOf(cells[index]), index);
        AddAreas();
        AddCategories();
        AddPeriods();
    }

    /// <summary>Planned cells by level, area, period, split and category, then the rests.</summary>
    public IReadOnlyList<IndicatorCell> Cells => cells;

    /// <summary>Number of planned cells; the ones after are rests.</summary>
    public int Planned { get; }

    public IReadOnlyList<Sum> Sums => sums;

    public IndicatorCell? All(IndicatorCell cell) =>
        byKey.TryGetValue(new(cell.AreaCode, cell.Period, IndicatorCell.All, IndicatorCell.All), out var index) ? cells[index] : null;

    private static Key KeyOf(IndicatorCell cell) => new(cell.AreaCode, cell.Period, cell.Split, cell.Category);

    private void AddAreas()
    {
        var parts = new SortedDictionary<int, List<int>>();
        for (var index = 0; index < Planned; index++)
        {
            var cell = cells[index];
            for (var level = cell.Level - 1; level >= 0; level--)
            {
                if (areas.At(cell.AreaCode, level) is not { } above || !byKey.TryGetValue(KeyOf(cell) with { Area = above.Code }, out var whole))
                    continue;
                if (!parts.TryGetValue(whole, out var list))
                    parts[whole] = list = [];
                list.Add(index);
                break;
            }
        }
        // A rest in one category makes the rest a place of its own, with all the categories its sisters have.
        var withRest = parts.Where(pair => Rest(pair.Key, pair.Value) is not (0, 0))
            .Select(pair => (cells[pair.Key].AreaCode, cells[pair.Key].Period)).ToHashSet();
        foreach (var (whole, list) in parts)
        {
            if (withRest.Contains((cells[whole].AreaCode, cells[whole].Period)))
                list.Add(AddRest(whole, list, cells[whole].AreaCode + "/rest"));
            sums.Add(new(whole, [.. list]));
        }
    }

    private void AddCategories()
    {
        var groups = Enumerable.Range(0, cells.Count).Where(index => cells[index].Split != IndicatorCell.All)
            .GroupBy(index => (cells[index].AreaCode, cells[index].Period, cells[index].Split)).ToList();
        foreach (var group in groups)
        {
            if (!byKey.TryGetValue(new(group.Key.AreaCode, group.Key.Period, IndicatorCell.All, IndicatorCell.All), out var whole))
                continue;
            if (Rest(whole, [.. group]) is not (0, 0))
                throw new InvalidOperationException($"The categories of {group.Key.Split} do not add to all in {group.Key.AreaCode}, {group.Key.Period}.");
            sums.Add(new(whole, [.. group]));
        }
    }

    private void AddPeriods()
    {
        var parts = new SortedDictionary<int, List<int>>();
        var count = cells.Count;
        for (var index = 0; index < count; index++)
        {
            var cell = cells[index];
            for (var grain = cell.Period.Grain + 1; grain <= PeriodGrain.Year; grain++)
            {
                if (!byKey.TryGetValue(KeyOf(cell) with { Period = Period.Containing(cell.Period.Start, grain) }, out var whole))
                    continue;
                if (!parts.TryGetValue(whole, out var list))
                    parts[whole] = list = [];
                list.Add(index);
                break;
            }
        }
        foreach (var (whole, list) in parts)
        {
            var days = list.Sum(index => Days(cells[index].Period));
            if (Rest(whole, list) is not (0, 0) || days != Days(cells[whole].Period))
                list.Add(AddRest(whole, list, cells[whole].AreaCode + "/other months"));
            sums.Add(new(whole, [.. list]));
        }
    }

    private static int Days(Period period) => period.End.DayNumber - period.Start.DayNumber + 1;

    private (long Signal, long Base) Rest(int whole, IReadOnlyList<int> parts)
    {
        var rest = (Signal: cells[whole].Signal - parts.Sum(part => cells[part].Signal), Base: cells[whole].Base - parts.Sum(part => cells[part].Base));
        if (rest.Signal < 0 || rest.Base < rest.Signal)
            throw new InvalidOperationException($"Parts exceed their whole in {cells[whole].AreaCode}, {cells[whole].Period}, {cells[whole].Split}.");
        return rest;
    }

    private int AddRest(int whole, List<int> parts, string area)
    {
        var (signal, total) = Rest(whole, parts);
        var rest = cells[whole] with
        {
            AreaCode = area, Signal = signal, Base = total, HasRecords = true, OrganisationBases = [],
            WeightedSignal = cells[whole].WeightedSignal - parts.Sum(part => cells[part].WeightedSignal),
            WeightedBase = cells[whole].WeightedBase - parts.Sum(part => cells[part].WeightedBase),
        };
        cells.Add(rest);
        byKey.Add(KeyOf(rest), cells.Count - 1);
        return cells.Count - 1;
    }
}
