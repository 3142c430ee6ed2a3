using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>Cells of one indicator in one area, all grains, without splits, in the order of their table. Every analysis goes area by area.</summary>
internal sealed record AreaCells(string IndicatorId, int AreaLevel, string AreaCode, ArraySegment<ReleasedCell> Cells)
{
    /// <returns>One list for each table, in the order given.</returns>
    public static AreaCells[][] Of(IReadOnlyList<ReleasedTable> tables)
    {
        var byTable = new AreaCells[tables.Count][];
        Parallel.For(0, byTable.Length, i => byTable[i] = Of(tables[i].IndicatorId, tables[i].Cells, IndicatorCell.All));
        return byTable;
    }

    /// <summary>The areas as they first come.</summary>
    public static AreaCells[] Of(string indicatorId, IReadOnlyList<ReleasedCell> cells, string split)
    {
        var areas = new Dictionary<(int Level, string Code), int>();
        var counts = new List<int>();
        var places = new int[cells.Count];
        var (last, at) = (default(ReleasedCell), 0);
        for (var i = 0; i < places.Length; i++)
        {
            var cell = cells[i];
            if (cell.Split != split)
            {
                places[i] = -1;
                continue;
            }

            // A table is ordered by area: most cells follow one of the same.
            if (last is null || cell.AreaLevel != last.AreaLevel || cell.AreaCode != last.AreaCode)
            {
                if (!areas.TryGetValue((cell.AreaLevel, cell.AreaCode), out at))
                {
                    areas.Add((cell.AreaLevel, cell.AreaCode), at = counts.Count);
                    counts.Add(0);
                }

                last = cell;
            }

            places[i] = at;
            counts[at]++;
        }

        var (grouped, next) = (new ReleasedCell[counts.Sum()], new int[counts.Count]);
        for (var area = 1; area < next.Length; area++)
            next[area] = next[area - 1] + counts[area - 1];
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
                grouped[next[places[i]]++] = cells[i];
        }

        return [.. areas.Select(area => new AreaCells(
            indicatorId, area.Key.Level, area.Key.Code, new(grouped, next[area.Value] - counts[area.Value], counts[area.Value])))];
    }
}
