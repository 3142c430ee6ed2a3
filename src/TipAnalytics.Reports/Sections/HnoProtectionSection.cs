using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Sections;

/// <summary>Part 3 Protection: the risk told through its proxies, with child-protection and GBV sub-paragraphs, areas and groups.
/// Five blocks of at most 120 words, 250–400 words together.</summary>
internal static class HnoProtectionSection
{
    private const int LeadWords = 100;
    private const int SubWords = 75;
    private const int WhereWords = 75;

    public static IEnumerable<Block> Write(SectionContext context)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        yield return new Heading(1, context.Texts["hno.protection_title"], "hno-protection");
        yield return new Paragraph(Lead(context), ParagraphLook.Lead);
        yield return new Heading(2, context.Texts["hno.child_title"], "hno-cp");
        yield return new Paragraph(Sub(context, "hno.child_intro", indicator => indicator.Family == "children" || indicator.CanAct.Contains("PRO-CPN") && indicator.Family == "co_occurrence", told));
        yield return new Heading(2, context.Texts["hno.gbv_title"], "hno-gbv");
        yield return new Paragraph(Sub(context, "hno.gbv_intro", indicator => indicator.CanAct.Contains("PRO-GBV") && indicator.Family is not "context", told));
        yield return new Heading(2, context.Texts["hno.where_title"], "hno-where");
        yield return new Paragraph(HnoSection.Limited([Areas(context), Groups(context)], WhereWords + 40));
        yield return new Paragraph(context.Texts["hno.protection_caveat"], ParagraphLook.Caveat);
    }

    private static string Lead(SectionContext context)
    {
        var first = context.Headlines.Make()[0];
        return HnoSection.Limited([context.Texts["hno.protection_intro"], $"{first.Start} {first.Text}", context.Texts["hno.protection_not_one"]], LeadWords + 20);
    }

    private static string Sub(SectionContext context, string intro, Func<Pipeline.Releases.IndicatorInfo, bool> belongs, HashSet<string> told)
    {
        var findings = context.View.Content.Findings
            .Where(finding => finding.AreaLevel <= 1 && belongs(context.View.Indicator(finding.IndicatorId)) && finding.Status is not (TrendStatus.Constant or TrendStatus.InsufficientData or TrendStatus.Withheld))
            .OrderBy(finding => Rank(finding.Status)).ThenBy(finding => finding.Grade).ThenByDescending(finding => finding.Difference?.Points ?? 0).ThenBy(finding => finding.FigureId, StringComparer.Ordinal)
            .DistinctBy(finding => finding.IndicatorId).Where(finding => told.Add(finding.IndicatorId)).ToList();
        return findings.Count == 0
            ? context.Texts["hno.nothing_to_say"]
            : HnoSection.Limited([context.Texts[intro], .. findings.Select(finding => $"{context.Findings.Start(finding)} {context.Findings.Main(finding)}")], SubWords + 45);
    }

    private static int Rank(TrendStatus status) => status switch
    {
        TrendStatus.RisingClear or TrendStatus.RisingProbable => 0,
        TrendStatus.ReportingArtefactPossible => 1,
        TrendStatus.NotComparable => 2,
        TrendStatus.FallingClear or TrendStatus.FallingProbable => 3,
        _ => 4,
    };

    /// <summary>Areas with most families elevated, only among areas with enough known; no ranking of areas with different numbers known.</summary>
    private static string Areas(SectionContext context)
    {
        var several = context.View.Convergence(1).Where(area => area.Known >= Figures.MinimumKnown && area.Elevated >= 2).ToList();
        var unclear = context.View.Convergence(1).Where(area => area.Known < Figures.MinimumKnown).Select(area => context.View.AreaName(area.AreaCode)).ToList();
        var text = several.Count > 0
            ? context.Texts.Say("hno.areas", ("areas", context.View.Join(several.Select(area => $"{context.View.AreaName(area.AreaCode)} ({context.Figures.Known(area)})"))))
            : context.Texts["hno.areas_none"];
        return unclear.Count > 0 ? $"{text} {context.Texts.Say("hno.areas_unknown", ("areas", context.View.Join(unclear)))}" : text;
    }

    private static string Groups(SectionContext context)
    {
        var view = context.View;
        foreach (var id in context.Headlines.Rises().Select(group => group.Key))
            foreach (var split in view.Splits(id, view.Country.Code))
            {
                var cells = view.LatestSplit(id, view.Country.Code, split).Where(cell => cell is { Value: Cell.Shown, Category: not "unknown" }).ToList();
                if (cells.Count >= 2)
                    return context.Texts.Say("hno.groups", ("title", view.Indicator(id).Title), ("period", view.PeriodWords(cells[0].Period)), ("groups", view.Join(cells
                        .OrderByDescending(cell => ((Cell.Shown)cell.Value).Share.Value).ThenBy(cell => cell.Category, StringComparer.Ordinal)
                        .Select(cell => $"{view.Category(split, cell.Category)} {context.Cells.Share((Cell.Shown)cell.Value)}"))));
            }
        return context.Texts["hno.groups_none"];
    }
}
