using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;
using TableCell = TipAnalytics.Reports.Documents.TableCell;

namespace TipAnalytics.Reports.Sections;

/// <summary>The context-analysis register in full: every question by part, law and treaties, contextual factors, events. Unknown is said as unknown.</summary>
internal static class RegisterSection
{
    /// <summary>Contextual conditions of the Guide (SC1 to SC9), each with the indicator that speaks of it.</summary>
    internal static readonly (string Id, string Indicator)[] GuideFactors =
        [("SC1", "CX-01"), ("SC2", "CX-02"), ("SC3", "CX-02"), ("SC4", "CX-03"), ("SC5", "CX-04"), ("SC6", "CH-04"), ("SC7", "CX-05"), ("SC8", "CX-06"), ("SC9", "CX-06")];

    public static IEnumerable<Block> Questions(SectionContext context)
    {
        yield return new Heading(1, context.Texts["context.title"], "register");
        yield return new Paragraph(context.Texts["register.intro"]);
        foreach (var block in ContextSection.Statements(context))
            yield return block;
        foreach (var part in Parts(context).Where(part => !part[0].IsLaw))
            yield return new DataTable(
                part[0].PartTitle,
                [new(context.Texts["column.question"], 2.6), new(context.Texts["column.answer"], 3), new(context.Texts["column.place_date"], 1.3), new(context.Texts["column.source_confidence"], 2), new(context.Texts["column.review_due"], 1.2)],
                [.. part.Select(item => (IReadOnlyList<TableCell>)
                    [Question(item), Look(item, ContextSection.Answer(context, item)), new(Place(context, item)), new(Source(context, item)), new(Due(context, item))])]);
        yield return new Paragraph(context.View.Standing("CAV-0"), ParagraphLook.Caveat);
    }

    public static IEnumerable<Block> Law(SectionContext context)
    {
        yield return new Heading(1, context.Texts["register.law"], "law");
        yield return new Paragraph(context.Texts["register.law_intro"]);
        foreach (var part in Parts(context).Where(part => part[0].IsLaw))
            yield return new DataTable(
                part[0].PartTitle,
                [new(context.Texts["column.question"], 2.4), new(context.Texts["column.answer"], 1), new(context.Texts["column.provision"], 1.8), new(context.Texts["column.detail"], 1.9), new(context.Texts["column.source_confidence"], 1.8), new(context.Texts["column.review_due"], 1.2)],
                [.. part.Select(item => (IReadOnlyList<TableCell>)
                    [
                        Question(item), Look(item, context.Texts[$"answer.{item.Answer}"]), new(item.Provision ?? "–"), new(item.Detail ?? "–"),
                        new(context.View.Comma(new[] { Source(context, item), Place(context, item) }.Where(text => text != "–").DefaultIfEmpty("–"))), new(Due(context, item)),
                    ])]);
    }

    /// <summary>Latest levels of the contextual factors, with the sources that reviewers name for that quarter, or those of the stream.</summary>
    public static IEnumerable<Block> Factors(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["register.factors"], "factors");
        var factors = view.Content.Indicators.Where(indicator => indicator is { Kind: "level", Family: "context" }).OrderBy(indicator => indicator.Id, StringComparer.Ordinal)
            .Select(indicator => (Indicator: indicator, Cells: view.Admin1.Select(area => view.Latest(indicator.Id, area.Code)).ToList())).Where(factor => factor.Cells.Exists(cell => cell is not null)).ToList();
        if (factors.Count == 0)
        {
            yield return new Paragraph(context.Texts["register.factors_none"]);
        }
        else
        {
            yield return new Paragraph(context.Texts["register.factors_intro"]);
            yield return new DataTable(
                context.Texts["register.factors_table"],
                [new(context.Texts["column.indicator"], 2), .. view.Admin1.Select(area => new Column(area.Name, 1)), new(context.Texts["column.sources"], 2)],
                [.. factors.Select(factor => (IReadOnlyList<TableCell>)
                    [new($"{factor.Indicator.Id} {factor.Indicator.Title}"), .. factor.Cells.Select(cell => context.Cells.Value(cell?.Value)), new(Sources(view, factor.Indicator))])]);
        }

