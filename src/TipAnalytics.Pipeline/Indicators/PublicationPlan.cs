using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Which cells of an indicator are planned: the tables of its stream (or its own) and every margin they add up to.</summary>
internal static class PublicationPlan
{
    /// <summary>Level, grain and split of each planned table, by level, grain and split. Every table stands with its parents: admin 1 by
    /// quarter brings the country by quarter, also where the country is planned by month; a split brings «all». The panel is planned
    /// wherever «all» is, at admin 1 and for the country.</summary>
    public static IReadOnlyList<(int Level, PeriodGrain Grain, string Split)> Tables(IndicatorDefinition indicator, StreamDefinition stream) =>
        Tables(indicator, stream, indicator.PlanOn(stream));

    /// <summary>As above, by another plan than the indicator's.</summary>
    public static IReadOnlyList<(int Level, PeriodGrain Grain, string Split)> Tables(IndicatorDefinition indicator, StreamDefinition stream, IReadOnlyList<PlannedTable> plan)
    {
        var planned = new HashSet<(int Level, PeriodGrain Grain, string Split)>();
        foreach (var table in plan)
        {
            for (var level = table.Level; level >= 0; level--)
            {
                planned.Add((level, table.Grain, IndicatorCell.All));
                planned.UnionWith(table.Splits.Where(indicator.DisaggregateBy.Contains).Select(split => (level, table.Grain, split)));
                if (level <= 1 && Derivation.HasPanel(stream))
                    planned.Add((level, table.Grain, IndicatorCell.Panel));
            }
        }

        return [.. planned.OrderBy(table => table.Level).ThenBy(table => table.Grain).ThenBy(table => table.Split, StringComparer.Ordinal)];
    }

    /// <summary>The plan with its finest periods one step longer; null where they are years.</summary>
    public static IReadOnlyList<PlannedTable>? Coarser(IReadOnlyList<PlannedTable> plan)
    {
        var finest = Window.GrainOf(plan);
        return finest == PeriodGrain.Year ? null : [.. plan.Select(table => new PlannedTable { Level = table.Level, Grain = table.Grain == finest ? finest + 1 : table.Grain, Splits = table.Splits })];
    }

    /// <summary>Categories of a split in code-list order; «all» has one.</summary>
    public static IReadOnlyList<string> Categories(string split, StreamDefinition stream, Catalogue catalogue) => split switch
    {
        IndicatorCell.All => [IndicatorCell.All],
        IndicatorCell.Panel => ["in", "out"],
        _ => ObservationStatement.Categories(split, stream, catalogue),
    };
}
