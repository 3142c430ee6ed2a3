using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>What has risen or fallen since the onset, where, and how sure. Reads released cells only; the same for any order of its input.</summary>
internal static class TrendAnalysis
{
    /// <summary>False discovery rate q of every family of tests.</summary>
    public const double FalseClaimRate = 0.10;

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
        return new(findings, families, convergence)
        {
            Notices = MonthNotices.Of(tables, context, FalseClaimRate),
            Smoothed = SmoothedShares.Of(tables, context),
        };
    }

    /// <summary>Every share, area and level planned, tested on its own; by level, indicator, area.</summary>
    public static TestedSeries[] Test(IReadOnlyList<ReleasedTable> tables, TrendContext context)
    {
        var shares = tables.Where(table => context.Indicators.TryGetValue(table.IndicatorId, out var i) && i.Kind == IndicatorKind.Share);
        var planned =
            from table in shares
            from cell in table.Cells
            where cell.Split == IndicatorCell.All
            group cell by (cell.AreaLevel, table.IndicatorId, cell.AreaCode);
        var panels = tables.SelectMany(table => table.PanelCells.Select(cell => (table.IndicatorId, Cell: cell)))
            .ToLookup(item => (item.IndicatorId, item.Cell.AreaCode), item => item.Cell);
        var groups = planned
            .OrderBy(group => group.Key.AreaLevel)
            .ThenBy(group => group.Key.IndicatorId, StringComparer.Ordinal)
            .ThenBy(group => group.Key.AreaCode, StringComparer.Ordinal)
            .ToArray();

        // A series shares nothing with another until claims are made: side by side, each in its own place.
        var tested = new TestedSeries[groups.Length];
        Parallel.For(0, groups.Length, i =>
        {
            var group = groups[i];
            var indicator = context.Indicators[group.Key.IndicatorId];
            tested[i] = TestedSeries.Test(
                indicator, context.StreamKinds[indicator.Stream!], group.Key.AreaCode, group.Key.AreaLevel,
                [.. group], [.. panels[(group.Key.IndicatorId, group.Key.AreaCode)]], context);
        });
        return tested;
    }
}
