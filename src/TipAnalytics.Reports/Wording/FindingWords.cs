using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Wording;

/// <summary>How much a short form may leave to its surroundings: nothing, that limits are 95% limits, or the name of the area as well.</summary>
internal enum BriefLook { Alone, Listed, InArea }

/// <summary>Sentences of findings: direction, measure, place, size with interval, base, confidence. Every number comes from the finding or a released cell.</summary>
internal sealed partial class FindingWords(ReleaseView view)
{
    private readonly CellWords cellWords = new(view);

    /// <summary>Symbol and word: «▲ Rise.»</summary>
    public string Start(Finding finding) => view.Texts.Say("finding.start",
        ("symbol", view.Texts[$"status.{Key(finding.Status)}.symbol"]), ("word", view.Texts[$"status.{Key(finding.Status)}.word"]));

    /// <summary>The whole sentence with effort, direction, cautions and grade.</summary>
    public string Sentence(Finding finding)
    {
        var parts = new List<string> { Main(finding) };
        if (finding.Effort is not (EffortCheck.NotNeeded or EffortCheck.Artefact))
            parts.Add(view.Texts.Say($"effort.{EffortKey(finding)}", ("panel", finding.PanelDifference is { } panel ? $" ({Difference(panel)})" : "")));
        if (finding.Direction != WindowDirection.NotTested)
            parts.Add(view.Texts[$"direction.{Key(finding.Direction)}"]);
        if (finding.LargestShift is { } shift)
            parts.Add(view.Texts.Say("shift", ("period", view.PeriodWords(shift)), ("near", IsNearOnset(finding, shift) ? view.Texts["shift_near"] : view.Texts["shift_far"])));
        parts.AddRange(Flags(finding.Flags));
        if (finding.Status is not (TrendStatus.ReportingArtefactPossible or TrendStatus.InsufficientData or TrendStatus.NotComparable or TrendStatus.Withheld))
            parts.Add(view.Texts[$"grade.{finding.Grade}.sentence"]);
        return string.Join(' ', parts);
    }

    /// <summary>«verified_smaller» where the points that reported throughout show less than half of the change over all points, or where their interval does not reach it.</summary>
    public static string EffortKey(Finding finding) =>
        finding is { Effort: EffortCheck.Verified, Difference: { } all, PanelDifference: { } panel }
            && (2 * Math.Abs(panel.Points) < Math.Abs(all.Points) || (all.Points > 0 ? panel.High < all.Points : panel.Low > all.Points))
            ? "verified_smaller" : Key(finding.Effort);

    /// <summary>Within three months of the onset declared for the area.</summary>
    private bool IsNearOnset(Finding finding, Period shift)
    {
        var onset = view.OnsetOf(finding.AreaCode);
        return shift.Start.AddMonths(-3) <= onset && onset <= shift.End.AddMonths(3);
    }

    /// <summary>The sentence without effort, cautions and grade.</summary>
    public string Main(Finding finding)
    {
        var indicator = view.Indicator(finding.IndicatorId);
        (string, string) title = ("title", indicator.Title), area = ("area", view.AreaName(finding.AreaCode));
        (string, string) detail = ("detail", Detail(finding)), levels = ("levels", Levels(finding, indicator)), tests = ("tests", Tests(finding.AreaLevel));
        var key = $"status.{Key(finding.Status)}.sentence";
        return finding.Status switch
        {
            TrendStatus.RisingClear or TrendStatus.RisingProbable or TrendStatus.FallingClear or TrendStatus.FallingProbable =>
                view.Texts.Say(key, title, area, levels, detail, tests),
            TrendStatus.NoClearChange => view.Texts.Say(key, title, area, levels, detail, ("visible", finding.SmallestVisibleRise is { } smallest
                ? view.Texts.Say("visible.known", ("smallest", ReleaseView.Number(smallest))) : view.Texts["visible.unknown"])),
            TrendStatus.Constant => view.Texts.Say(key, title, area, levels),
            TrendStatus.ReportingArtefactPossible => view.Texts.Say(key, title, area, levels,
                ("panel", finding.PanelDifference is { } panel ? $" ({Difference(panel)})" : ""), ("points", Points(indicator))),
            TrendStatus.InsufficientData => view.Texts.Say(key, title, area, ("reason", ReasonWords.Sentence(view, finding)), ("levels", finding.Snapshots is { } two ? Snapshots(two, finding.Grain) : levels.Item2)),
            TrendStatus.NotComparable => view.Texts.Say(key, title, area, ("break", Break(finding, indicator))),
            _ => view.Texts.Say(key, title, area),
        };
    }

