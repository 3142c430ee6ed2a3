using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Findings by driver family: sentences, chart, table, caveats, who can act.</summary>
internal static class FindingsSection
{
    private static readonly string[] Families = [.. ReleaseView.DriverFamilies, "co_occurrence"];

    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Heading(1, context.Texts["findings.title"], "findings");
        yield return new Paragraph(string.Join(' ', AnnexSection.OwnWindows(context).Prepend(context.Texts.Say("findings.intro", ("windows", AnnexSection.Windows(context)), ("tests", context.Findings.Tests(1))))));
        yield return new Paragraph(context.Texts["reading.arrows"], ParagraphLook.Small, context.Texts["reading.arrows_start"]);
        yield return SummarySection.NothingShown(context);
        if (Notices(context) is { } notices)
            yield return notices;
        if (context.Headlines.Rises().Select(group => context.Figures.Slope(context.View.Indicator(group.Key))).FirstOrDefault(figure => figure is not null) is { } slope)
            yield return slope with { WidthPoints = slope.WidthPoints * 4 / 5, HeightPoints = slope.HeightPoints * 4 / 5 };
        foreach (var family in Families)
        {
            var indicators = context.View.OfFamily(family).Where(indicator => indicator.Kind is "share" or "level").ToList();
            if (indicators.Count == 0)
                continue;
            yield return new Heading(2, context.View.Family(family), $"family-{family.Replace('_', '-')}");
            foreach (var block in indicators.Any(indicator => indicator.Kind == "share") ? Tested(context, indicators) : Levels(context, indicators))
                yield return block;
            foreach (var block in Caveats(context, indicators))
                yield return block;
        }
    }

    /// <summary>Series to look at in the last closed month; null without any.</summary>
    public static Paragraph? Notices(SectionContext context) => context.View.Content.Notices.Count == 0 ? null
        : new Paragraph(context.Texts.Say("notices.text", ("series", context.View.Join(context.View.Content.Notices.Select(notice => context.Texts.Say("notices.item",
            ("title", context.View.Indicator(notice.IndicatorId).Title), ("id", notice.IndicatorId), ("area", context.View.AreaName(notice.AreaCode)),
            ("level", context.Texts[$"notices.{FindingWords.Key(notice.Level)}"])))))), ParagraphLook.Normal, context.Texts.Say("notices.start", ("month", context.View.PeriodWords(context.View.Content.Notices[0].Month))));

    private static IEnumerable<Block> Tested(SectionContext context, List<IndicatorInfo> indicators)
    {
        var (view, texts) = (context.View, context.Texts);
        var tested = indicators.Where(indicator => indicator.HasSource).ToList();
        var told = tested.SelectMany(context.Told.Of).ToList();
        yield return told.Count > 0 ? new Bullets(told) : new Paragraph(texts["findings.nothing_clear"]);
        if (Below(context, indicators) is { Length: > 0 } below)
            yield return new Paragraph(below);
        if (Picture(context, indicators) is { } figure)
            yield return figure;
        foreach (var broken in Broken(context, tested))
            yield return broken;
        var note = ReferenceEquals(indicators[0], First(view)) ? texts["findings.table_note"] : "";
        foreach (var part in view.PrintedAreas.Chunk(7))
            yield return new DataTable(
                texts["findings.table"],
                [new(texts["column.indicator"], 1.9), .. part.Select(area => new Column(area.Name, 1))],
                [.. tested.Select(indicator => (IReadOnlyList<TableCell>)[new($"{indicator.Id} {indicator.Title}"), .. part.Select(area => context.Cells.Change(view.FindingFor(indicator.Id, area.Code)))])],
                $"{note} {Unsaid(context, tested)}".Trim());
        foreach (var indicator in indicators.Where(indicator => !indicator.HasSource))
            yield return new Paragraph(texts.Say("findings.no_source", ("id", indicator.Id), ("title", indicator.Title)), ParagraphLook.Caveat);
    }

    /// <summary>The note on reading the table stands under the first one only.</summary>
    private static IndicatorInfo? First(ReleaseView view) =>
        Families.Select(family => view.OfFamily(family).FirstOrDefault(indicator => indicator.Kind is "share" or "level")).FirstOrDefault(indicator => indicator is not null);

    private static string Below(SectionContext context, List<IndicatorInfo> indicators)
    {
        var view = context.View;
        var ids = indicators.Select(indicator => indicator.Id).ToHashSet();
        var rises = view.Content.Findings.Where(finding => finding.AreaLevel == 2 && Headlines.IsRise(finding) && ids.Contains(finding.IndicatorId) && finding is { Before: not null, After: not null })
            .OrderBy(finding => finding.AreaCode, StringComparer.Ordinal).ThenBy(finding => finding.IndicatorId, StringComparer.Ordinal)
            .Select(finding => context.Texts.Say("told.below_place",
                ("area", view.AreaName(finding.AreaCode)), ("parent", view.AreaName(view.Content.Areas.First(area => area.Code == finding.AreaCode).Parent ?? "")), ("id", finding.IndicatorId),
                ("before", context.Cells.Share(finding.Before!)), ("after", context.Cells.Share(finding.After!)))).ToList();
        return rises.Count == 0 ? "" : context.Texts.Say("told.below", ("areas", context.View.Semicolon(rises)));
    }

    /// <summary>One picture a family: all areas of the strongest rise, or the strongest other series told. None for co-occurrence, which repeats its parts.</summary>
    private static Figure? Picture(SectionContext context, List<IndicatorInfo> indicators)
    {
        var ids = indicators.Where(indicator => indicator.Family != "co_occurrence").Select(indicator => indicator.Id).ToHashSet();
        var told = context.View.Content.Findings.Where(finding => finding.AreaLevel == 1 && ids.Contains(finding.IndicatorId) && ToldFindings.IsTold(finding.Status) && finding.Difference is not null)
            .OrderBy(finding => ToldFindings.Rank(finding.Status)).ThenBy(finding => finding.Grade).ThenByDescending(finding => Math.Abs(finding.Difference!.Points)).ThenBy(finding => finding.FigureId, StringComparer.Ordinal).ToList();
        return told.Select(finding => context.Figures.Multiples(context.View.Indicator(finding.IndicatorId)) ?? context.Figures.Trend(finding)).FirstOrDefault(figure => figure is not null);
    }

    /// <summary>A series with a break across which nothing is compared is drawn for the country, so that a reader sees the line and does not compare either.</summary>
    private static IEnumerable<Figure> Broken(SectionContext context, List<IndicatorInfo> indicators) =>
        indicators.Select(indicator => context.View.FindingFor(indicator.Id, context.View.Country.Code))
            .Where(finding => finding is { Status: TrendStatus.NotComparable, BreakFrom: not null })
            .Select(finding => context.Figures.Trend(finding!))
            .OfType<Figure>();

    private static string Unsaid(SectionContext context, List<IndicatorInfo> indicators)
    {
        string Series(TrendStatus status) => context.View.Semicolon(indicators
            .Select(indicator => (indicator.Id, Areas: context.View.PrintedAreas.Where(area => context.View.FindingFor(indicator.Id, area.Code)?.Status == status).Select(area => area.Name).ToList()))
            .Where(pair => pair.Areas.Count > 0).Select(pair => context.Texts.Say("gaps.series", ("id", pair.Id), ("areas", context.View.Comma(pair.Areas)))));
        var (withheld, untested) = (Series(TrendStatus.Withheld), Series(TrendStatus.InsufficientData));
        return string.Join(' ',
            withheld.Length > 0 ? context.Texts.Say("told.withheld", ("series", withheld)) : "",
            untested.Length > 0 ? context.Texts.Say("told.untested", ("series", untested)) : "").Trim();
    }

    public static IEnumerable<Block> Levels(SectionContext context, List<IndicatorInfo> indicators)
    {
        yield return new Paragraph(context.Texts["findings.levels_intro"]);
        foreach (var table in LevelTables(context, indicators, context.Texts["findings.levels_note"]))
            yield return table;
    }

    public static IEnumerable<DataTable> LevelTables(SectionContext context, List<IndicatorInfo> indicators, string note)
    {
        // Levels have no value for the whole country: nothing is averaged over areas.
        foreach (var part in context.View.Admin1.Chunk(7))
            yield return new DataTable(
                context.Texts["findings.levels_table"],
                [new(context.Texts["column.indicator"], 1.8), .. part.Select(area => new Column(area.Name, 1))],
                [.. indicators.Select(indicator => (IReadOnlyList<TableCell>)[new($"{indicator.Id} {indicator.Title}"), .. part.Select(area => Level(context, indicator, area))])],
                note);
    }

    /// <summary>The latest level; kept below the area, in how many of its parts it is at or above the band.</summary>
    public static TableCell Level(SectionContext context, IndicatorInfo indicator, AreaInfo area)
    {
        var latest = context.View.Latest(indicator.Id, area.Code);
        if (latest is null && Below(context, indicator, area) is { } below)
            return below;
        var cell = context.Cells.Value(latest?.Value);
        return latest?.Value is Cell.Level && context.View.IsElevated(indicator.Id, area.Code) == true
            ? new($"{context.Texts["state.elevated_symbol"]} {cell.Text}", CellLook.Elevated)
            : cell;
    }

    /// <summary>A level kept below admin 1: how many of the known areas are at or above the band; null without one.</summary>
    private static TableCell? Below(SectionContext context, IndicatorInfo indicator, AreaInfo parent)
    {
        var children = context.View.Content.Areas.Where(area => area.Parent == parent.Code).ToList();
        if (!children.Exists(area => context.View.Latest(indicator.Id, area.Code) is not null))
            return null;
        var known = children.Select(area => context.View.IsElevated(indicator.Id, area.Code)).OfType<bool>().ToList();
        if (known.Count == 0)
            return context.Cells.Value(new Cell.NoData());
        var elevated = known.Count(state => state);
        var text = context.Texts.Say("findings.levels_below", ("elevated", ReleaseView.Number(elevated)), ("known", ReleaseView.Number(known.Count)));
        return elevated > 0 ? new($"{context.Texts["state.elevated_symbol"]} {text}", CellLook.Elevated) : new(text);
    }

    private static IEnumerable<Block> Caveats(SectionContext context, List<IndicatorInfo> indicators)
    {
        // Caveats of what is told here; those of the others stand with the definitions.
        var told = indicators.Where(indicator => indicator.Kind == "share" && context.View.PrintedAreas.Any(area => context.View.FindingFor(indicator.Id, area.Code) is { } finding && ToldFindings.IsTold(finding.Status))).ToList();
        if (told.Count > 0)
            yield return new Paragraph(string.Join(' ', told.Select(indicator => $"{indicator.Id}: {indicator.Caveat.TrimEnd('.')}.")), ParagraphLook.Caveat, context.Texts["findings.caveats_start"]);
        var standing = indicators.SelectMany(context.View.StandingOf)
            .Concat(context.View.Content.Breaks.Any(change => change.Stops && indicators.Any(indicator => indicator.Id == change.IndicatorId)) ? ["CAV-7"] : [])
            .Where(id => id != "CAV-0").Distinct().Order(StringComparer.Ordinal).ToList();
        if (standing.Count > 0)
            yield return new Paragraph(string.Join(" ", standing.Select(id => $"{context.View.Standing(id).TrimEnd('.')}.")), ParagraphLook.Small);
        yield return new Paragraph(
            context.View.Semicolon(indicators.SelectMany(indicator => indicator.CanAct).Distinct().Order(StringComparer.Ordinal).Select(context.View.Sector)) + ".",
            ParagraphLook.Normal, context.Texts["findings.act_start"]);
    }
}