        yield return new Paragraph(context.Texts["register.guide_factors_intro"]);
        yield return new DataTable(
            context.Texts["register.guide_factors"],
            [new(context.Texts["column.factor"], 3), new(context.Texts["column.indicator"], 0.8), .. view.Admin1.Select(area => new Column(area.Name, 1))],
            [.. GuideFactors.Select(factor => (IReadOnlyList<TableCell>)
                [new(context.Texts[$"factor.{factor.Id}"]), new(factor.Indicator), .. view.Admin1.Select(area => Score(context, factor.Indicator, area.Code))])]);
    }

    /// <summary>A score that is known. A condition of which a survey tells has no score: its figures stand with the indicator, where the release has them.</summary>
    private static TableCell Score(SectionContext context, string indicator, string area) =>
        context.View.Latest(indicator, area)?.Value is Cell.Level level ? context.Cells.Value(level)
        : context.View.Content.Indicators.Any(used => used.Id == indicator && used.Kind != "level") ? new(context.Texts.Say("register.asked", ("indicator", indicator)))
        : new(context.Texts["answer.unknown"], CellLook.Unknown);

    public static IEnumerable<Block> Events(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["register.events"], "events");
        if (view.Content.Events.Count == 0)
            yield return new Paragraph(context.Texts["register.events_none"]);
        else
            yield return new DataTable(
                context.Texts["register.events_table"],
                [new(context.Texts["column.date"], 1.2), new(context.Texts["column.place"], 1.2), new(context.Texts["column.event"], 3), new(context.Texts["column.source"], 2)],
                [.. view.Content.Events.Select(item => (IReadOnlyList<TableCell>)[new(view.Date(item.Date)), new(view.AreaName(item.Geo)), new(item.Title), new(item.Source)])]);
    }

    /// <summary>Items by part, in the order of the checklist. Of a question with answers for fewer readers one line is left: places would tell where there is something to tell.</summary>
    private static IEnumerable<IReadOnlyList<ContextItem>> Parts(SectionContext context) =>
        context.View.Content.Context.DistinctBy(item => item.Answer == "restricted" ? item.QuestionId : (object)item).GroupBy(item => item.Part).Select(part => (IReadOnlyList<ContextItem>)[.. part]);

    private static TableCell Question(ContextItem item) => new($"{item.QuestionId} {item.Question}");

    private static TableCell Look(ContextItem item, string text) => new(text, item.Answer switch { "restricted" => CellLook.Hidden, "unknown" => CellLook.Unknown, _ => CellLook.Plain });

    private static string Place(SectionContext context, ContextItem item) => item is { Answer: not "restricted", AsOf: { } day }
        ? context.View.Comma([context.View.AreaName(item.Geo), context.View.Date(day)])
        : "–";

    private static string Source(SectionContext context, ContextItem item) => item is { Answer: not "restricted", Source: { } source }
        ? context.View.Comma(new[] { source, item.Confidence is { } confidence ? context.Texts[$"confidence.{confidence}"] : "" }.Where(text => text.Length > 0))
        : "–";

    private static string Due(SectionContext context, ContextItem item) => item.ReviewDue is { } day ? context.View.Date(day) : "–";

    private static string Sources(ReleaseView view, IndicatorInfo indicator)
    {
        var named = view.Content.ScoreSources.Where(source => source.IndicatorId == indicator.Id).ToList();
        var latest = named.Where(source => view.Latest(indicator.Id, source.AreaCode) is { } cell && cell.Period == source.Period).Select(source => source.Source).Distinct().Order(StringComparer.Ordinal).ToList();
        if (latest.Count == 0 && indicator.Stream is { } stream)
            latest = [.. view.Content.Sources.Where(source => source.Stream == stream).Select(source => source.Title).Distinct().Order(StringComparer.Ordinal)];
        return latest.Count == 0 ? "–" : view.Comma(latest);
    }
}
