using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Wording;

/// <summary>The five findings of page 1. No single indicator is ever the headline: the first line is about families of signals, the others name themselves proxies.</summary>
internal sealed class Headlines(ReleaseView view)
{
    private const int Most = 5;
    private readonly FindingWords words = new(view);

    /// <summary>Convergence first, then rises with grade A or B, then artefacts, series that cannot be compared and falls; rises fill what is left.</summary>
    public IReadOnlyList<(string Start, string Text)> Make()
    {
        var rises = Rises();
        var others = new[] { TrendStatus.ReportingArtefactPossible, TrendStatus.NotComparable, TrendStatus.FallingClear, TrendStatus.FallingProbable }
            .Select(First).OfType<Finding>().DistinctBy(finding => (finding.Status is TrendStatus.FallingClear or TrendStatus.FallingProbable, finding.Status == TrendStatus.NotComparable))
            .ToList();
        var room = Most - 1;
        var takenRises = Math.Min(rises.Count, Math.Max(2, room - others.Count));
        return
        [
            Convergence(),
            .. rises.Count == 0 ? [(view.Texts["headline.no_rise.start"], view.Texts["headline.no_rise.text"])] : rises.Take(takenRises).Select(Rise),
            .. others.Take(room - Math.Max(1, takenRises)).Select(finding => (words.Start(finding), words.Main(finding))),
        ];
    }

    /// <summary>Indicator → its rises of grade A or B, most areas first; never the co-occurrence or environment indicators alone.</summary>
    public IReadOnlyList<IGrouping<string, Finding>> Rises() =>
        [.. view.Content.Findings
            .Where(finding => finding.AreaLevel <= 1 && IsRise(finding) && finding.Grade is (EvidenceGrade.A or EvidenceGrade.B))
            .GroupBy(finding => finding.IndicatorId)
            .OrderBy(group => group.Min(finding => finding.Grade)).ThenByDescending(group => group.Count()).ThenByDescending(group => group.Max(finding => finding.Difference?.Points ?? 0))
            .ThenBy(group => group.Key, StringComparer.Ordinal)];

    public static bool IsRise(Finding finding) => finding.Status is TrendStatus.RisingClear or TrendStatus.RisingProbable;

    /// <summary>Admin-1 areas in which several families rise by the tested rule.</summary>
    public IReadOnlyList<string> AreasWithSeveralRising() => [.. view.Convergence(1).Where(area => area.SeveralFamiliesRise == true).Select(area => view.AreaName(area.AreaCode))];

    private (string Start, string Text) Convergence()
    {
        var rising = AreasWithSeveralRising();
        if (rising.Count > 0)
            return (view.Texts["headline.several.start"], view.Texts.Say("headline.several.text", ("areas", view.Join(rising))));
        return view.Convergence(1).All(area => area.SeveralFamiliesRise is null)
            ? (view.Texts["headline.untested.start"], view.Texts["headline.untested.text"])
            : (view.Texts["headline.none.start"], view.Texts["headline.none.text"]);
    }

    private (string Start, string Text) Rise(IGrouping<string, Finding> group)
    {
        var indicator = view.Indicator(group.Key);
        var largest = group.OrderByDescending(finding => finding.AreaLevel).ThenByDescending(finding => finding.Difference?.Points ?? 0).ThenBy(finding => finding.AreaCode, StringComparer.Ordinal).First();
        var areas = group.Where(finding => finding.AreaCode != largest.AreaCode).OrderBy(finding => finding.AreaCode, StringComparer.Ordinal).Select(finding => view.AreaName(finding.AreaCode)).ToList();
        var also = areas.Count == 0 ? "" : view.Texts.Say("headline.also", ("areas", view.Join(areas)));
        return (words.Start(largest), view.Texts.Say("headline.rise",
            ("title", indicator.Title), ("area", view.AreaName(largest.AreaCode)), ("levels", words.Levels(largest, indicator)),
            ("difference", largest.Difference is { } difference ? $" ({words.Difference(difference)})" : ""), ("also", also),
            ("confidence", view.Texts[$"grade.{largest.Grade}.words"])));
    }

    private Finding? First(TrendStatus status) => view.Content.Findings
        .Where(finding => finding.Status == status && finding.AreaLevel <= 1)
        .OrderBy(finding => finding.AreaLevel).ThenBy(finding => finding.Grade).ThenBy(finding => finding.FigureId, StringComparer.Ordinal).FirstOrDefault();
}
