using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>The context-analysis register: what is answered, what is open, what is for fewer eyes.</summary>
internal static class ContextSection
{
    private const int MostQuestions = 9;

    public static IEnumerable<Block> Write(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["context.title"], "context");
        foreach (var onset in Onsets(context))
            yield return new Paragraph(onset);
        var answered = view.Content.Context.Where(item => item.Answer is "yes" or "partly" or "no").ToList();
        // The situation (first part of the checklist) before law: four questions of it, one of every other part, those about an area first.
        var shown = answered.Where(item => item.Detail is { Length: > 0 } || item.Provision is { Length: > 0 }).GroupBy(item => item.QuestionId.Length > 1 ? item.QuestionId[..2] : item.QuestionId)
            .SelectMany((part, index) => part.OrderBy(item => item.Geo == view.Country.Code).Take(index == 0 ? 4 : 1)).Take(MostQuestions).ToList();
        if (shown.Count > 0)
            yield return new DataTable(
                context.Texts["context.table"],
                [new(context.Texts["column.question"], 2.6), new(context.Texts["column.answer"], 3.4), new(context.Texts["column.place_date"], 1.2), new(context.Texts["column.confidence"], 0.9)],
                [.. shown.Select(item => (IReadOnlyList<TableCell>)[
                    new(item.Question), new(Answer(context, item)),
                    new(view.Comma(new[] { item.Geo == view.Country.Code ? "" : view.AreaName(item.Geo), item.AsOf is { } date ? view.Date(date) : "" }.Where(text => text.Length > 0))), new(item.Confidence is { } confidence ? context.Texts[$"confidence.{confidence}"] : "–")])],
                context.Texts.Say("context.note", ("shown", ReleaseView.Number(shown.Count)), ("answered", ReleaseView.Number(answered.Count))));
        foreach (var block in Statements(context))
            yield return block;
        var open = view.Content.Context.Where(item => item.Answer is "unknown").Select(item => item.QuestionId).Order(StringComparer.Ordinal).ToList();
        var restricted = view.Content.Context.Count(item => item.Answer == "restricted");
        yield return new Paragraph(string.Join(' ',
            open.Count > 0
                ? context.Texts.Say("context.open", ("questions", view.Join(open)), ("count", ReleaseView.Number(open.Count)), ("all", ReleaseView.Number(view.Content.Context.Count)))
                : context.Texts["context.none_open"],
            restricted > 0 ? context.Texts.Say("context.restricted", ("count", ReleaseView.Number(restricted))) : "").TrimEnd(), ParagraphLook.Caveat);
    }

    /// <summary>When the crisis began, and when in areas with an onset of their own.</summary>
    public static IEnumerable<string> Onsets(SectionContext context)
    {
        var (view, head) = (context.View, context.View.Content.Header);
        yield return context.Texts.Say("context.onset", ("onset", view.Date(head.Onset)), ("title", head.OnsetTitle), ("source", head.OnsetSource));
        foreach (var area in head.AreaOnsets)
            yield return context.Texts.Say("context.area_onset", ("area", view.AreaName(area.AreaCode)), ("onset", view.Date(area.Onset)), ("title", area.Title), ("source", area.Source));
    }

    /// <summary>Answer, provision and detail in one cell.</summary>
    public static string Answer(SectionContext context, ContextItem item) =>
        string.Join(' ', new[] { context.Texts[$"answer.{item.Answer}"], item.Provision, item.Detail }.OfType<string>().Where(text => text.Length > 0).Select((text, at) => at == 0 || item is { Provision: not null, Detail: not null } ? $"{text.TrimEnd('.')}." : text));

    /// <summary>What verified cases say in words, where that was approved for these readers.</summary>
    public static IEnumerable<Block> Statements(SectionContext context)
    {
        if (context.View.Content.Statements is { Count: > 0 } statements)
            yield return new Box(context.Texts["statement.title"], [.. statements.Select(statement => new Paragraph(
                statement.Text, Start: context.Texts.Say("statement.start", ("by", statement.ApprovedBy), ("date", context.View.Date(statement.On)), ("reference", statement.Reference))))]);
    }
}
