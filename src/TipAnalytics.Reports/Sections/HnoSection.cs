using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Blocks of the HNO input pack, each short enough for an online page.</summary>
internal static class HnoSection
{
    public static IEnumerable<Block> Reading(SectionContext context) =>
    [
        new Paragraph(context.Texts["hno.use"]),
        new Box(context.Texts["reading.title"], [new Paragraph(context.View.Standing("CAV-0"))]),
    ];

    /// <summary>1.1 context, 1.2 shocks and impact.</summary>
    public static IEnumerable<Block> ContextAndShocks(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["hno.context_title"], "hno-context");
        yield return new Heading(2, context.Texts["hno.context_11"], "hno-1-1");
        var register = view.Content.Context.Where(item => item.Answer is "yes" or "partly" && item.Detail is { Length: > 0 }).Take(4).Select(item => item.Detail!.TrimEnd('.') + ".").ToList();
        yield return new Paragraph(Limited(
            [.. ContextSection.Onsets(context), .. register, Open(context)]));
        yield return new Heading(2, context.Texts["hno.context_12"], "hno-1-2");
        yield return new Paragraph(Limited([context.Headlines.Lead(), SummarySection.Silence(context)]));
    }

    public static IEnumerable<Block> Map(SectionContext context)
    {
        yield return new Heading(1, context.Texts["hno.map_title"], "hno-map");
        if (context.Figures.Map() is { } map)
            yield return map;
        yield return context.View.Convergence(1).Count > 0 ? ConvergenceSection.Table(context, 1) : new Paragraph(context.Texts["convergence.nothing"], ParagraphLook.Caveat);
        yield return new Paragraph(context.Texts["convergence.caveat"], ParagraphLook.Caveat);
    }

    public static IEnumerable<Block> TrendPanel(SectionContext context)
    {
        yield return new Heading(1, context.Texts["hno.trend_title"], "hno-trend");
        var rise = context.Headlines.Rises().Select(group => context.Figures.Multiples(context.View.Indicator(group.Key))).FirstOrDefault(figure => figure is not null);
        var any = rise ?? context.View.Content.Findings.Where(finding => finding.AreaLevel == 0).OrderBy(finding => finding.FigureId, StringComparer.Ordinal)
            .Select(context.Figures.Trend).FirstOrDefault(figure => figure is not null);
        yield return any is not null ? any : new Paragraph(context.Texts["hno.no_trend"], ParagraphLook.Caveat);
    }

    /// <summary>Four to six indicators for Part 2: claimed rises first, then the country's best-known series.</summary>
    public static IEnumerable<Block> Monitoring(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["hno.monitoring_title"], "hno-monitoring");
        yield return new Paragraph(context.Texts["hno.monitoring_intro"]);
        var rising = context.Headlines.Rises().Select(group => group.Key);
        var known = view.Content.Indicators.Where(indicator => indicator.Kind == "share" && view.Latest(indicator.Id, view.Country.Code)?.Value is Cell.Shown).Select(indicator => indicator.Id).Order(StringComparer.Ordinal);
        var picked = rising.Concat(known).Distinct().Take(6).Select(view.Indicator).ToList();
        yield return new DataTable(
            context.Texts["hno.monitoring_table"],
            [new(context.Texts["column.indicator"], 2.6), new(context.Texts["column.source"], 1.6), new(context.Texts["column.frequency"], 0.9), new(context.Texts["column.baseline"], 1.5), new(context.Texts["column.sector"], 1.8)],
            [.. picked.Select(indicator => (IReadOnlyList<TableCell>)
            [
                new($"{indicator.Id} {indicator.Title}"), new(view.Join(view.SourcesOf(indicator).Select(source => source.Title))),
                new(view.Latest(indicator.Id, view.Country.Code) is { } cell ? context.Texts[$"grain.{FindingWords.Key(cell.Period.Grain)}.every"] : "–"),
                Baseline(context, view.Latest(indicator.Id, view.Country.Code)), new(view.Comma(indicator.CanAct.Select(view.Sector))),
            ])],
            context.Texts["hno.monitoring_note"]);
    }

    /// <summary>4.1 data sources, 4.2 methodology, 4.3 information gaps and limitations, from the release itself.</summary>
    public static IEnumerable<Block> Annexes(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["hno.annex_title"], "hno-annex");
        yield return new Heading(2, context.Texts["hno.annex_41"], "hno-4-1");
        yield return new Bullets([.. view.Content.Sources.OrderBy(source => source.Id, StringComparer.Ordinal).Select(source => (source.Title + ".", context.Texts.Say("hno.source",
            ("provider", source.Provider), ("stream", source.StreamTitle),
            ("span", source is { FirstMonth: { } first, LastMonth: { } last } ? view.Texts.Say("span", ("first", view.PeriodWords(first)), ("last", view.PeriodWords(last))) : context.Texts["cell.no_data"]),
            ("level", context.Texts[$"level.admin{ReleaseView.Number(source.LowestLevel)}"]))))]);
        yield return new Heading(2, context.Texts["hno.annex_42"], "hno-4-2");
        yield return new Paragraph(context.Texts["hno.method"]);
        yield return new Paragraph(string.Join(' ', AnnexSection.Families(context).Append(context.Texts["hno.method_protected"])));
        yield return new Heading(2, context.Texts["hno.annex_43"], "hno-4-3");
        yield return new Bullets(GapsSection.Items(context, most: 3));
        yield return new Paragraph(context.View.Standing("CAV-8"), ParagraphLook.Caveat);
    }

    /// <summary>Sentences as long as they fit into a block of 120 words.</summary>
    public static string Limited(IEnumerable<string> sentences, int words = 120)
    {
        var taken = new List<string>();
        foreach (var sentence in sentences.Where(sentence => sentence.Length > 0))
        {
            words -= Words(sentence);
            if (words < 0)
                break;
            taken.Add(sentence);
        }
        return string.Join(' ', taken);
    }

    public static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Open(SectionContext context) =>
        context.View.Content.Context.Any(item => item.Answer == "unknown") ? context.Texts["hno.open_questions"] : "";

    // A band of five points, so that a baseline is not read as a target with false precision.
    private static TableCell Baseline(SectionContext context, ReleasedCell? cell)
    {
        if (cell?.Value is not Cell.Shown { Bound: ShareBound.Exact } shown)
            return context.Cells.Value(cell?.Value);
        var low = shown.Share.Value / 5 * 5;
        return new(context.Texts.Say("hno.baseline", ("low", ReleaseView.Number(low)), ("high", ReleaseView.Number(Math.Min(100, low + 4))), ("period", context.View.PeriodWords(cell.Period))), CellLook.Number);
    }
}
