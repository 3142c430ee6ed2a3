using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Sections;

/// <summary>What the data cannot tell, by kind of gap.</summary>
internal static class GapsSection
{
    private static readonly string[] Kinds = ["silent_area", "held", "late", "restated", "no_source", "series_break", "series_change", "withheld", "short_series", "expired", "protocol", "erased", "register"];

    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Heading(1, context.Texts["gaps.title"], "gaps");
        yield return new Paragraph(context.Texts["gaps.intro"]);
        yield return new Bullets(Items(context, most: 6));
        yield return new Paragraph(context.View.Standing("CAV-8"), ParagraphLook.Caveat);
    }

    /// <summary>The same for short products, without the open questions of the register, which change once a quarter.</summary>
    public static IEnumerable<Block> Brief(SectionContext context)
    {
        yield return new Heading(1, context.Texts["gaps.title"], "gaps");
        yield return new Bullets(Items(context, most: 2, without: "register"));
    }

    /// <summary>One item a kind of gap, its sentences together; the rest is in the table of gaps.</summary>
    public static IReadOnlyList<(string Start, string Text)> Items(SectionContext context, int most, string without = "")
    {
        var gaps = context.View.Content.Gaps.Where(gap => gap.Kind != without).ToList();
        var kinds = Kinds.Concat(gaps.Select(gap => gap.Kind)).Distinct().ToList();
        var items = kinds.Select(kind => (kind, Of: gaps.Where(gap => gap.Kind == kind).OrderBy(gap => gap.Subject, StringComparer.Ordinal).ToList()))
            .Where(pair => pair.Of.Count > 0)
            .Select(pair => (context.Texts.Find($"gap.{pair.kind}") ?? context.Texts["gap.other"], Text(context, pair.Of, most))).ToList();
        return items.Count > 0 ? items : [("", context.Texts["gaps.none"])];
    }

    private static string Text(SectionContext context, List<InformationGap> gaps, int most)
    {
        // Series not shown are one sentence, from the findings themselves; gaps about a whole indicator keep theirs.
        var withheld = gaps[0].Kind == "withheld" ? Withheld(context) : [];
        if (withheld.Count > 0)
        {
            var rest = gaps.Where(gap => !withheld.Exists(series => series.Id == gap.Subject)).Select(gap => $"{gap.Text.TrimEnd('.')}.");
            return string.Join(' ', rest.Prepend(context.Texts.Say("gaps.withheld", ("series", context.View.Semicolon(withheld.Select(series => context.Texts.Say("gaps.series", ("id", series.Id), ("areas", series.Areas))))))));
        }
        var text = string.Join(' ', gaps.Take(most).Select(gap => $"{gap.Text.TrimEnd('.')}."));
        return gaps.Count > most ? $"{text} {context.Texts.Say("gaps.more", ("subjects", context.View.Join(gaps.Skip(most).Select(gap => gap.Subject).Distinct().Take(20))))}" : text;
    }

    private static List<(string Id, string Areas)> Withheld(SectionContext context) =>
        [.. context.View.Content.Findings.Where(finding => finding is { Status: TrendStatus.Withheld, AreaLevel: <= 1 }).GroupBy(finding => finding.IndicatorId).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, context.View.Comma(group.Select(finding => context.View.AreaName(finding.AreaCode)).Order(StringComparer.Ordinal))))];
}