    /// <summary>«title», of unit: areas with levels before and since and the difference; for lists of findings of one indicator.</summary>
    /// <param name="tested">False leaves the difference out: an artefact's difference over all points invites the wrong reading.</param>
    /// <param name="look">How much is left to the surroundings.</param>
    public string Brief(IReadOnlyList<Finding> findings, bool tested = true, BriefLook look = BriefLook.Alone)
    {
        var indicator = view.Indicator(findings[0].IndicatorId);
        return view.Texts.Say("brief.indicator", ("title", indicator.Title), ("unit", Unit(indicator)), ("areas", view.Join(findings.Select(finding => BriefPlace(finding, tested, look)))));
    }

    private string BriefPlace(Finding finding, bool tested, BriefLook look)
    {
        var area = ("area", view.AreaName(finding.AreaCode));
        string Limits(PrintedDifference difference) => look == BriefLook.Alone ? Whole(difference) : Short(difference);
        return finding switch
        {
            { Before: { } before, After: { } after, Difference: { } difference } when tested && look == BriefLook.InArea =>
                view.Texts.Say("brief.here", ("before", cellWords.Share(before)), ("after", cellWords.Share(after)), ("difference", Limits(difference))),
            { Before: { } before, After: { } after, Difference: { } difference } when tested =>
                view.Texts.Say("brief.levels", area, ("before", cellWords.Share(before)), ("after", cellWords.Share(after)), ("difference", Limits(difference))),
            { Before: { } before, After: { } after } when look == BriefLook.InArea => view.Texts.Say("number.change_words", ("before", cellWords.Share(before)), ("after", cellWords.Share(after))),
            { Before: { } before, After: { } after } => view.Texts.Say("brief.untested", area, ("before", cellWords.Share(before)), ("after", cellWords.Share(after))),
            { Difference: { } difference } when tested => view.Texts.Say("brief.hidden", area, ("difference", Limits(difference))),
            _ => area.Item2,
        };
    }

    private string Whole(PrintedDifference difference) =>
        view.Texts.Say("brief.difference", ("points", Signed(difference.Points)), ("low", Signed(difference.Low)), ("high", Signed(difference.High)));

    /// <summary>«+9 points, +3 to +15», where the text says that the limits are a 95% interval.</summary>
    public string Short(PrintedDifference difference) =>
        view.Texts.Say("brief.short", ("points", Signed(difference.Points)), ("low", Signed(difference.Low)), ("high", Signed(difference.High)));

    /// <summary>Band of the base in the latest shown period, or a dash.</summary>
    public string Base(Finding finding) =>
        view.Series(finding.IndicatorId, finding.AreaCode, finding.Grain).LastOrDefault(cell => cell.Value is Cell.Shown)?.Value is Cell.Shown shown ? cellWords.Base(shown.Base) : "–";

    /// <summary>«from 22% to 31% of surveyed households», or that the levels are not shown.</summary>
    public string Levels(Finding finding, IndicatorInfo indicator) => finding is { Before: { } before, After: { } after }
        ? view.Texts.Say("levels.shown", ("before", Level(before)), ("after", Level(after)), ("unit", Unit(indicator)))
        : view.Texts["levels.hidden"];

    /// <summary>First and last value, with what may be read from two snapshots.</summary>
    private string Snapshots(PrintedSnapshots two, PeriodGrain grain) => view.Texts.Say("snapshots",
        ("count", Count(two.Periods, grain)), ("first_period", view.PeriodWords(two.FirstPeriod)), ("first", Level(two.First)),
        ("last_period", view.PeriodWords(two.LastPeriod)), ("last", Level(two.Last)),
        ("difference", two.Difference is { } difference ? $" ({Difference(difference)})" : ""));

    public string Difference(PrintedDifference difference) =>
        view.Texts.Say("difference", ("points", Signed(difference.Points)), ("low", Signed(difference.Low)), ("high", Signed(difference.High)));

    /// <summary>What a share is of, said for the kind of source: «surveyed households», «assessed communities», «reported incidents».</summary>
    public string Unit(IndicatorInfo indicator) => view.Texts[$"unit.{UnitKey(indicator)}.of"];

