using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>The pictures of a release, each drawn once and shared by the products.</summary>
internal sealed class Figures(ReleaseView view)
{
    private readonly Dictionary<string, Figure?> drawn = new(StringComparer.Ordinal);
    private readonly FindingWords words = new(view);
    private readonly CellWords cells = new(view);
    private readonly HashSet<string> restated = [.. view.Content.Revision?.Restatements.Select(figure => figure.FigureId) ?? []];

    /// <summary>Everything drawn so far, by file name.</summary>
    public IEnumerable<Figure> All => drawn.Values.OfType<Figure>().OrderBy(figure => figure.File, StringComparer.Ordinal);

    /// <summary>Series of one finding; null when fewer than two periods are shown.</summary>
    public Figure? Trend(Finding finding) => Once($"trend-{finding.IndicatorId}-{finding.AreaCode}.png", file =>
    {
        var indicator = view.Indicator(finding.IndicatorId);
        var series = Series(indicator, finding.AreaCode, finding.Grain);
        if (series is null)
            return null;
        var title = view.Texts.Say("chart.trend_title", ("word", view.Texts[$"status.{FindingWords.Key(finding.Status)}.word"]), ("title", indicator.Title), ("area", view.AreaName(finding.AreaCode)));
        var shown = series.Points.Where(point => point.Value is not null).ToList();
        var said = ChartWords(indicator, title, view.AreaName(finding.AreaCode), series) with { Note = Restated(Note(indicator, finding.AreaCode, finding.Grain), [series]) };
        var alt = view.Texts.Say("alt.trend",
            ("title", indicator.Title), ("area", view.AreaName(finding.AreaCode)), ("first", view.PeriodWords(shown[0].Period)), ("last", view.PeriodWords(shown[^1].Period)),
            ("first_value", ReleaseView.Number(shown[0].Value!.Share)), ("last_value", ReleaseView.Number(shown[^1].Value!.Share)),
            ("word", view.Texts[$"status.{FindingWords.Key(finding.Status)}.word"]), ("caveat", indicator.Caveat));
        return Make(file, () => TrendChart.Single(series, said), 480, 220, alt, view.Texts.Say("caption.trend", ("title", indicator.Title), ("area", view.AreaName(finding.AreaCode))))
            with { Values = [Values(indicator, [finding.AreaCode], finding.Grain)] };
    });

    /// <summary>The same indicator in every admin-1 area that has a series; null with fewer than two.</summary>
    public Figure? Multiples(IndicatorInfo indicator) => Once($"areas-{indicator.Id}.png", file =>
    {
        var grain = view.Admin1.Select(area => view.FindingFor(indicator.Id, area.Code)?.Grain).FirstOrDefault(grain => grain is not null) ?? PeriodGrain.Quarter;
        var panels = view.Admin1.Take(9).Select(area => (Marked(indicator, area), Series: Series(indicator, area.Code, grain), Without(indicator, area.Code))).ToList();
        var series = panels.Select(panel => panel.Series).OfType<TrendSeries>().ToList();
        if (series.Count < 2)
            return null;
        var rises = view.Admin1.Where(area => view.FindingFor(indicator.Id, area.Code) is { } finding && Headlines.IsRise(finding)).Select(area => area.Name).ToList();
        var title = rises.Count > 0
            ? view.Texts.Say("chart.areas_title_rise", ("title", indicator.Title), ("areas", view.Join(rises)))
            : view.Texts.Say("chart.areas_title", ("title", indicator.Title));
        const int columns = 3;
        var height = TrendChart.MultiplesHead + (panels.Count + columns - 1) / columns * TrendChart.PanelHeight;
        var said = ChartWords(indicator, title, view.Country.Name, series[0]) with { Note = Restated(AreasNote(indicator, series), series) };
        var alt = view.Texts.Say("alt.areas", ("title", indicator.Title), ("areas", view.Join(series.Select(one => one.Label))),
            ("rises", rises.Count > 0 ? view.Join(rises) : view.Texts["none"]), ("caveat", indicator.Caveat));
        return Make(file, () => TrendChart.Multiples(panels, said, columns), 480, height, alt, view.Texts.Say("caption.areas", ("title", indicator.Title)))
            with { Values = [.. view.Admin1.Take(9).Select(area => area.Code).Chunk(6).Select(part => Values(indicator, part, grain))] };
    });

