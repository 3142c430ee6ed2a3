using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>What was expected and what arrived, and where sources or forms changed: before any trend.</summary>
internal static class CoverageSection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["coverage.title"], "coverage");
        yield return new Paragraph(SummarySection.Silence(context));
        foreach (var areas in view.Admin1.Chunk(7))
            if (Matrix(context, areas) is { Rows.Count: > 0 } table)
                yield return table;
        yield return Breaks(context);
        var expanded = view.Content.Sources.Where(source => source.ReportingPoints is { } points && points.After != points.Before).ToList();
        if (expanded.Count > 0)
            yield return new Bullets([.. expanded.Select(source => (source.Title + ".", context.Texts.Say(
                source.ReportingPoints!.After > source.ReportingPoints.Before ? "points_expanded" : "points_fewer",
                ("before", ReleaseView.Number(source.ReportingPoints.Before)), ("after", ReleaseView.Number(source.ReportingPoints.After)))))]);
    }

    private static DataTable Matrix(SectionContext context, IReadOnlyList<Pipeline.Releases.AreaInfo> areas)
    {
        var view = context.View;
        var lines = view.Content.Coverage.GroupBy(line => (line.Stream, line.AreaCode)).ToDictionary(group => group.Key, group => group.OrderBy(line => line.Period).Last());
        var streams = view.Content.Coverage.Select(line => (line.Stream, line.StreamTitle)).Distinct().OrderBy(pair => pair.Stream, StringComparer.Ordinal).ToList();
        var rows = streams.Select(stream => (IReadOnlyList<TableCell>)
            [new(stream.StreamTitle), .. areas.Select(area => State(context, lines.GetValueOrDefault((stream.Stream, area.Code))?.State))]).ToList();
        var latest = view.Content.Coverage.Count == 0 ? "" : view.PeriodWords(view.Content.Coverage.Max(line => line.Period));
        return new(context.Texts.Say("coverage.table", ("period", latest)), [new(context.Texts["column.source"], 2.2), .. areas.Select(area => new Column(area.Name, 1.2))], rows, context.Texts["coverage.note"]);
    }

    private static TableCell State(SectionContext context, string? state) => state switch
    {
        "received" => new(context.Texts["coverage.received"]),
        "silent" => new(context.Texts["coverage.silent"], CellLook.Warning),
        "missing" => new(context.Texts["coverage.missing"], CellLook.NoData),
        _ => new(context.Texts["coverage.not_expected"], CellLook.NotAssessed),
    };

    private static Block Breaks(SectionContext context)
    {
        var view = context.View;
        var breaks = view.Content.Breaks.GroupBy(change => (change.SourceTitle, change.From, change.Reason))
            .OrderBy(group => group.Key.From).ThenBy(group => group.Key.SourceTitle, StringComparer.Ordinal).ToList();
        return breaks.Count == 0
            ? new Paragraph(context.Texts["coverage.no_breaks"])
            : new DataTable(
                context.Texts["coverage.breaks"],
                [new(context.Texts["column.source"], 2), new(context.Texts["column.from"], 1), new(context.Texts["column.what_changed"], 3), new(context.Texts["column.indicators"], 1.4)],
                [.. breaks.Select(group => (IReadOnlyList<TableCell>)[
                    new(group.Key.SourceTitle), new(view.PeriodWords(group.Key.From)), new(group.Key.Reason),
                    new(string.Join(", ", group.Select(change => change.IndicatorId).Distinct().Order(StringComparer.Ordinal)))])],
                view.Standing("CAV-7"));
    }
}
