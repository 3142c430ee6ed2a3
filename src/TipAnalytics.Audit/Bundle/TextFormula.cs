using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>A number that no fact states and that follows from what the release holds: how it is written, and what it has to be.</summary>
/// <param name="Form">Numbers in groups a, b, c.</param>
internal sealed partial record TextFormula(string Says, Regex Form, Func<Match, TextAbout, bool> Holds)
{
    // Before and since the onset, for a test.
    private const int PeriodsNeeded = 6;

    private static readonly string[] Grains = ["month", "quarter", "half_year", "year"];

    public static IReadOnlyList<TextFormula> All(ReleaseValues values)
    {
        var (setup, forms) = (values.Setup, values.Forms);
        var areas = setup.Areas.All.GroupBy(area => area.Level).ToDictionary(level => level.Key, level => level.Count());
        List<SourceDefinition> sources = [.. values.Sources.Count > 0 ? setup.Sources.Where(source => values.Sources.Contains(source.Id)) : setup.Used(values.Release.AsOf).Sources];
        var streams = sources.Select(source => source.Stream).Distinct().Count();
        var labels = setup.Catalogue.CodeLists.Values.SelectMany(list => list.Entries).Select(entry => entry.Label).Concat(forms.Texts("codelists.", "")).ToHashSet(StringComparer.Ordinal);
        var units = forms.Texts("indicators.", ".unit");
        var bases = setup.Indicators.Select(indicator => indicator.MinimumBase).Concat(setup.Indicators.Select(indicator => indicator.Stream).OfType<string>().Select(setup.Threshold)).ToHashSet();
        var levels = Enumerable.Range(0, 3).SelectMany(level => forms.Texts(FormattableString.Invariant($"level.admin{level}")), (level, words) => (Words: words, Level: level)).DistinctBy(item => item.Words).ToDictionary(item => item.Words, item => item.Level, StringComparer.Ordinal);
        var heads = forms.Texts("", ".sources").Append("sources").ToHashSet(StringComparer.Ordinal);
        bool IsCounted(Match match, TextAbout about) => about.Indicators.Any(indicator => about.Areas.Any(area => values.Finding(indicator, area) is { } finding
            && finding["status"] == "insufficient_data" && (finding.Number("before_periods") == A(match) || finding.Number("after_periods") == A(match))));
        bool IsWindow(string grain, Match match) => A(match) == PeriodsNeeded || values.Findings.Any(finding => finding["grain"] == grain && (finding.Number("before_periods") == A(match) || finding.Number("after_periods") == A(match) || finding.Number("before_periods") + finding.Number("after_periods") == A(match)));
        int Claims(Match match, string status) => values.Findings.Count(finding => IsAt(finding, match) && finding["status"].StartsWith(status, StringComparison.Ordinal));
        bool IsAt(DataRow finding, Match match) => levels.TryGetValue(match.Groups["level"].Value, out var level) && finding.Number("area_level") == level;
        bool IsPart(Match match, TextAbout about) => A(match) <= B(match) && (values.Grades.Any(grades => about.Indicators.Contains(grades.Key.Indicator) && grades.Value == ((int)A(match), (int)B(match)))
            || values.Coverage.Values.Contains(((int)A(match), (int)B(match))));
        bool IsKnown(Match match, TextAbout about) => about.Areas.Any(area => values.Convergence.TryGetValue(area, out var families) && (families.Elevated, families.Known) == (A(match), B(match)));
        bool IsSources(decimal number) => number == sources.Count || number == streams;
        bool ArePoints(Match match) => values.Points.Values.Any(points => points == ((int)A(match), (int)B(match)));
        bool IsCalibrated(Match match) => match.Groups.Values.Skip(1).All(group => values.Calibrated.Contains(decimal.Parse(group.Value.Replace(',', '.'), CultureInfo.InvariantCulture)));

        IEnumerable<TextFormula> Said(string says, string? key, (string, string)[] numbers, Func<Match, TextAbout, bool> holds) => forms.Around(key, numbers).Select(form => new TextFormula(says, form, holds));
        return
        [
            .. Said("series tested, rises, falls and what may be false of them", "method.family", [("level", "level"), ("tests", "a"), ("claims", "b"), ("false", "c"), ("falls", "d")], (match, _) =>
                A(match) <= values.Findings.Count(finding => IsAt(finding, match)) && B(match) == Claims(match, "rising") && Group(match, "c") == Math.Floor((B(match) + 9) / 10) && Group(match, "d") == Claims(match, "falling")),
            .. Said("rates of the last calibration", "method.calibration", [
                ("series", "a"), ("histories", "b"), ("false", "c"), ("false_low", "d"), ("false_high", "e"), ("any", "f"), ("any_low", "g"), ("any_high", "h"), ("among", "i"), ("among_low", "j"), ("among_high", "k"),
                ("power", "l"), ("power_low", "m"), ("power_high", "n"),
            ], (match, _) => IsCalibrated(match)),
            .. Said("number of areas of a level", "coverage.level", [("count", "a"), ("level", "level")], (match, _) => levels.TryGetValue(match.Groups["level"].Value, out var level) && areas.GetValueOrDefault(level) == A(match)),
            .. Said("series tested, at a level", null, [("tests", "a")], (match, _) => A(match) <= values.Findings.Count()),
            new("level of an area", AdminLevel(), (match, _) => A(match) is >= 0 and <= 2),
            new("level of an area", OneOf(levels.Keys, @"(?<!\p{L})", @"(?![\d\p{L}])"), (_, _) => true),
            new("number of a part of the needs overview", Heading(), (_, _) => true),
            new("running number of a table or figure", OneOf(forms.Texts("word.table").Concat(forms.Texts("word.figure")), @"(?<!\p{L})", @" \d{1,2}(?=[.:,،؛) ]|$)"), (_, _) => true),
            .. Said("number of a page", "page", [("page", "a"), ("pages", "b")], (match, _) => A(match) <= B(match)),
            .. Said("elevated families of those known, by area", "known", [("elevated", "a"), ("known", "b")], IsKnown),
            new("elevated and known families, labels of a map", Labels(), IsKnown),
            new("numbers of families that a map draws alike", OneOf(forms.Texts("band.", ""), @"(?<!\p{L})", ""), (_, _) => true),
            .. Said("sources that are silent, of all", "summary.streams", [("count", "a"), ("all", "b")], (match, _) => A(match) <= B(match) && IsSources(B(match))),
            .. Said("number of sources", null, [("sources", "a")], (match, _) => IsSources(A(match))),
            .. Said("questions of the register", "context.note", [("shown", "a"), ("answered", "b")], (match, _) => A(match) <= B(match)),
            .. Said("questions of the register", "context.open", [("count", "a"), ("all", "b")], (match, _) => A(match) <= B(match)),
            .. Said("questions of the register", "sentence.register", [("count", "a"), ("all", "b")], (match, _) => A(match) <= B(match)),
            .. Said("answers left out", "context.restricted", [("count", "a")], (match, _) => A(match) <= setup.Context.Answers.Count),
            .. Grains.SelectMany(grain => Said("periods before and since", $"count.{grain}", [("count", "a")], (match, _) => IsWindow(grain, match))),
            new("datasets behind an indicator", Alone(), (match, about) => heads.Contains(about.Head) && about.Indicators.Any(indicator =>
                (setup.Catalogue.Indicators[indicator].Stream is null ? 0 : SourcePermissions.SourcesOf(setup, setup.Catalogue.Indicators[indicator]).Count()) == A(match))),
            new("cells of the release, in its manifest", Alone(), (match, about) => A(match) == (about.Head == "cells_planned" ? values.Cells.Planned : about.Head == "cells_published" ? values.Cells.Published : -1)),
            new("label of a category or unit", Label(), (match, about) => about.Head switch { "meaning" => labels.Contains(match.Value), "unit" => units.Contains(match.Value), _ => false }),
            new("smallest bases", OneOf(forms.Texts("unit.", ".count"), @"(?<!\d)(?<![\p{L}-[\u0590-\u08FF]])(?<a>\d+) ", @"(?!\p{L})"), (match, _) => bases.Contains((int)A(match))),
            .. Said("reporting points before and since", "coverage.points", [("before", "a"), ("after", "b")], (match, _) => ArePoints(match)),
            .. Said("reporting points before and since", "points_expanded", [("before", "a"), ("after", "b")], (match, _) => ArePoints(match)),
            .. Said("difference of a first and a last value", "difference", [("points", "a"), ("low", "b"), ("high", "c")], (match, about) => about.Indicators.Any(indicator =>
                about.Areas.Any(area => values.LieBetween(indicator, area, about.Periods, A(match), B(match), Group(match, "c"))))),
            .. Said("bands of five per cent", "hno.baseline", [("low", "a"), ("high", "b")], (match, about) => about.Indicators.Any(indicator => values.IsBaselineBand(indicator, A(match), B(match)))),
            .. Said("areas received or graded, of those expected", "coverage.received", [("count", "a"), ("all", "b")], IsPart),
            .. Said("areas at or above the band, of those known", "findings.levels_below", [("elevated", "a"), ("known", "b")], (match, about) => about.Areas.Any(area => values.LevelsBelow(area).Contains(((int)A(match), (int)B(match))))),
            // After the others: «8 of» begins «8 of 37» too.
            .. Said("periods found, of those needed", "reason.counted", [("found", "a")], IsCounted),
            .. Said("periods needed", "reason.counted", [("needed", "a")], (match, _) => A(match) == PeriodsNeeded),
        ];
    }

    private static Regex OneOf(IEnumerable<string> texts, string before, string after) =>
        new($"{before}(?:{string.Join('|', texts.OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal).Select(Regex.Escape).DefaultIfEmpty("(?!)"))}){after}", RegexOptions.CultureInvariant);

    private static decimal A(Match match) => Group(match, "a");

    private static decimal B(Match match) => Group(match, "b");

    private static decimal Group(Match match, string group) => decimal.Parse(match.Groups[group].Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\badmin(?:strative)?(?: level)? ?(?<a>\d)\b")]
    private static partial Regex AdminLevel();

    [GeneratedRegex(@"^\d\.\d (?=[A-Z])|(?<=«)\d\.\d (?=[A-Z])")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\b(?<a>\d) ?/ ?(?<b>\d)\b")]
    private static partial Regex Labels();

    [GeneratedRegex(@"^(?<a>\d{1,6})$")]
    private static partial Regex Alone();

    [GeneratedRegex(@"^.*\d.*$")]
    private static partial Regex Label();
}