    /// <summary>Levels before and since the onset in every tested admin-1 area; null with fewer than two.</summary>
    public Figure? Slope(IndicatorInfo indicator) => Once($"before-since-{indicator.Id}.png", file =>
    {
        var findings = view.Admin1.Select(area => view.FindingFor(indicator.Id, area.Code)).OfType<Finding>()
            .Where(finding => finding is { Difference: not null, Before.Bound: ShareBound.Exact, After.Bound: ShareBound.Exact } && finding.Status != TrendStatus.ReportingArtefactPossible).ToList();
        if (findings.Count is < 2 or > MostSlopes)
            return null;
        var rises = findings.Where(Headlines.IsRise).Select(finding => view.AreaName(finding.AreaCode)).ToList();
        var title = rises.Count > 0
            ? view.Texts.Say("chart.areas_title_rise", ("title", indicator.Title), ("areas", view.Join(rises)))
            : view.Texts.Say("chart.areas_title", ("title", indicator.Title));
        var lines = findings.Select(finding => new SlopeLine(view.AreaName(finding.AreaCode), finding.Before!.Share.Value, finding.After!.Share.Value, Headlines.IsRise(finding))).ToList();
        byte[] Draw() => SlopeChart.Draw(
            title, view.Texts.Say("chart.slope_subtitle", ("unit", words.Unit(indicator))), Sources(indicator), view.Texts["chart.slope_note"], (view.Texts["chart.slope_before"], view.Texts["chart.slope_after"]), lines, view.Percent, view.Texts.Words.IsRightToLeft);
        var alt = view.Texts.Say("alt.slope", ("title", indicator.Title), ("areas", view.Semicolon(lines.Select(line => view.Texts.Say("brief.untested", ("area", line.Label), ("before", view.Percent(line.Before)), ("after", view.Percent(line.After)))))),
            ("rises", rises.Count > 0 ? view.Join(rises) : view.Texts["none"]), ("caveat", indicator.Caveat));
        return Make(file, Draw, 480, 260, alt, view.Texts.Say("caption.slope", ("title", indicator.Title)));
    });

    /// <summary>Driver family × admin 1; null without convergence.</summary>
    public Figure? Heat() => Once("families-by-area.png", file =>
    {
        var areas = view.Convergence(1);
        if (areas.Count == 0)
            return null;
        var period = view.PeriodWords(areas.Max(area => area.Period));
        var rows = areas.Select(area => (view.AreaName(area.AreaCode), (IReadOnlyList<FamilyState>)[.. ReleaseView.DriverFamilies.Select(family => area.Families.GetValueOrDefault(family))], Known(area))).ToList();
        var (title, subtitle) = (view.Texts["chart.heat_title"], view.Texts.Say("chart.heat_subtitle", ("period", period)));
        byte[] Draw() => HeatTable.Draw(
            title, subtitle, Source(), [.. ReleaseView.DriverFamilies.Select(family => view.Texts[$"family_short.{family}"])],
            rows, view.Texts["chart.heat_known"], (view.Texts["state.elevated"], view.Texts["state.not_elevated"], view.Texts["state.unknown"]), view.Texts.Words.IsRightToLeft);
        return Make(file, Draw, 480, HeatTable.Height(title, subtitle, Source(), rows.Count), view.Texts.Say("alt.heat", ("period", period), ("areas", view.Join(areas.Select(area => view.Texts.Say("placed", ("area", view.AreaName(area.AreaCode)), ("detail", Known(area))))))), view.Texts.Say("caption.heat", ("period", period)));
    });

