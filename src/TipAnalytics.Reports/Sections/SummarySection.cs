using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Page 1 of the trend report, readable alone: silence first, five findings, one map, how to read this.</summary>
internal static class SummarySection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Paragraph(Silence(context), ParagraphLook.Normal, context.Texts["summary.silence_start"]);
        yield return new Heading(1, context.Texts["summary.title"], "findings-first");
        yield return new Paragraph($"{context.Headlines.Lead()} {context.Texts["summary.title_sub"]}");
        yield return new Bullets(context.Headlines.Make());
        if (context.Figures.Map() is { } map)
            yield return map with { WidthPoints = map.WidthPoints * 3 / 5, HeightPoints = map.HeightPoints * 3 / 5 };
        yield return HowToRead(context);
    }

    /// <summary>That a cell without a value is no zero, and what its words mean.</summary>
    public static Paragraph NothingShown(SectionContext context) => new(
        context.Texts.Say("reading.missing", ("hidden", context.View.Standing("CAV-5")), ("not_assessed", context.View.Standing("CAV-6")), ("no_data", context.Texts["cell.no_data"])),
        ParagraphLook.Small, context.Texts["reading.missing_start"]);

    /// <summary>CAV-0 word for word, and the grades.</summary>
    public static Box HowToRead(SectionContext context) => new(context.Texts["reading.title"],
    [
        new Paragraph(context.View.Standing("CAV-0")),
        new Paragraph(context.Texts["reading.grades"], ParagraphLook.Normal, context.Texts["reading.grades_start"]),
    ]);

    /// <summary>Silent areas, breaks and indicators without a source: fewer sources are said before fewer signals.</summary>
    public static string Silence(SectionContext context)
    {
        var view = context.View;
        var all = view.Content.Coverage.Select(line => line.Stream).Distinct().Count();
        var silent = CoverageSection.Runs(view).Where(run => run.IsSilent).GroupBy(run => run.AreaCode).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => context.Texts.Say("summary.silent",
                ("area", CoverageSection.Named(context, group.Key)), ("period", view.PeriodWords(group.Max(run => run.Since))),
                ("streams", context.Texts.Say("summary.streams", ("count", ReleaseView.Number(group.Count())), ("all", ReleaseView.Number(all)))))).ToList();
        var breaks = view.Content.Breaks.Where(change => change.Stops && change.AreaCode is null).GroupBy(change => (change.IndicatorId, change.From)).OrderBy(group => group.Key.IndicatorId, StringComparer.Ordinal).ThenBy(group => group.Key.From)
            .Select(group => context.Texts.Say("summary.break",
                ("id", group.Key.IndicatorId), ("title", view.Indicator(group.Key.IndicatorId).Title), ("period", view.PeriodWords(group.Key.From)))).ToList();
        var unfed = view.Content.Indicators.Where(indicator => !indicator.HasSource).OrderBy(indicator => indicator.Id, StringComparer.Ordinal).Select(view.Quoted).ToList();
        return string.Join(' ',
            silent.Count > 0 ? string.Join(' ', silent) : context.Texts["summary.no_silent"],
            breaks.Count > 0 ? string.Join(' ', breaks) : context.Texts["summary.no_breaks"],
            unfed.Count > 0 ? context.Texts.Say("summary.unfed", ("indicators", view.Join(unfed))) : "").TrimEnd();
    }
}
