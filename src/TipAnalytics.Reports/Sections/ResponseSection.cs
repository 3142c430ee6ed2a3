using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Response options by sector for the proxies that rise or are elevated somewhere; to be edited by people.</summary>
internal static class ResponseSection
{
    private static readonly string[] Kinds = ["prev", "prot", "pros", "part"];

    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Heading(1, context.Texts["response.title"], "response");
        yield return new Paragraph(context.Texts["response.intro"], ParagraphLook.Normal, context.Texts["response.edit"]);
        var rows = Rows(context);
        if (rows.Count > 0)
            yield return new DataTable(
                context.Texts["response.table"],
                [new(context.Texts["column.sector"], 1.3), new(context.Texts["column.option"], 3.6), new(context.Texts["column.proxies"], 1), new(context.Texts["column.kind"], 1.4)],
                rows, context.Texts["response.note"]);
        else
            yield return new Paragraph(context.Texts["response.nothing"]);
        yield return new Paragraph(context.View.Standing("CAV-9"), ParagraphLook.Caveat);
    }

    /// <summary>Indicators that rise (grade A to C) or are at or above their reference band in an admin-1 area or the country.</summary>
    public static IReadOnlyList<IndicatorInfo> Concerned(ReleaseView view) =>
        [.. view.Content.Indicators.Where(indicator =>
                view.Content.Findings.Any(finding => finding.IndicatorId == indicator.Id && finding.AreaLevel <= 1 && Headlines.IsRise(finding))
                || view.PrintedAreas.Any(area => view.IsElevated(indicator.Id, area.Code) == true))
            .OrderBy(indicator => indicator.Id, StringComparer.Ordinal)];

    private static List<IReadOnlyList<TableCell>> Rows(SectionContext context) =>
        [.. Concerned(context.View)
            .SelectMany(indicator => indicator.ResponseOptions.Select(option => (Sector: option.Key, Option: option.Value, Indicator: indicator)))
            .GroupBy(option => (option.Sector, option.Option))
            .OrderBy(group => context.View.Sector(group.Key.Sector), StringComparer.Ordinal).ThenBy(group => group.Min(option => option.Indicator.Id), StringComparer.Ordinal)
            .Select(group => (IReadOnlyList<TableCell>)[
                new(context.View.Sector(group.Key.Sector)),
                new(group.Key.Option),
                new(string.Join(", ", group.Select(option => option.Indicator.Id).Distinct().Order(StringComparer.Ordinal))),
                new(string.Join(", ", Kinds.Where(kind => group.Any(option => option.Indicator.Response.Contains(kind))).Select(kind => context.Texts[$"kind.{kind}"])))])];
}
