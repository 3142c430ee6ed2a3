using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Findings by driver family: sentences, chart, table, caveats, who can act.</summary>
internal static class FindingsSection
{
    private const int MostSentences = 4;
    private static readonly string[] Families = [.. ReleaseView.DriverFamilies, "co_occurrence"];

    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Heading(1, context.Texts["findings.title"], "findings");
        yield return new Paragraph(context.Texts["findings.intro"]);
        yield return new Paragraph(context.Texts["reading.arrows"], ParagraphLook.Small, context.Texts["reading.arrows_start"]);
        foreach (var family in Families)
        {
            var indicators = context.View.OfFamily(family).Where(indicator => indicator.Kind is "share" or "level").ToList();
            if (indicators.Count == 0)
                continue;
            yield return new Heading(2, context.View.Family(family), $"family-{family.Replace('_', '-')}");
            foreach (var block in indicators.Any(indicator => indicator.Kind == "share") ? Tested(context, indicators) : Levels(context, indicators))
                yield return block;
            foreach (var block in Caveats(context, indicators))
                yield return block;
        }
    }

    private static IEnumerable<Block> Tested(SectionContext context, IReadOnlyList<IndicatorInfo> indicators)
    {
        var ids = indicators.Select(indicator => indicator.Id).ToHashSet();
        var all = context.View.Content.Findings.Where(finding => finding.AreaLevel <= 1 && ids.Contains(finding.IndicatorId)).ToList();
        // One sentence an indicator and direction: the strongest; the table holds every area.
        var told = all.Where(finding => finding.Status is not (TrendStatus.NoClearChange or TrendStatus.Constant or TrendStatus.InsufficientData or TrendStatus.Withheld))
            .GroupBy(finding => (finding.IndicatorId, Rank(finding.Status)))
            .Select(group => group.OrderByDescending(finding => Math.Abs(finding.Difference?.Points ?? 0)).ThenBy(finding => finding.AreaCode, StringComparer.Ordinal).First())
            .OrderBy(finding => Rank(finding.Status)).ThenByDescending(finding => finding.Difference?.Points ?? 0).ThenBy(finding => finding.FigureId, StringComparer.Ordinal)
            .Take(MostSentences).ToList();
        yield return told.Count > 0
            ? new Bullets([.. told.Select(finding => (context.Findings.Start(finding), context.Findings.Sentence(finding)))])
            : new Paragraph(context.Texts["findings.nothing_clear"]);
        var lead = told.FirstOrDefault() ?? all.OrderBy(finding => finding.AreaLevel).ThenBy(finding => finding.FigureId, StringComparer.Ordinal).FirstOrDefault();
        if (lead is not null && (Headlines.IsRise(lead) && lead.Grade <= EvidenceGrade.B ? context.Figures.Multiples(context.View.Indicator(lead.IndicatorId)) : null) is { } areas)
            yield return areas;
        else if (lead is not null && context.Figures.Trend(lead) is { } trend)
            yield return trend;
        var tested = indicators.Where(indicator => indicator.HasSource).ToList();
        foreach (var part in context.View.PrintedAreas.Chunk(7))
            yield return new DataTable(
                context.Texts["findings.table"],
                [new(context.Texts["column.indicator"], 1.8), .. part.Select(area => new Column(area.Name, 1))],
                [.. tested.Select(indicator => (IReadOnlyList<TableCell>)[new($"{indicator.Id} {indicator.Title}"), .. part.Select(area => context.Cells.Change(context.View.FindingFor(indicator.Id, area.Code)))])],
                context.Texts["findings.table_note"]);
        foreach (var indicator in indicators.Where(indicator => !indicator.HasSource))
            yield return new Paragraph(context.Texts.Say("findings.no_source", ("id", indicator.Id), ("title", indicator.Title)), ParagraphLook.Caveat);
    }

    private static IEnumerable<Block> Levels(SectionContext context, IReadOnlyList<IndicatorInfo> indicators)
    {
        yield return new Paragraph(context.Texts["findings.levels_intro"]);
        foreach (var part in context.View.PrintedAreas.Chunk(7))
            yield return new DataTable(
                context.Texts["findings.levels_table"],
                [new(context.Texts["column.indicator"], 1.8), .. part.Select(area => new Column(area.Name, 1))],
                [.. indicators.Select(indicator => (IReadOnlyList<TableCell>)[new($"{indicator.Id} {indicator.Title}"), .. part.Select(area => Level(context, indicator, area))])],
                context.Texts["findings.levels_note"]);
    }

    private static TableCell Level(SectionContext context, IndicatorInfo indicator, AreaInfo area)
    {
        var latest = context.View.Latest(indicator.Id, area.Code);
        var cell = context.Cells.Value(latest?.Value);
        return latest?.Value is Cell.Level && context.View.IsElevated(indicator.Id, area.Code) == true
            ? new($"{context.Texts["state.elevated_symbol"]} {cell.Text}", CellLook.Elevated)
            : cell;
    }

    private static IEnumerable<Block> Caveats(SectionContext context, IReadOnlyList<IndicatorInfo> indicators)
    {
        yield return new Paragraph(
            string.Join(' ', indicators.Select(indicator => $"{indicator.Id}: {indicator.Caveat.TrimEnd('.')}.")), ParagraphLook.Caveat, context.Texts["findings.caveats_start"]);
        var standing = indicators.SelectMany(context.View.StandingOf)
            .Concat(context.View.Content.Breaks.Any(change => indicators.Any(indicator => indicator.Id == change.IndicatorId)) ? ["CAV-7"] : [])
            .Where(id => id != "CAV-0").Distinct().Order(StringComparer.Ordinal).ToList();
        if (standing.Count > 0)
            yield return new Paragraph(string.Join(" · ", standing.Select(id => $"{id}: {context.View.Standing(id)}")), ParagraphLook.Small);
        yield return new Paragraph(
            string.Join("; ", indicators.SelectMany(indicator => indicator.CanAct).Distinct().Order(StringComparer.Ordinal).Select(context.View.Sector)) + ".",
            ParagraphLook.Normal, context.Texts["findings.act_start"]);
    }

    private static int Rank(TrendStatus status) => status switch
    {
        TrendStatus.RisingClear or TrendStatus.RisingProbable => 0,
        TrendStatus.ReportingArtefactPossible => 1,
        TrendStatus.NotComparable => 2,
        _ => 3,
    };
}
