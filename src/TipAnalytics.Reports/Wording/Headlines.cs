using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Wording;

/// <summary>The findings of page 1, about admin 1. No single indicator is ever the headline: areas come first in which several families rise, then rises that
/// stand alone, then what looks like a rise and is none, then falls.</summary>
internal sealed class Headlines(ReleaseView view)
{
    /// <summary>Most findings on page 1, and most proxies of an area where levels stand alone.</summary>
    private const int Most = 5;
    private const int MostInShort = 2;

    private readonly FindingWords words = new(view);

    /// <summary>Where several families rise by the tested rule, or that this is not shown or not known.</summary>
    public string Lead()
    {
        var rising = AreasWithSeveralRising();
        if (rising.Count > 0)
            return view.Texts.Say("headline.several", ("areas", view.Join(rising)));
        return view.Texts[view.Convergence(1).All(area => area.SeveralFamiliesRise is null) ? "headline.untested" : "headline.none"];
    }

    /// <summary>At most five findings.</summary>
    /// <param name="hasIntervals">False leaves the levels alone: for readers who have two minutes.</param>
    public IReadOnlyList<(string Start, string Text)> Make(bool hasIntervals = true)
    {
        var several = view.Convergence(1).Where(area => area.SeveralFamiliesRise == true).OrderBy(area => area.Grade).ThenBy(area => area.AreaCode, StringComparer.Ordinal).ToList();
        var alone = Alone([.. several.Select(area => area.AreaCode)], hasIntervals);
        // The difference of an artefact over all points would invite the wrong reading.
        (string Start, string Text)?[] others =
        [
            alone,
            Together("artefact", view.Content.Findings.Where(finding => finding.Status == TrendStatus.ReportingArtefactPossible && finding.AreaLevel <= 1), hasIntervals: false),
            Together("fall", view.Content.Findings.Where(finding => finding.Status is TrendStatus.FallingClear or TrendStatus.FallingProbable && finding.AreaLevel == 1), hasIntervals),
        ];
        var rest = others.Where(line => line is not null).Select(line => line!.Value).ToList();
        var areas = several.Select(area => Area(area, hasIntervals)).Where(line => line is not null).Select(line => line!.Value).Take(Math.Max(1, Most - rest.Count)).ToList();
        if (areas.Count == 0 && alone is null)
            areas.Add((view.Texts["headline.no_rise.start"], view.Texts["headline.no_rise.text"]));
        return [.. areas.Concat(rest).Take(Most)];
    }

    /// <summary>Indicator → its rises of grade A or B, best grade and most areas first; never about a country without an area.</summary>
    public IReadOnlyList<IGrouping<string, Finding>> Rises() =>
        [.. view.Content.Findings
            .Where(finding => finding.AreaLevel <= 1 && IsRise(finding) && finding.Grade is (EvidenceGrade.A or EvidenceGrade.B))
            .GroupBy(finding => finding.IndicatorId)
            .OrderByDescending(group => group.Any(finding => finding.AreaLevel == 1)).ThenBy(group => group.Min(finding => finding.Grade)).ThenByDescending(group => group.Count())
            .ThenByDescending(group => group.Max(finding => finding.Difference?.Points ?? 0)).ThenBy(group => group.Key, StringComparer.Ordinal)];

    public static bool IsRise(Finding finding) => finding.Status is TrendStatus.RisingClear or TrendStatus.RisingProbable;

    /// <summary>Admin-1 areas in which several families rise by the tested rule.</summary>
    public IReadOnlyList<string> AreasWithSeveralRising() => [.. view.Convergence(1).Where(area => area.SeveralFamiliesRise == true).Select(area => view.AreaName(area.AreaCode))];

    // The strongest proxy of each rising family: best grade, then largest difference.
    private (string Start, string Text)? Area(AreaConvergence area, bool hasIntervals)
    {
        var strongest = area.RisingFamilies.OrderBy(family => Array.IndexOf(ReleaseView.DriverFamilies, family))
            .Select(family => Strongest(RisesIn(area.AreaCode).Where(finding => view.Indicator(finding.IndicatorId).Family == family))).OfType<Finding>()
            .Take(hasIntervals ? int.MaxValue : MostInShort).ToList();
        return strongest.Count == 0 ? null : (
            view.Texts.Say("headline.area.start", ("area", view.AreaName(area.AreaCode)), ("families", view.Join(area.RisingFamilies.Select(family => view.Texts[$"family_in.{family}"])))),
            view.Texts.Say("headline.area.text", ("proxies", view.Semicolon(strongest.Select(finding => words.Brief([finding], hasIntervals, BriefLook.InArea)))), ("confidence", view.Texts[$"grade.{area.Grade}.words"])));
    }

    private (string Start, string Text)? Alone(IReadOnlyCollection<string> several, bool hasIntervals)
    {
        var rises = view.Admin1.Where(area => !several.Contains(area.Code))
            .Select(area => Strongest(RisesIn(area.Code).Where(finding => ReleaseView.DriverFamilies.Contains(view.Indicator(finding.IndicatorId).Family)))).OfType<Finding>()
            .OrderByDescending(finding => finding.Difference?.Points ?? 0).ThenBy(finding => finding.FigureId, StringComparer.Ordinal).Take(3).ToList();
        return rises.Count == 0 ? null : (view.Texts["headline.single.start"], view.Texts.Say("headline.single.text",
            ("proxies", Proxies(rises, hasIntervals)), ("confidence", view.Texts["grade.C.words"])));
    }

    private (string Start, string Text)? Together(string kind, IEnumerable<Finding> findings, bool hasIntervals)
    {
        var all = findings.OrderByDescending(finding => finding.AreaLevel).ThenBy(finding => finding.FigureId, StringComparer.Ordinal).Take(3).ToList();
        return all.Count == 0 ? null : (view.Texts[$"headline.{kind}.start"], view.Texts.Say($"headline.{kind}.text", ("proxies", Proxies(all, hasIntervals))));
    }

    private string Proxies(IEnumerable<Finding> findings, bool hasIntervals) =>
        view.Semicolon(findings.GroupBy(finding => finding.IndicatorId).Select(group => words.Brief([.. group], hasIntervals, BriefLook.Listed)));

    private IEnumerable<Finding> RisesIn(string area) => view.Content.Findings.Where(finding => finding.AreaCode == area && IsRise(finding));

    private static Finding? Strongest(IEnumerable<Finding> findings) =>
        findings.OrderBy(finding => finding.Grade).ThenByDescending(finding => finding.Difference?.Points ?? 0).ThenBy(finding => finding.FigureId, StringComparer.Ordinal).FirstOrDefault();
}
