using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>A number that no fact states and that follows from what the release holds: how it is written, and what it has to be.</summary>
/// <param name="Form">Numbers in groups a, b, c.</param>
internal sealed partial record TextFormula(string Says, Regex Form, Func<Match, TextAbout, bool> Holds)
{
    public static IReadOnlyList<TextFormula> All(ReleaseValues values)
    {
        var setup = values.Setup;
        var levels = setup.Areas.All.GroupBy(area => area.Level).ToDictionary(level => level.Key, level => level.Count());
        var streams = setup.Sources.Select(source => source.Stream).Distinct().Count();
        var labels = setup.Catalogue.CodeLists.Values.SelectMany(list => list.Entries).Select(entry => entry.Label).ToHashSet(StringComparer.Ordinal);
        var bases = setup.Indicators.Select(indicator => indicator.MinimumBase).Concat(setup.Indicators.Select(indicator => indicator.Stream).OfType<string>().Select(setup.Threshold)).ToHashSet();
        bool Windows(Match match) => values.Findings.Any(finding => finding["grain"].StartsWith(match.Groups["grain"].Value[..^1], StringComparison.Ordinal) && (finding.Number("before_periods") == A(match) || finding.Number("after_periods") == A(match)));
        return
        [
            new("level of an area", AdminLevel(), (match, _) => A(match) is >= 0 and <= 2),
            new("running number of a table or figure", Running(), (_, _) => true),
            new("elevated families of those known, by area", OfKnown(), (match, about) =>
                about.Areas.Any(area => values.Convergence.TryGetValue(area, out var families) && (families.Elevated, families.Known) == (A(match), B(match)))),
            new("elevated and known families, labels of a map", Labels(), (match, about) =>
                about.Areas.Any(area => values.Convergence.TryGetValue(area, out var families) && (families.Elevated, families.Known) == (A(match), B(match)))),
            new("number of sources", Sources(), (match, _) => A(match) == setup.Sources.Count || A(match) == streams),
            new("sources that are silent, of all", OfSources(), (match, _) => A(match) <= B(match) && (B(match) == setup.Sources.Count || B(match) == streams)),
            new("number of areas of a level", AreasOfLevel(), (match, _) => levels.GetValueOrDefault((int)B(match)) == A(match)),
            new("questions of the register", Questions(), (match, _) => A(match) <= B(match)),
            new("answers left out", LeftOut(), (match, _) => A(match) == setup.Context.Answers.Count(answer => answer.Sensitivity == "restricted") || A(match) <= setup.Context.Answers.Count),
            new("periods before and since", Window(), (match, _) => Windows(match)),
            new("series tested, at a level", Tested(), (match, _) => A(match) <= values.Findings.Count()),
            new("series tested, rises, falls and what may be false of them", Claims(), (match, _) => Level(match) is { } level
                && A(match) <= values.Findings.Count(finding => finding["area_level"] == level)
                && B(match) == values.Findings.Count(finding => finding["area_level"] == level && finding["status"].StartsWith("rising", StringComparison.Ordinal))
                && Group(match, "c") == Math.Floor((B(match) + 9) / 10)
                && Group(match, "d") == values.Findings.Count(finding => finding["area_level"] == level && finding["status"].StartsWith("falling", StringComparison.Ordinal))),
            new("datasets behind an indicator", Alone(), (match, about) => about.Head is "Sources" or "sources" && about.Indicators.Any(indicator =>
                (setup.Catalogue.Indicators[indicator].Stream is null ? 0 : SourcePermissions.SourcesOf(setup, setup.Catalogue.Indicators[indicator]).Count()) == A(match))),
            new("cells of the release, in its manifest", Alone(), (match, about) => A(match) == (about.Head == "cells_planned" ? values.Cells.Planned : about.Head == "cells_published" ? values.Cells.Published : -1)),
            new("label of a category", Label(), (match, about) => about.Head == "meaning" && labels.Contains(match.Value)),
            new("smallest bases", Bases(), (match, _) => bases.Contains((int)A(match))),
            new("reporting points before and since", Points(), (match, _) => values.Points.Values.Any(points => points == ((int)A(match), (int)B(match)))),
            new("bands of five per cent", Baseline(), (match, about) => about.Indicators.Any(indicator => values.IsBaselineBand(indicator, A(match), B(match)))),
            new("areas received or graded, of those expected", OfAll(), (match, about) =>
                A(match) <= B(match) && (about.Indicators.Any(indicator => values.Grades.TryGetValue(indicator, out var grades) && grades == ((int)A(match), (int)B(match)))
                    || values.Coverage.Values.Contains(((int)A(match), (int)B(match))) || (about.Indicators.Any(indicator => setup.Catalogue.Indicators[indicator].Kind == IndicatorKind.Level) && about.Areas.Any(area => B(match) <= setup.Areas.All.Count(part => part.Parent == area))))),
        ];
    }

