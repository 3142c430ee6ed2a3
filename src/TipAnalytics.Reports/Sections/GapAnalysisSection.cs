using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>For the response plan: elevated proxies beside the services that are mapped as working, area by area. No ranking, no number of people.</summary>
internal static class GapAnalysisSection
{
    /// <summary>Elevated families from which an area has something to answer; one alone says nothing about an area.</summary>
    private const int FewestFamilies = 2;

    public static IEnumerable<Block> Write(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        if (view.Convergence(1).Count == 0 || PauSection.Services(view).FirstOrDefault() is not { } services)
            yield break;
        yield return new Heading(1, texts["gap_analysis.title"], "gap-analysis");
        yield return new Paragraph(texts["gap_analysis.intro"]);
        yield return new DataTable(
            texts["gap_analysis.table"],
            [new(texts["column.area"], 1.1), new(texts["column.elevated"], 1), new(texts["gap_analysis.proxies"], 2.2), new(texts["gap_analysis.services"], 1.2), new(texts["gap_analysis.reading"], 2.4)],
            [.. view.Convergence(1).Select(area => Row(context, area, services))],
            texts["gap_analysis.note"]);
        yield return new Paragraph(view.Standing("CAV-9"), ParagraphLook.Caveat);
    }

    private static IReadOnlyList<TableCell> Row(SectionContext context, AreaConvergence area, IndicatorInfo services)
    {
        var (view, texts) = (context.View, context.Texts);
        var elevated = ReleaseView.DriverFamilies.Where(family => family != "context").SelectMany(view.OfFamily)
            .Where(indicator => view.IsElevated(indicator.Id, area.AreaCode) == true).Select(indicator => indicator.Id).ToList();
        var gap = FindingsSection.Level(context, services, view.Content.Areas.First(one => one.Code == area.AreaCode));
        return
        [
            new(view.AreaName(area.AreaCode)),
            new(context.Figures.Known(area), area.Known < Figures.MinimumKnown ? CellLook.Unknown : area.Elevated >= FewestFamilies ? CellLook.Elevated : CellLook.Plain),
            new(elevated.Count > 0 ? view.Comma(elevated) : texts["none"]),
            gap,
            new(texts[$"gap_analysis.{Reading(area, gap.Look)}"]),
        ];
    }

    /// <summary>What is not known comes first: it is no low level, of signs as of gaps.</summary>
    private static string Reading(AreaConvergence area, CellLook gap) => (area, gap) switch
    {
        ({ Known: < Figures.MinimumKnown }, _) => "unknown",
        ({ Elevated: < FewestFamilies }, _) => "few",
        (_, CellLook.Elevated) => "both",
        (_, CellLook.Plain or CellLook.Number) => "services_known",
        _ => "services_unknown",
    };
}