    /// <summary>What a base counts, after its band: «households».</summary>
    public string CountedUnit(IndicatorInfo indicator) => view.Texts[$"unit.{UnitKey(indicator)}.count"];

    // By stream where it counts something else than its kind does: children of a survey, sites of key informants.
    private string UnitKey(IndicatorInfo indicator) => view.Texts.Find($"unit.{indicator.Stream}.of") is null ? indicator.StreamKind! : indicator.Stream!;

    /// <summary>Number of series tested together at a level; «0» when no family of tests is recorded.</summary>
    public string Tests(int level) =>
        ReleaseView.Number(view.Content.TestFamilies.Where(family => family.AreaLevel == level).Select(family => family.Tests).FirstOrDefault());

    public IEnumerable<string> Flags(Cautions flags) => FlagKeys(flags).Select(flag => view.Texts[$"caution.{flag}"]);

    public static IEnumerable<string> FlagKeys(Cautions flags) =>
        Enum.GetValues<Cautions>().Where(flag => flag != Cautions.None && flags.HasFlag(flag)).Select(Key);

    /// <summary>snake_case name of a code, as in the text files.</summary>
    public static string Key<T>(T value) where T : struct, Enum => WordStart().Replace(value.ToString(), "_$1").TrimStart('_').ToLowerInvariant();

    public static string Signed(int value) => value.ToString("+0;−0;0", CultureInfo.InvariantCulture);

    private string Detail(Finding finding)
    {
        var parts = new List<string>();
        if (finding.Difference is { } difference)
            parts.Add(Difference(difference));
        if (finding is { Before: { } before, After: { } after })
            parts.Add(view.Texts.Say("periods", ("before", Count(before.Periods, finding.Grain)), ("after", Count(after.Periods, finding.Grain))));
        if (view.Series(finding.IndicatorId, finding.AreaCode, finding.Grain).LastOrDefault(cell => cell.Value is Cell.Shown) is { Value: Cell.Shown shown } last)
            parts.Add(view.Texts.Say("base", ("base", cellWords.Base(shown.Base)), ("unit", CountedUnit(view.Indicator(finding.IndicatorId))), ("period", view.PeriodWords(last.Period))));
        return view.Semicolon(parts);
    }

    /// <summary>«8 quarters».</summary>
    public string Count(int periods, PeriodGrain grain) => view.Count(periods, grain);

    /// <summary>Level with its interval, as a bound where it is one, or a dash.</summary>
    public string Level(PrintedLevel? level) => level switch
    {
        null => "–",
        { Bound: ShareBound.Exact, Low: { } low, High: { } high } =>
            view.Texts.Say("number.interval", ("value", view.Percent(level.Share.Value)), ("low", ReleaseView.Number(low.Value)), ("high", ReleaseView.Number(high.Value))),
        _ => cellWords.Share(level),
    };

    /// <summary>That reporting expanded, with a blank after it; empty where it did not.</summary>
    public string Points(IndicatorInfo indicator) =>
        view.SourcesOf(indicator).Select(source => source.ReportingPoints).FirstOrDefault(points => points is not null && points.After > points.Before) is { } points
            ? view.Texts.Say("points_expanded", ("before", ReleaseView.Number(points.Before)), ("after", ReleaseView.Number(points.After))) + " "
            : "";

    /// <summary>When the source, the form or the boundaries of the area changed, and how.</summary>
    public string Break(Finding finding, IndicatorInfo indicator)
    {
        var from = finding.BreakFrom;
        var last = view.BreaksOf(indicator.Id, finding.AreaCode).OrderBy(change => change.From)
            .LastOrDefault(change => from is null || change.From.Start >= from.Value.Start && change.From.Start <= from.Value.End);
        return (from, last?.Reason) switch
        {
            ({ } period, { } words) when last.Kind == BreakKind.Boundary => view.Texts.Say("break.boundary", ("period", view.PeriodWords(period)), ("reason", words.TrimEnd('.'))),
            ({ } period, { } words) => view.Texts.Say("break.known", ("period", view.PeriodWords(period)), ("reason", words.TrimEnd('.'))),
            ({ } period, null) => view.Texts.Say("break.dated", ("period", view.PeriodWords(period))),
            _ => view.Texts["break.undated"],
        };
    }

    [GeneratedRegex("([A-Z]+[a-z0-9]*)")]
    private static partial Regex WordStart();
}
