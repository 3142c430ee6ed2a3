using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TableCell = TipAnalytics.Reports.Documents.TableCell;

namespace TipAnalytics.Reports.Sections;

/// <summary>What is other than in the release before: an onset that was moved, and what a declared revision changed, from what to what, and why.</summary>
internal static class RevisionSection
{
    /// <summary>Figures in the document; the table of restatements has all.</summary>
    private const int Most = 30;

    private static readonly string[] Kinds = ["late", "corrected", "removed"];

    public static IEnumerable<Block> Write(SectionContext context)
    {
        if (MovedOnsets(context, all: false).ToList() is { Count: > 0 } moved)
        {
            yield return new Heading(1, context.Texts["onset_moved.title"], "onset-moved");
            foreach (var paragraph in moved)
                yield return paragraph;
        }

        if (context.View.Content.Revision is not { } revision)
            yield break;
        var (view, texts) = (context.View, context.Texts);
        yield return new Heading(1, texts["revision.title"], "revision");
        yield return new Paragraph(texts["revision.intro"]);
        yield return new Paragraph($"{revision.Reason.TrimEnd('.')}.", ParagraphLook.Normal, texts["revision.reason_start"]);
        yield return new Bullets([.. Kinds.Select(kind => (texts[$"revision.kind.{kind}"], Of: revision.Causes.Where(cause => cause.Kind == kind).Select(cause => cause.SourceTitle).Distinct().Order(StringComparer.Ordinal).ToList()))
            .Where(kind => kind.Of.Count > 0).Select(kind => (kind.Item1, $"{view.Semicolon(kind.Of)}."))]);
        var told = revision.Restatements
            .OrderBy(figure => figure.Split != Whole).ThenBy(figure => figure.AreaLevel).ThenBy(figure => figure.IndicatorId, StringComparer.Ordinal)
            .ThenBy(figure => figure.AreaCode, StringComparer.Ordinal).ThenBy(figure => figure.Period).ThenBy(figure => figure.FigureId, StringComparer.Ordinal).Take(Most).ToList();
        if (told.Count == 0)
        {
            yield return new Paragraph(texts["revision.none"]);
            yield break;
        }

        yield return new DataTable(
            texts["revision.table"],
            [new(texts["column.indicator"], 2), new(texts["column.area"], 1.3), new(texts["column.period"], 0.9), new(texts["column.before"], 1.3), new(texts["column.after"], 1.3), new(texts["column.why"], 2.2)],
            [.. told.Select(figure => (IReadOnlyList<TableCell>)[
                new($"{figure.IndicatorId} {view.Indicator(figure.IndicatorId).Title}"), new(Place(context, figure)), new(view.PeriodWords(figure.Period)),
                Value(context, figure.Before), Value(context, figure.After), new($"{figure.Why.TrimEnd('.')}.")])],
            told.Count < revision.Restatements.Count ? $"{texts["revision.note"]} {texts["revision.more"]}" : texts["revision.note"]);
    }

    /// <summary>Onsets that were moved between two releases, and what that means for the figures; nothing where none was.</summary>
    /// <param name="all">False: only those that are new with this release.</param>
    public static IEnumerable<Paragraph> MovedOnsets(SectionContext context, bool all)
    {
        var (view, moves) = (context.View, context.View.Content.OnsetMoves.Where(move => all || move.IsNew).ToList());
        if (moves.Count > 0)
            yield return new(string.Join(' ', moves.Select(move => context.Texts.Say("onset_moved.text",
                ("date", view.Date(move.Since)), ("area", view.AreaName(move.AreaCode)), ("onset", view.Date(move.Now)), ("before", view.Date(move.Before)), ("source", move.Source))).Append(context.Texts["onset_moved.note"])));
    }

    private const string Whole = "all";

    private static string Place(SectionContext context, Restatement figure)
    {
        var area = CoverageSection.Named(context, figure.AreaCode);
        return figure.Split == Whole ? area : $"{area}; {context.View.Content.CategoryLabels.GetValueOrDefault($"{figure.Split}={figure.Category}", figure.Category)}";
    }

    /// <summary>Value with its base: a figure may keep its share and change its band.</summary>
    private static TableCell Value(SectionContext context, Cell value)
    {
        var said = context.Cells.Value(value);
        return value is Cell.Shown shown ? said with { Text = context.Texts.Say("revision.value", ("value", said.Text), ("base", context.Cells.Base(shown.Base))) } : said;
    }
}