    private static decimal A(Match match) => Group(match, "a");

    private static decimal B(Match match) => Group(match, "b");

    private static decimal Group(Match match, string group) => decimal.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string? Level(Match match) => match.Groups["level"].Value switch { "country" => "0", "admin 1" or "admin  " => "1", var words when words.StartsWith("admin", StringComparison.Ordinal) => words[^1..], _ => null };

    [GeneratedRegex(@"\badmin(?:strative)?(?: level)? ?(?<a>\d)\b(?!;)(?! areas)(?!: series)")]
    private static partial Regex AdminLevel();

    [GeneratedRegex(@"\bPage \d{1,3} of \d{1,3}$|^(?:Table|Figure) \d{1,2}\.? ?|\b(?:Table|Figure) \d{1,2}\b(?=[.:,) ]|$)|^\d\.\d (?=[A-Z])|(?<=«)\d\.\d (?=[A-Z])")]
    private static partial Regex Running();

    [GeneratedRegex(@"\b(?<a>\d) of (?<b>\d) known\b")]
    private static partial Regex OfKnown();

    [GeneratedRegex(@"\b(?<a>\d) ?/ ?(?<b>\d)\b")]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?<!of )\b(?<a>\d+) sources\b")]
    private static partial Regex Sources();

    [GeneratedRegex(@"\b(?<a>\d+) of (?<b>\d+) sources\b")]
    private static partial Regex OfSources();

    [GeneratedRegex(@"\b(?<a>\d+) admin (?<b>\d) areas\b")]
    private static partial Regex AreasOfLevel();

    [GeneratedRegex(@"\b(?<a>\d+) of (?<b>\d+) (?:answered )?questions\b|\bregister \((?<a>\d+) of (?<b>\d+)\)")]
    private static partial Regex Questions();

    [GeneratedRegex(@"^(?<a>\d{1,6})$")]
    private static partial Regex Alone();

    [GeneratedRegex(@"^.*\d.*$")]
    private static partial Regex Label();

    [GeneratedRegex(@"\bleft out: (?<a>\d+)\b")]
    private static partial Regex LeftOut();

    [GeneratedRegex(@"\b(?<a>\d+) (?<grain>months?|quarters?|half-years?|years?)(?= before| since|,? with| and)")]
    private static partial Regex Window();

    [GeneratedRegex(@"\b(?<a>\d+) comparisons(?: at admin [12])?")]
    private static partial Regex Tested();

    [GeneratedRegex(@"\bLevel (?<level>country|admin [12]): series tested (?<a>\d+); rises claimed (?<b>\d+), of which about (?<c>\d+) may be false; falls claimed (?<d>\d+)")]
    private static partial Regex Claims();

    [GeneratedRegex(@"\b(?<a>\d+)(?= (?:cases|communities|households|reported incidents|incidents|interviews)\b)")]
    private static partial Regex Bases();

    [GeneratedRegex(@"^(?<a>\d+) → (?<b>\d+)$|\bpoints up from (?<a>\d+) to (?<b>\d+)")]
    private static partial Regex Points();

    [GeneratedRegex(@"\b(?<a>\d{1,2})–(?<b>\d{1,3})%(?= \()")]
    private static partial Regex Baseline();

    [GeneratedRegex(@"\b(?<a>\d+) of (?<b>\d+)\b(?! known)")]
    private static partial Regex OfAll();
}
