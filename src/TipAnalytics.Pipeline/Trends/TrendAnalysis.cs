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
        var areas = AreaCells.Of(tables);
        var tested = Test(tables, areas, context);
        var (trends, notices, smoothed) = (default(TrendResult)!, default(IReadOnlyList<MonthNotice>)!, default(IReadOnlyList<SmoothedShare>)!);

        // Three readings of the same cells; none asks for another's result.
        Parallel.Invoke(
            () => trends = Judge(tables, areas, tested, context),
            () => notices = MonthNotices.Of(tables, areas, context, FalseClaimRate),
            () => smoothed = SmoothedShares.Of(tables, areas, context));
        return trends with { Notices = notices, Smoothed = smoothed };
    }

    private static TrendResult Judge(IReadOnlyList<ReleasedTable> tables, AreaCells[][] areas, TestedSeries[] tested, TrendContext context)
    {
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

        var convergence = Convergence.Of(tables, areas, judged, context, FalseClaimRate);
        var grades = convergence.ToDictionary(area => area.AreaCode, area => area.Grade, StringComparer.Ordinal);
        var findings = judged.Select(j => j.ToFinding(grades.GetValueOrDefault(j.Series.AreaCode, EvidenceGrade.C))).ToArray();
        return new(findings, families, convergence);
    }

    /// <summary>Every share, area and level planned, tested on its own; by level, indicator, area.</summary>
    public static TestedSeries[] Test(IReadOnlyList<ReleasedTable> tables, TrendContext context) => Test(tables, AreaCells.Of(tables), context);

    private static TestedSeries[] Test(IReadOnlyList<ReleasedTable> tables, AreaCells[][] areas, TrendContext context)
    {
        var planned = areas.SelectMany(ofTable => ofTable)
            .Where(area => context.Indicators.TryGetValue(area.IndicatorId, out var known) && known.Kind == IndicatorKind.Share)
            .OrderBy(area => area.AreaLevel)
            .ThenBy(area => area.IndicatorId, StringComparer.Ordinal)
            .ThenBy(area => area.AreaCode, StringComparer.Ordinal)
            .ToArray();
        var panels = tables.SelectMany(table => AreaCells.Of(table.IndicatorId, table.PanelCells, IndicatorCell.Panel))
            .ToDictionary(panel => (panel.IndicatorId, panel.AreaCode), panel => panel.Cells);

        // A series shares nothing with another until claims are made: side by side, each in its own place.
        var tested = new TestedSeries[planned.Length];
        Parallel.For(0, planned.Length, i =>
        {
            var area = planned[i];
            var indicator = context.Indicators[area.IndicatorId];
            tested[i] = TestedSeries.Test(
                indicator, context.StreamKinds[indicator.Stream!], area.AreaCode, area.AreaLevel,
                area.Cells, panels.GetValueOrDefault((area.IndicatorId, area.AreaCode), ArraySegment<ReleasedCell>.Empty), context);
        });
        return tested;
    }
}
