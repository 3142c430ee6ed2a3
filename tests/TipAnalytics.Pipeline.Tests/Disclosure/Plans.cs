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

    public static IndicatorTable Table(IEnumerable<IndicatorCell> cells, StreamKind kind = StreamKind.Interviews, int minimumBase = 30) =>
        new(Indicator(minimumBase), Stream(kind), PeriodGrain.Quarter, [.. cells]);

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

    public static DisclosureResult Release(IndicatorTable table, AreaTree areas, int threshold = 5) =>
        DisclosureControl.Release(table, areas, new(threshold, TieKey));

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
