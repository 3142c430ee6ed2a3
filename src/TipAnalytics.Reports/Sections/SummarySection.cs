using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Sections;

/// <summary>Page 1 of the trend report, readable alone: silence first, five findings, one map, how to read this.</summary>
internal static class SummarySection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Paragraph(Silence(context), ParagraphLook.Normal, context.Texts["summary.silence_start"]);
        yield return new Heading(1, context.Texts["summary.title"], "findings-first");
        yield return new Bullets(context.Headlines.Make());
        if (context.Figures.Map() is { } map)
            yield return map with { WidthPoints = map.WidthPoints * 3 / 4, HeightPoints = map.HeightPoints * 3 / 4 };
        yield return HowToRead(context);
    }

    /// <summary>CAV-0 word for word, and the marks.</summary>
    public static Box HowToRead(SectionContext context) => new(context.Texts["reading.title"],
    [
        new Paragraph(context.View.Standing("CAV-0")),
        new Bullets(
        [
            (context.Texts["reading.grades_start"], context.Texts["reading.grades"]),
            (context.Texts["reading.missing_start"], context.Texts.Say("reading.missing", ("hidden", context.View.Standing("CAV-5")), ("not_assessed", context.View.Standing("CAV-6")), ("no_data", context.Texts["cell.no_data"]))),
        ]),
    ]);

    /// <summary>One sentence on silent areas and breaks: fewer sources are said before fewer signals.</summary>
    public static string Silence(SectionContext context)
    {
        var view = context.View;
        var silent = view.Content.Coverage.Where(line => line.State == "silent").Select(line => view.AreaName(line.AreaCode)).Distinct().Order(StringComparer.Ordinal).ToList();
        var breaks = view.Content.Breaks.Select(change => change.SourceTitle).Distinct().Order(StringComparer.Ordinal).ToList();
        var unfed = view.Content.Indicators.Where(indicator => !indicator.HasSource).Select(indicator => indicator.Id).Order(StringComparer.Ordinal).ToList();
        return string.Join(' ',
            silent.Count > 0 ? context.Texts.Say("summary.silent", ("areas", view.Join(silent))) : context.Texts["summary.no_silent"],
            breaks.Count > 0 ? context.Texts.Say("summary.breaks", ("sources", view.Join(breaks))) : context.Texts["summary.no_breaks"],
            unfed.Count > 0 ? context.Texts.Say("summary.unfed", ("indicators", view.Join(unfed))) : "").TrimEnd();
    }
}
