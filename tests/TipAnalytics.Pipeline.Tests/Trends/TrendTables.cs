using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Pipeline.Tests.Trends;

/// <summary>Released tables and contexts in a line each: 8 quarters before the onset of 2025-01 and 6 since.</summary>
internal static class TrendTables
{
    public static readonly string[] FamilyNames = ["children", "pressure", "work", "movement", "violations"];

    /// <summary>Shares in per cent of 400, separated by blanks, from 2023-Q1 on; «x» hidden, «-» no data.</summary>
    public static ReleasedTable Table(
        string indicator, string shares, string? inside = null, string? outside = null, string area = "LR01", int baseSize = 400)
    {
        var panel = new List<ReleasedCell>();
        if (inside is not null)
            panel.AddRange(Cells(indicator, inside, "panel", "in", area, baseSize * 3 / 4));
        if (outside is not null)
            panel.AddRange(Cells(indicator, outside, "panel", "out", area, baseSize / 4));
        return new(indicator, "", PeriodGrain.Quarter, [.. Cells(indicator, shares, "all", "all", area, baseSize)]) { PanelCells = panel };
    }

    public static IEnumerable<ReleasedCell> Cells(
        string indicator, string shares, string split, string category, string area, int baseSize, PeriodGrain grain = PeriodGrain.Quarter)
    {
        var first = Period.Containing(new(2023, 1, 1), grain);
        return shares.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((text, i) =>
        {
            var period = new Period(grain, first.Index + i);
            Cell cell = text switch
            {
                "x" => new Cell.Hidden(),
                "-" => new Cell.NoData(),
                _ => Shown(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), baseSize),
            };
            return new ReleasedCell($"{indicator}:{area}:{period}:{split}", area, area.Length == 2 ? 0 : area.Length / 2 - 1, period, split, category, cell);
        });
    }

    public static Cell Shown(int percent, int baseSize)
    {
        var signal = percent * baseSize / 100;
        return new Cell.Shown(new(percent), null, null, ShareBound.Exact, new(200, 299), false, default)
        {
            Exact = new(signal, baseSize, (double)signal / baseSize, baseSize),
        };
    }

    public static TrendContext Context(
        IEnumerable<string> indicators, string stream = "pm_hh", IReadOnlyList<SeriesBreak>? breaks = null, decimal? elevatedFrom = 30,
        Func<string, string>? family = null) => new(
        indicators.ToDictionary(id => id, id => new IndicatorDefinition
        {
            Id = id,
            Title = id,
            Definition = id,
            Family = family?.Invoke(id) ?? "children",
            Stream = stream,
            Unit = "share of households",
            Direction = "higher_is_more_concern",
            ElevatedFrom = elevatedFrom,
            Why = "",
            Caveat = "",
            LowMeans = "",
        }),
        new Dictionary<string, StreamKind> { ["pm_hh"] = StreamKind.Interviews, ["fs_hh"] = StreamKind.Survey },
        new AreaTree([new("LR", "Lake Region", 0, null), new("LR01", "North", 1, "LR")]),
        new(2025, 1, 1), new(PeriodGrain.Month, 12 * 2023), new(PeriodGrain.Month, 12 * 2026 + 5), breaks ?? [], []);
}