    /// <summary>Map of elevated families at the finest level at which half of the areas have enough known and boundaries; null without either.</summary>
    public Figure? Map() => Once("map-convergence.png", file =>
    {
        var shapes = new AreaShapes(view.Content);
        var areas = FinestFirst.Select(view.Convergence).FirstOrDefault(areas => areas.Count > 0 && 2 * areas.Count(area => shapes.Find(area.AreaCode) is not null && area.Known >= MinimumKnown) >= areas.Count)
            ?? view.Convergence(1);
        var level = areas.Count > 0 ? areas[0].AreaLevel : 0;
        var filled = view.Content.Areas.Where(area => area.Level == level && shapes.Find(area.Code) is not null).OrderBy(area => area.Code, StringComparer.Ordinal)
            .Select(area => MapArea(area, areas.FirstOrDefault(one => one.AreaCode == area.Code))).ToList();
        if (level == 0 || filled.Count == 0)
            return null;
        var period = view.PeriodWords(areas.Max(area => area.Period));
        var rising = view.Convergence(1).Where(area => area.SeveralFamiliesRise == true).Select(area => area.AreaCode).ToHashSet(StringComparer.Ordinal);
        var outlines = view.Admin1.Where(area => shapes.Find(area.Code) is not null).Select(area => (area.Code, Name: rising.Contains(area.Code) ? $"▲ {area.Name}" : area.Name)).ToList();
        var (title, subtitle) = (view.Texts["chart.map_title"], view.Texts.Say("chart.map_subtitle", ("period", period), ("level", view.Texts[level == 1 ? "level.admin1" : "level.admin2"])));
        var (source, disclaimer, legendTitle, mark) = (Source(), view.Texts["chart.map_disclaimer"], view.Texts["chart.map_legend"], rising.Count > 0 ? view.Texts["chart.map_rising"] : "");
        List<string> legend = [.. Enum.GetValues<MapBand>().Select(BandWords)];
        var height = ChoroplethMap.Height(title, subtitle, source, disclaimer, legend, legendTitle, mark);
        byte[] Draw() => ChoroplethMap.Draw(title, subtitle, source, disclaimer, filled, outlines, shapes, legend, legendTitle, mark, view.Texts.Words.IsRightToLeft, height);
        var alt = view.Texts.Say("alt.map", ("period", period), ("bands", view.Semicolon(Enum.GetValues<MapBand>()
            .Select(band => (band, filled.Where(area => area.Band == band).Select(area => view.AreaName(area.Code)).ToList())).Where(pair => pair.Item2.Count > 0)
            .Select(pair => $"{BandWords(pair.band)}: {view.Comma(pair.Item2)}"))));
        return Make(file, Draw, 480, height, alt, view.Texts.Say("caption.map", ("period", period), ("version", view.Content.Header.AreaVersion)));
    });

    /// <summary>Fewer known families than this say nothing about an area.</summary>
    public const int MinimumKnown = 3;

    private static readonly int[] FinestFirst = [2, 1];

    /// <summary>More lines than this cannot be labelled at their ends.</summary>
    private const int MostSlopes = 12;

    public string Known(AreaConvergence area) =>
        view.Texts.Say("known", ("elevated", ReleaseView.Number(area.Elevated)), ("known", ReleaseView.Number(area.Known)));

    public string BandWords(MapBand band) => view.Texts[$"band.{FindingWords.Key(band)}"];

    public static MapBand Band(AreaConvergence? area) => area switch
    {
        null or { Known: 0 } => MapBand.NoData,
        { Known: < MinimumKnown } => MapBand.TooLittleKnown,
        { Elevated: 0 } => MapBand.None,
        { Elevated: 1 } => MapBand.One,
        { Elevated: 2 or 3 } => MapBand.Several,
        _ => MapBand.Many,
    };

    private static MapArea MapArea(AreaInfo area, AreaConvergence? convergence) =>
        new(area.Code, Band(convergence), convergence is { Known: > 0 } ? $"{ReleaseView.Number(convergence.Elevated)}/{ReleaseView.Number(convergence.Known)}" : "");

    /// <summary>Name with the mark of what is said of the series: a line that goes up may not show a rise.</summary>
    private string Marked(IndicatorInfo indicator, AreaInfo area) => view.FindingFor(indicator.Id, area.Code) is { } finding && ToldFindings.IsTold(finding.Status)
        ? $"{view.Texts[$"status.{FindingWords.Key(finding.Status)}.symbol"]} {area.Name}" : area.Name;

    /// <summary>Why an area has no line: the words of its latest cell.</summary>
    private string Without(IndicatorInfo indicator, string area) =>
        view.Latest(indicator.Id, area)?.Value is { } value and not (Cell.Shown or Cell.Level) ? cells.Value(value).Text : view.Texts["chart.too_few"];

