using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Sections;

/// <summary>The context-analysis register: what is answered, what is open.</summary>
internal static class ContextSection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["context.title"], "context");
        yield return new Paragraph(context.Texts.Say("context.onset", ("onset", view.Date(view.Content.Header.Onset)), ("title", view.Content.Header.OnsetTitle), ("source", view.Content.Header.OnsetSource)));
        var answered = view.Content.Context.Where(item => item.Answer is "yes" or "partly" or "no").ToList();
        if (answered.Count > 0)
            yield return new DataTable(
                context.Texts["context.table"],
                [new(context.Texts["column.question"], 2.6), new(context.Texts["column.answer"], 3), new(context.Texts["column.place_date"], 1.3), new(context.Texts["column.confidence"], 0.9)],
                [.. answered.Take(12).Select(item => (IReadOnlyList<TableCell>)[
                    new(item.Question), new(Answer(context, item.Answer, item.Detail)),
                    new(string.Join(", ", new[] { view.AreaName(item.Geo), item.AsOf is { } date ? view.Date(date) : "" }.Where(text => text.Length > 0))), new(item.Confidence ?? "–")])],
                context.Texts["context.note"]);
        var open = view.Content.Context.Where(item => item.Answer is "unknown").Select(item => item.QuestionId).Order(StringComparer.Ordinal).ToList();
        yield return new Paragraph(open.Count > 0 ? context.Texts.Say("context.open", ("questions", view.Join(open))) : context.Texts["context.none_open"], ParagraphLook.Caveat);
        if (view.Content.Context.Any(item => item.Answer == "restricted"))
            yield return new Paragraph(context.Texts["context.restricted"], ParagraphLook.Small);
    }

    private static string Answer(SectionContext context, string answer, string? detail)
    {
        var word = context.Texts[$"answer.{answer}"];
        return detail is { Length: > 0 } ? $"{word}. {detail}" : $"{word}.";
    }
}
