using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Changes for those who coordinate every month: what to look at, and the series of which something can be said.</summary>
internal static class SheetSection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        yield return new Heading(1, texts["sheet.title"], "changes");
        yield return new Paragraph($"{context.Headlines.Lead()} {texts["sheet.intro"]}");
        if (FindingsSection.Notices(context) is { } notices)
            yield return notices;
        var told = view.Content.Indicators.Where(indicator => indicator is { Kind: "share", HasSource: true } && view.PrintedAreas.Any(area => IsTold(view, indicator, area)))
            .OrderBy(indicator => indicator.Id, StringComparer.Ordinal).ToList();
        if (told.Count == 0)
            yield return new Paragraph(texts["findings.nothing_clear"]);
        foreach (var part in told.Count > 0 ? view.PrintedAreas.Chunk(7) : [])
            yield return new DataTable(
                texts["findings.table"],
                [new(texts["column.indicator"], 2.4), .. part.Select(area => new Column(area.Name, 1))],
                [.. told.Select(indicator => (IReadOnlyList<TableCell>)[new($"{indicator.Id} {indicator.Title}"), .. part.Select(area => context.Cells.Change(view.FindingFor(indicator.Id, area.Code), hasWords: false))])],
                texts["sheet.note"]);
        yield return new Paragraph(texts["reading.arrows"], ParagraphLook.Small, texts["reading.arrows_start"]);
        yield return new Paragraph(view.Standing("CAV-0"), ParagraphLook.Caveat);
    }

    private static bool IsTold(ReleaseView view, IndicatorInfo indicator, AreaInfo area) =>
        view.FindingFor(indicator.Id, area.Code) is { } finding && ToldFindings.IsTold(finding.Status);
}
