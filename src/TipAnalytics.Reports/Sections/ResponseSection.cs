using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Response options by sector for the proxies that rise somewhere; to be edited by people.</summary>
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
                [new(context.Texts["column.sector"], 1), new(context.Texts["column.option"], 5.4)],
                rows, context.Texts.Say("response.note", ("kinds", context.View.Join(Kinds.Where(kind => Concerned(context.View).Any(indicator => indicator.Response.Contains(kind))).Select(kind => context.Texts[$"kind.{kind}"])))));
        else
            yield return new Paragraph(context.Texts["response.nothing"]);
        yield return new Paragraph(context.View.Standing("CAV-9"), ParagraphLook.Caveat);
    }

    /// <summary>Indicators that rise in an admin-1 area; without admin 1, in the country.</summary>
    public static IReadOnlyList<IndicatorInfo> Concerned(ReleaseView view) =>
        [.. view.Content.Indicators.Where(indicator => view.Content.Findings.Any(finding =>
                finding.IndicatorId == indicator.Id && finding.AreaLevel == (view.Admin1.Count > 0 ? 1 : 0) && Headlines.IsRise(finding)))
            .OrderBy(indicator => indicator.Id, StringComparer.Ordinal)];

    // One row a sector: a row an option would fill two pages with repeated names of sectors.
    private static List<IReadOnlyList<TableCell>> Rows(SectionContext context) =>
        [.. Concerned(context.View)
            .SelectMany(indicator => indicator.ResponseOptions.Select(option => (Sector: context.View.Sector(option.Key), Option: option.Value, indicator.Id)))
            .GroupBy(option => option.Sector).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(sector => (IReadOnlyList<TableCell>)[
                new(sector.Key),
                new(string.Join(' ', sector.GroupBy(option => option.Option).OrderBy(group => group.Min(option => option.Id), StringComparer.Ordinal).Select(group => $"{context.Texts.Say("response.option",
                    ("option", group.Key.TrimEnd('.')), ("proxies", context.View.Comma(group.Select(option => option.Id).Distinct().Order(StringComparer.Ordinal))))}."))),
            ])];
}