    private TrendSeries? Series(IndicatorInfo indicator, string area, PeriodGrain grain)
    {
        var cells = view.Series(indicator.Id, area, grain);
        if (cells.Count(cell => cell.Value is Cell.Shown) < 2)
            return null;
        var breaks = view.BreaksOf(indicator.Id, area).Select(change => new TrendBreak(Period.Containing(change.From.Start, grain), change.Stops)).Distinct()
            .OrderBy(change => change.From).ThenBy(change => change.Stops).ToList();
        return new(
            view.AreaName(area),
            [.. cells.Select(cell => (cell.Period, cell.Value is Cell.Shown shown ? new TrendPoint(shown.Share.Value, shown.Low?.Value, shown.High?.Value, restated.Contains(cell.FigureId)) : null))],
            Period.Containing(view.OnsetOf(area), grain), breaks);
    }

    /// <summary>The released values of a chart, one row a period.</summary>
    private DataTable Values(IndicatorInfo indicator, IReadOnlyList<string> areas, PeriodGrain grain)
    {
        var series = areas.Select(area => view.Series(indicator.Id, area, grain).ToDictionary(cell => cell.Period, cell => cell.Value)).ToList();
        return new(
            view.Texts.Say("figure_data.table", ("title", indicator.Title)),
            [new(view.Texts["column.period"], 0.9), .. areas.Select(area => new Column(view.AreaName(area), 1))],
            [.. series.SelectMany(one => one.Keys).Distinct().Order().Select(period => (IReadOnlyList<TableCell>)
                [new(view.PeriodWords(period)), .. series.Select(one => cells.Value(one.GetValueOrDefault(period)))])]);
    }

    private TrendWords ChartWords(IndicatorInfo indicator, string title, string area, TrendSeries series) => new(
        title,
        view.Texts.Say("chart.trend_subtitle", ("unit", words.Unit(indicator)), ("area", area), ("first", view.PeriodWords(series.Points[0].Period)), ("last", view.PeriodWords(series.Points[^1].Period))),
        Sources(indicator),
        "", view.Texts["chart.onset"], view.Texts["chart.break"], view.Texts["chart.change"], view.PeriodTick, view.Percent, view.Texts.Words.IsRightToLeft);

    private string Restated(string note, IEnumerable<TrendSeries> series) =>
        series.Any(one => one.Points.Any(point => point.Value is { IsRestated: true })) ? view.Texts.Say("chart.restated_note", ("note", note)) : note;

    private string Note(IndicatorInfo indicator, string area, PeriodGrain grain) =>
        view.Series(indicator.Id, area, grain).LastOrDefault(cell => cell.Value is Cell.Shown)?.Value is Cell.Shown latest
            ? view.Texts.Say("chart.trend_note_base", ("base", cells.Base(latest.Base)), ("unit", words.CountedUnit(indicator)))
            : view.Texts["chart.trend_note"];

    /// <summary>The bases of the areas drawn, as one band: that of the country would be too large for every panel.</summary>
    private string AreasNote(IndicatorInfo indicator, IReadOnlyList<TrendSeries> series)
    {
        var bases = view.Admin1.Select(area => view.Latest(indicator.Id, area.Code)?.Value).OfType<Cell.Shown>().Select(shown => shown.Base).ToList();
        var band = view.Texts[series.Any(one => one.Points.Any(point => point.Value is { Low: not null })) ? "chart.band" : "chart.no_band"];
        var widest = bases.Count == 0 ? "–" : cells.Base(new(bases.Min(one => one.Low), bases.Exists(one => one.High is null) ? null : bases.Max(one => one.High)));
        return view.Texts.Say("chart.areas_note", ("band", band), ("base", widest), ("unit", words.CountedUnit(indicator)));
    }

    private string Sources(IndicatorInfo indicator) =>
        view.Texts.Say("chart.source", ("sources", view.Join(view.SourcesOf(indicator).Select(source => source.Title))), ("as_of", view.Date(view.Content.Header.AsOf)), ("release", view.Content.Header.Id));

    private string Source() => view.Texts.Say("chart.source_release", ("as_of", view.Date(view.Content.Header.AsOf)), ("release", view.Content.Header.Id));

    private static Figure Make(string file, Func<byte[]> draw, int width, int height, string alt, string caption) => new(file, Task.Run(draw), width, height, alt, caption);

    private Figure? Once(string file, Func<string, Figure?> draw)
    {
        if (!drawn.TryGetValue(file, out var figure))
            drawn[file] = figure = draw(file);
        return figure;
    }
}
