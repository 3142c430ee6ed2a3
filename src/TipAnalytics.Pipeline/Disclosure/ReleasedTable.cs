namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>One cell as released.</summary>
/// <param name="FigureId">Stable id of the figure, e.g. <c>CH-03:LR01:2026-Q2:all</c> or <c>CH-03:LR:2026-Q2:head_sex=female</c>.</param>
/// <param name="AreaCode">P-code.</param>
/// <param name="AreaLevel">0 country, 1 admin 1, 2 admin 2.</param>
/// <param name="Period">Reporting period.</param>
/// <param name="Split">Disaggregation, <c>all</c> for none.</param>
/// <param name="Category">Category of the split, <c>all</c> for none.</param>
/// <param name="Value">What is shown.</param>
public sealed record ReleasedCell(
    string FigureId, string AreaCode, int AreaLevel, Period Period, string Split, string Category, Cell Value);

/// <summary>Everything disclosure control lets out about one indicator. Only <c>Disclosure</c> makes one.</summary>
public sealed class ReleasedTable
{
    internal ReleasedTable(string indicatorId, string definitionHash, PeriodGrain grain, IReadOnlyList<ReleasedCell> cells)
    {
        IndicatorId = indicatorId;
        DefinitionHash = definitionHash;
        Grain = grain;
        Cells = cells;
    }

    public string IndicatorId { get; }

    /// <summary>SHA-256 (hex) of the indicator's definition and model files.</summary>
    public string DefinitionHash { get; }

    public PeriodGrain Grain { get; }

    /// <summary>Cells of the matched panel (split <c>panel</c>, categories <c>in</c> and <c>out</c>): planned and protected like the rest,
    /// read by Trends only, never printed.</summary>
    internal IReadOnlyList<ReleasedCell> PanelCells { get; init; } = [];

    /// <summary>The table for readers who may not look at the panel.</summary>
    internal ReleasedTable WithoutPanel() => new(IndicatorId, DefinitionHash, Grain, Cells);

    /// <summary>Cells ordered by area level, area, period, split, category.</summary>
    public IReadOnlyList<ReleasedCell> Cells { get; }
}
