using System.Globalization;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Texts;

namespace TipAnalytics.Reports.Wording;

/// <summary>A release as the sections ask for it: by indicator, area and period, in one order everywhere.</summary>
internal sealed class ReleaseView
{
    /// <summary>Driver families in the order of the report; co-occurrence and environment are none of them.</summary>
    public static readonly string[] DriverFamilies = ["children", "pressure", "work", "movement", "violations", "context"];

    private readonly Dictionary<string, IndicatorInfo> indicators;
    private readonly Dictionary<string, AreaInfo> areas;
    private readonly Dictionary<(string Indicator, string Area), List<ReleasedCell>> cells;
    private readonly Dictionary<(string Indicator, string Area), Finding> findings;

    public ReleaseView(ReleaseContent content, ReportTexts texts)
    {
        (Content, Texts) = (content, texts);
        indicators = content.Indicators.ToDictionary(indicator => indicator.Id, StringComparer.Ordinal);
        areas = content.Areas.ToDictionary(area => area.Code, StringComparer.Ordinal);
        Country = content.Areas.Where(area => area.Level == 0).OrderBy(area => area.Code, StringComparer.Ordinal).FirstOrDefault()
            ?? new AreaInfo(content.Header.CountryCode, content.Header.OperationName, 0, null);
        Admin1 = [.. content.Areas.Where(area => area.Level == 1).OrderBy(area => area.Code, StringComparer.Ordinal)];
        findings = content.Findings.OrderBy(finding => finding.FigureId, StringComparer.Ordinal)
            .GroupBy(finding => (finding.IndicatorId, finding.AreaCode)).ToDictionary(group => group.Key, group => group.First());
        cells = content.Tables
            .SelectMany(table => table.Cells.Select(cell => (table.IndicatorId, cell)))
            .GroupBy(pair => (pair.IndicatorId, pair.cell.AreaCode))
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.cell).OrderBy(cell => cell.Period).ThenBy(cell => cell.Split, StringComparer.Ordinal).ThenBy(cell => cell.Category, StringComparer.Ordinal).ToList());
    }

    public ReleaseContent Content { get; }

    public ReportTexts Texts { get; }

    public AreaInfo Country { get; }

    public IReadOnlyList<AreaInfo> Admin1 { get; }

    /// <summary>Country first, then admin 1.</summary>
    public IEnumerable<AreaInfo> PrintedAreas => Admin1.Prepend(Country);

    public IndicatorInfo Indicator(string id) => indicators[id];

    public string AreaName(string code) => areas.TryGetValue(code, out var area) ? area.Name : code == Country.Code ? Country.Name : code;

    /// <summary>Onset that holds in an area: its own, else that of the nearest area around it, else the country's.</summary>
    public DateOnly OnsetOf(string areaCode) => OwnOnsetOf(areaCode)?.Onset ?? Content.Header.Onset;

    /// <summary>The onset of its own that holds in an area, declared for it or for the nearest area around it; null: the country's holds.</summary>
    public AreaOnsetInfo? OwnOnsetOf(string areaCode) =>
        Around(areaCode).Select(code => Content.Header.AreaOnsets.FirstOrDefault(onset => onset.AreaCode == code)).FirstOrDefault(own => own is not null);

    /// <summary>Breaks of an indicator that concern an area: everywhere, in it, around it, or inside it.</summary>
    public IEnumerable<SeriesBreak> BreaksOf(string indicatorId, string areaCode) => Content.Breaks.Where(change => change.IndicatorId == indicatorId
        && (change.AreaCode is not { } code || IsInside(areaCode, code) || (change.ReachesOut && IsInside(code, areaCode))));

    private bool IsInside(string inner, string outer) => Around(inner).Contains(outer);

    /// <summary>Code of the area itself, then of the one around it, up to the country.</summary>
    private IEnumerable<string> Around(string areaCode)
    {
        for (var code = areaCode; code is not null; code = areas.TryGetValue(code, out var area) ? area.Parent : null)
            yield return code;
    }

    public IReadOnlyList<IndicatorInfo> OfFamily(string family) =>
        [.. Content.Indicators.Where(indicator => indicator.Family == family).OrderBy(indicator => indicator.Id, StringComparer.Ordinal)];

    public Finding? FindingFor(string indicator, string area) =>
        findings.GetValueOrDefault((indicator, area));

    /// <summary>Cells of the whole (no split), oldest first, at one grain.</summary>
    /// <param name="grain">Null: the grain with most shown cells, the finer one when equal.</param>
    public IReadOnlyList<ReleasedCell> Series(string indicator, string area, PeriodGrain? grain = null)
    {
        if (!cells.TryGetValue((indicator, area), out var all))
            return [];
        var whole = all.Where(cell => cell.Split == "all").ToList();
        grain ??= whole.GroupBy(cell => cell.Period.Grain)
            .OrderByDescending(group => group.Count(cell => cell.Value is Cell.Shown or Cell.Level)).ThenBy(group => group.Key)
            .Select(group => (PeriodGrain?)group.Key).FirstOrDefault();
        return [.. whole.Where(cell => cell.Period.Grain == grain)];
    }

    public ReleasedCell? Latest(string indicator, string area) => Series(indicator, area) is { Count: > 0 } series ? series[^1] : null;

    /// <summary>Latest cells of one split at one area, in category order; empty without the split.</summary>
    public IReadOnlyList<ReleasedCell> LatestSplit(string indicator, string area, string split)
    {
        var all = cells.GetValueOrDefault((indicator, area), []).Where(cell => cell.Split == split).ToList();
        return all.Count == 0 ? [] : [.. all.Where(cell => cell.Period == all[^1].Period)];
    }

    public IReadOnlyList<string> Splits(string indicator, string area) =>
        [.. cells.GetValueOrDefault((indicator, area), []).Select(cell => cell.Split).Where(split => split != "all").Distinct().Order(StringComparer.Ordinal)];

    public string Category(string split, string category) =>
        Content.CategoryLabels.GetValueOrDefault($"{split}={category}")
        ?? Content.CategoryLabels.GetValueOrDefault(category)
        ?? category.Replace('_', ' ');

    /// <summary>True when the latest released value is at or above the reference band; null when it cannot be told.</summary>
    public bool? IsElevated(string indicator, string area) =>
        (Indicator(indicator).ElevatedFrom, Latest(indicator, area)?.Value) switch
        {
            ({ } from, Cell.Shown shown) => shown.Share.Value >= from,
            ({ } from, Cell.Level level) => level.Value >= from,
            _ => null,
        };

    /// <summary>Latest convergence of each area of a level, by area code.</summary>
    public IReadOnlyList<AreaConvergence> Convergence(int level) =>
        [.. Content.Convergence.Where(area => area.AreaLevel == level).GroupBy(area => area.AreaCode)
            .Select(group => group.OrderBy(area => area.Period).Last()).OrderBy(area => area.AreaCode, StringComparer.Ordinal)];

    public IReadOnlyList<SourceInfo> SourcesOf(IndicatorInfo indicator) =>
        [.. Content.Sources.Where(source => source.Stream == indicator.Stream).OrderBy(source => source.Id, StringComparer.Ordinal)];

    /// <summary>Standing caveats of an indicator as they apply to what was released: CAV-3 has a second form for records without a sample design.</summary>
    public IEnumerable<string> StandingOf(IndicatorInfo indicator) => indicator.StandingCaveats.Select(id =>
        id == "CAV-3" && !IsWeighted(indicator) && Content.StandingCaveats.ContainsKey("CAV-3b") ? "CAV-3b" : id);

    private bool IsWeighted(IndicatorInfo indicator) => indicator.StreamKind == "survey"
        && PrintedAreas.SelectMany(area => Series(indicator.Id, area.Code)).Select(cell => cell.Value).OfType<Cell.Shown>().All(shown => shown.IsWeighted);

    /// <summary>Standing caveat, word for word.</summary>
    /// <exception cref="DefinitionException">The release carries none of this name.</exception>
    public string Standing(string id) => Content.StandingCaveats.GetValueOrDefault(id)
        ?? throw new DefinitionException($"standing-caveats.yaml: {id} is missing; the reports print it word for word. Add it.");

    public string PeriodWords(Period period) => period.Grain switch
    {
        PeriodGrain.Month => Texts.Words.Month(period),
        PeriodGrain.Quarter => Texts.Say("period.quarter", ("number", Number(PartOfYear(period))), ("year", Number(period.Year))),
        PeriodGrain.HalfYear => Texts.Say("period.half_year", ("number", Number(PartOfYear(period))), ("year", Number(period.Year))),
        _ => Number(period.Year),
    };

    /// <summary>A period on an axis, as short as it goes.</summary>
    public string PeriodTick(Period period) => period.Grain switch
    {
        PeriodGrain.Month => Texts.Say("period.month_tick", ("number", period.Start.ToString("MM", CultureInfo.InvariantCulture)), ("year", Number(period.Year))),
        PeriodGrain.Quarter => Texts.Say("period.quarter_tick", ("number", Number(PartOfYear(period))), ("year", Number(period.Year))),
        PeriodGrain.HalfYear => Texts.Say("period.half_year_tick", ("number", Number(PartOfYear(period))), ("year", Number(period.Year))),
        _ => Number(period.Year),
    };

    // The number of a quarter or half-year in its year.
    private static int PartOfYear(Period period) => (period.Start.Month - 1) / (period.Grain == PeriodGrain.Quarter ? 3 : 6) + 1;

    /// <summary>«8 quarters».</summary>
    public string Count(int periods, PeriodGrain grain) => Texts.Say($"count.{FindingWords.Key(grain)}", ("count", Number(periods)));

    public string Date(DateOnly date) => Texts.Words.Date(date);

    /// <summary>«31%», as the language writes it.</summary>
    public string Percent(int value) => Texts.Say("number.percent", ("value", Number(value)));

    /// <summary>A number written with a point, with the mark of the language.</summary>
    public string Decimal(string invariant) => invariant.Replace(".", Texts["number.decimal"], StringComparison.Ordinal);

    public string Span => Texts.Say("span", ("first", PeriodWords(Content.Header.FirstPeriod)), ("last", PeriodWords(Content.Header.LastPeriod)));

    /// <summary>«A, B and C».</summary>
    public string Join(IEnumerable<string> names) => Texts.Words.Join(names);

    /// <summary>«A, B, C».</summary>
    public string Comma(IEnumerable<string> names) => Texts.Words.Comma(names);

    /// <summary>«A; B; C».</summary>
    public string Semicolon(IEnumerable<string> parts) => Texts.Words.Semicolon(parts);

    /// <summary>«CH-01 «title»».</summary>
    public string Quoted(IndicatorInfo indicator) => Texts.Say("quoted", ("id", indicator.Id), ("title", indicator.Title));

    public string Sector(string code) => Texts.Find($"sector.{code}") ?? code;

    public string Family(string family) => Texts.Find($"family.{family}") ?? family.Replace('_', ' ');

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
