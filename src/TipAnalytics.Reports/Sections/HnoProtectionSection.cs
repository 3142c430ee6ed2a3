using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Part 3 Protection: the risk told through its proxies, with child-protection and GBV sub-paragraphs, areas and groups.
/// Blocks of at most 120 words, 250–400 words together.</summary>
internal static class HnoProtectionSection
{
    private const int LeadWords = 120;
    private const int SubWords = 90;
    private const int OtherWords = 65;
    private const int WhereWords = 110;

    public static IEnumerable<Block> Write(SectionContext context)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        yield return new Heading(1, context.Texts["hno.protection_title"], "hno-protection");
        yield return new Paragraph(Lead(context), ParagraphLook.Lead);
        yield return new Heading(2, context.Texts["hno.child_title"], "hno-cp");
        yield return new Paragraph(Sub(context, "hno.child_intro", SubWords, indicator => indicator.Family == "children", told));
        yield return new Heading(2, context.Texts["hno.gbv_title"], "hno-gbv");
        yield return new Paragraph(Sub(context, "hno.gbv_intro", SubWords, indicator => indicator.CanAct.Contains("PRO-GBV") && indicator.Family is not "context", told));
        yield return new Heading(2, context.Texts["hno.other_title"], "hno-other");
        yield return new Paragraph(Sub(context, "hno.other_intro", OtherWords, indicator => indicator.Family is "pressure" or "work" or "movement", told));
        yield return new Heading(2, context.Texts["hno.where_title"], "hno-where");
        yield return new Paragraph(Where(context));
        yield return new Paragraph(context.Texts["hno.protection_caveat"], ParagraphLook.Caveat);
    }

    /// <summary>Most affected areas and groups, in one block.</summary>
    public static string Where(SectionContext context) => HnoSection.Limited([Rising(context), Areas(context), Groups(context)], WhereWords);

    private static string Lead(SectionContext context) =>
        HnoSection.Limited([context.Texts["hno.protection_intro"], context.Texts["hno.protection_not_one"]], LeadWords);

    /// <summary>One sentence an indicator and status, admin 1 before the country, the surest first, as far as the words go.</summary>
    private static string Sub(SectionContext context, string intro, int words, Func<Pipeline.Releases.IndicatorInfo, bool> belongs, HashSet<string> told)
    {
        var level = context.View.Admin1.Count > 0 ? 1 : 0;
        var findings = context.View.Content.Findings
            .Where(finding => finding.AreaLevel == level && belongs(context.View.Indicator(finding.IndicatorId)) && !told.Contains(finding.IndicatorId) && finding.Status is not (TrendStatus.Constant or TrendStatus.InsufficientData or TrendStatus.Withheld or TrendStatus.NotComparable))
            .GroupBy(finding => (finding.IndicatorId, finding.Status))
            .OrderBy(group => ToldFindings.Rank(group.Key.Status)).ThenBy(group => group.Min(finding => finding.Grade)).ThenByDescending(group => group.Max(finding => finding.Difference?.Points ?? 0)).ThenBy(group => group.Key.IndicatorId, StringComparer.Ordinal)
            .ToList();
        // «No clear change» only where there is nothing else to say.
        var clear = findings.Where(group => group.Key.Status != TrendStatus.NoClearChange).ToList();
        var said = (clear.Count > 0 ? clear : findings.Take(2)).ToList();
        told.UnionWith(said.Select(group => group.Key.IndicatorId));
        return said.Count == 0 ? context.Texts["hno.nothing_to_say"] : HnoSection.Limited([context.Texts[intro], .. said.Select((group, index) => Told(context, group.Key.Status, [.. group], starts: index == 0 || said[index - 1].Key.Status != group.Key.Status))], words);
    }

    private static string Told(SectionContext context, TrendStatus status, List<Finding> findings, bool starts)
    {
        var artefact = status == TrendStatus.ReportingArtefactPossible;
        var text = $"{(starts ? $"{context.Findings.Start(findings[0])} " : "")}{context.Findings.Brief([.. findings.OrderByDescending(finding => finding.Difference?.Points ?? 0).ThenBy(finding => finding.AreaCode, StringComparer.Ordinal).Take(2)], tested: !artefact)}.";
        return artefact ? $"{text} {context.Texts["told.artefact_end"]}" : text;
    }

    private static string Rising(SectionContext context) => context.Headlines.AreasWithSeveralRising() is { Count: > 0 } rising
        ? context.Texts.Say("hno.rising", ("areas", context.View.Join(rising)))
        : context.Texts["hno.rising_none"];

    /// <summary>Areas with most families elevated, only among areas with enough known; no ranking of areas with different numbers known.</summary>
    private static string Areas(SectionContext context)
    {
        var several = context.View.Convergence(1).Where(area => area.Known >= Figures.MinimumKnown && area.Elevated >= 2).ToList();
        var unclear = context.View.Convergence(1).Where(area => area.Known < Figures.MinimumKnown).Select(area => context.View.AreaName(area.AreaCode)).ToList();
        var text = several.Count > 0
            ? context.Texts.Say("hno.areas", ("areas", context.View.Join(several.Select(area => context.Texts.Say("placed", ("area", context.View.AreaName(area.AreaCode)), ("detail", context.Figures.Known(area)))))))
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
