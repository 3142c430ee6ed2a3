using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>What has risen or fallen since the onset, where, and how sure. Reads released cells only; the same for any order of its input.</summary>
internal static class TrendAnalysis
{
    private const double FalseClaimRate = 0.10;

    public static TrendResult Analyse(IReadOnlyList<ReleasedTable> tables, TrendContext context)
    {
        var tested = Test(tables, context);
        var findings = new List<Finding>();
        var families = new List<TestFamily>();
        var judged = new List<Judged>();
        foreach (var level in tested.GroupBy(series => series.AreaLevel))
        {
            var ofLevel = Verdict.Judge([.. level], FalseClaimRate);
            judged.AddRange(ofLevel);
            var rises = ofLevel.Count(j => j.Status is TrendStatus.RisingClear or TrendStatus.RisingProbable);
            var falls = ofLevel.Count(j => j.Status is TrendStatus.FallingClear or TrendStatus.FallingProbable);

            // In tenths, so that 10 claims expect 1 and not 2 by a rounding error.
            families.Add(new(level.Key, ofLevel.Count(j => j.Series.IsTested), rises, falls, (rises + 9) / 10));
        }

        var convergence = Convergence.Of(tables, judged, context, FalseClaimRate);
        var grades = convergence.ToDictionary(area => area.AreaCode, area => area.Grade, StringComparer.Ordinal);
        findings.AddRange(judged.Select(j => j.ToFinding(grades.GetValueOrDefault(j.Series.AreaCode, EvidenceGrade.C))));
        return new(findings, families, convergence);
    }

    private static TestedSeries[] Test(IReadOnlyList<ReleasedTable> tables, TrendContext context)
    {
        var shares = tables.Where(table => context.Indicators.TryGetValue(table.IndicatorId, out var i) && i.Kind == IndicatorKind.Share);
        var planned =
            from table in shares
            from cell in table.Cells
            where cell.Split == IndicatorCell.All
            group cell by (cell.AreaLevel, table.IndicatorId, cell.AreaCode);
        var panels = tables.SelectMany(table => table.PanelCells.Select(cell => (table.IndicatorId, Cell: cell)))
            .ToLookup(item => (item.IndicatorId, item.Cell.AreaCode), item => item.Cell);
        return
        [
            .. planned
                .OrderBy(group => group.Key.AreaLevel)
                .ThenBy(group => group.Key.IndicatorId, StringComparer.Ordinal)
                .ThenBy(group => group.Key.AreaCode, StringComparer.Ordinal)
                .Select(group =>
                {
                    var indicator = context.Indicators[group.Key.IndicatorId];
                    var kind = context.StreamKinds[indicator.Stream!];
                    return TestedSeries.Test(
                        indicator, kind, group.Key.AreaCode, group.Key.AreaLevel,
                        [.. group], [.. panels[(group.Key.IndicatorId, group.Key.AreaCode)]], context);
                }),
        ];
    }
}
