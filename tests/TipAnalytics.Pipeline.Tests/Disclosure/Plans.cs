using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

/// <summary>Small indicator tables for tests: counts at the finest areas, everything above added up.</summary>
internal static class Plans
{
    public static readonly Period Quarter = new(PeriodGrain.Quarter, 4 * 2026 + 1);

    public static readonly byte[] TieKey = [1, 2, 3, 4];

    /// <summary>Country X with provinces X1…, each with districts X11….</summary>
    public static AreaTree Areas(int provinces, int districts) => new(
        new[] { new Area("X", "X", 0, null) }
            .Concat(Enumerable.Range(1, provinces).Select(p => new Area($"X{p}", $"X{p}", 1, "X")))
            .Concat(Enumerable.Range(1, provinces).SelectMany(p => Enumerable.Range(1, districts).Select(d => new Area($"X{p}{d:00}", $"X{p}{d:00}", 2, $"X{p}")))));

    /// <summary>A table of cells with at most one split, each of them planned at the finest period: its atoms are the finest cells, and what areas have beside their parts.</summary>
    public static IndicatorTable Table(IEnumerable<IndicatorCell> cells, StreamKind kind = StreamKind.Interviews, int minimumBase = 30)
    {
        List<IndicatorCell> all = [.. cells];
        var grain = all.Select(cell => cell.Period.Grain).DefaultIfEmpty(PeriodGrain.Quarter).Min();
        var atoms = new List<IndicatorAtom>();
        var places = new List<(string, Period)>();
        var splits = all.Where(cell => cell.Split is not ("all" or "panel")).GroupBy(cell => cell.Split).OrderBy(split => split.Key, StringComparer.Ordinal)
            .Select(split => (split.Key, (IReadOnlyList<string>)[.. split.Select(cell => cell.Category).Distinct()])).ToList();
        foreach (var period in all.Where(cell => cell.Period.Grain == grain).GroupBy(cell => cell.Period))
        {
            var areas = period.Where(cell => cell.Split == "all").ToDictionary(cell => cell.AreaCode);
            foreach (var area in areas.Values)
            {
                var parts = areas.Values.Where(other => Around(other.AreaCode).FirstOrDefault(areas.ContainsKey) == area.AreaCode).ToList();
                var own = period.Where(cell => cell.AreaCode == area.AreaCode && cell.Split is not ("all" or "panel")).ToList();
                var rest = Atom(area, "") with
                {
                    Signal = area.Signal - parts.Sum(part => part.Signal), Base = area.Base - parts.Sum(part => part.Base),
                    WeightedSignal = area.WeightedSignal - parts.Sum(part => part.WeightedSignal), WeightedBase = area.WeightedBase - parts.Sum(part => part.WeightedBase),
                };
                if (parts.Count > 0 && rest.Base == 0)
                    continue;
                atoms.AddRange(own.Count > 0 ? own.Select(cell => Atom(cell, $"{cell.Split}={cell.Category}")) : [rest]);
                if (area.HasRecords || kind is StreamKind.Incidents or StreamKind.Cases && period.Any(cell => cell.HasRecords))
                    places.Add((area.AreaCode, area.Period));
            }
        }
        return Table(all, kind, minimumBase, [.. atoms.Where(atom => atom.Base > 0)], grain, places, splits, false);
    }

    public static IndicatorTable Table(
        IEnumerable<IndicatorCell> cells, StreamKind kind, int minimumBase, IReadOnlyList<IndicatorAtom> atoms, PeriodGrain grain, IReadOnlyList<(string, Period)> places,
        IReadOnlyList<(string, IReadOnlyList<string>)> splits, bool hasPanel) =>
        new(Indicator(minimumBase), Stream(kind), PeriodGrain.Quarter, [.. cells]) { Atoms = atoms, AtomGrain = grain, Places = places, Splits = splits, HasPanel = hasPanel };

    private static IndicatorAtom Atom(IndicatorCell cell, string categories) => new(cell.AreaCode, cell.Period, categories, "", cell.Signal, cell.Base, cell.WeightedSignal, cell.WeightedBase);

    private static IEnumerable<string> Around(string code) => code.Length > 2 ? [code[..2], "X"] : code.Length == 2 ? ["X"] : [];

    public static IndicatorCell Cell(
        string area, int level, long signal, long total, string split = "all", string category = "all", Period? period = null, bool hasRecords = true,
        IReadOnlyList<long>? organisations = null) =>
        new(area, level, period ?? Quarter, split, category, signal, total, total == 0 ? double.NaN : (double)signal / total, total, false, hasRecords, default, organisations ?? []);

    /// <summary>The cell as one of a weighted survey.</summary>
    /// <param name="signal">Sum of the weights of the signal.</param>
    /// <param name="rest">Sum of the weights of the rest.</param>
    public static IndicatorCell Weighted(this IndicatorCell cell, double signal, double rest) => cell with
    {
        IsWeighted = true, WeightedSignal = signal, WeightedBase = signal + rest, Share = cell.Base == 0 ? double.NaN : signal / (signal + rest),
    };

    public static DisclosureResult Release(IndicatorTable table, AreaTree areas, int threshold = 5, IndicatorHistory? history = null) =>
        DisclosureControl.Release(table, new(threshold, TieKey, new(areas)) { History = history ?? IndicatorHistory.None });

    /// <summary>True when the exact counts of the cell are released, printed or withheld for imprecision alone.</summary>
    public static bool IsReleased(ReleasedCell cell) => Exact(cell) is not null;

    public static ExactShare? Exact(ReleasedCell cell) => cell.Value switch
    {
        Pipeline.Disclosure.Cell.Shown shown => shown.Exact,
        Pipeline.Disclosure.Cell.Hidden hidden => hidden.Exact,
        _ => null,
    };

    private static IndicatorDefinition Indicator(int minimumBase) => new()
    {
        Id = "T-01", Title = "t", Definition = "d", Family = "children", Stream = "s", Unit = "share", Direction = "higher_is_more_concern",
        Why = "w", Caveat = "c", LowMeans = "l", MinimumBase = minimumBase, Hash = "h",
    };

    private static StreamDefinition Stream(StreamKind kind) => new() { Id = "s", Title = "s", Kind = kind, Unit = "household", Fields = [] };
}
