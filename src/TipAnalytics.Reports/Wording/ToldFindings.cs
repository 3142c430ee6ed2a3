using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Wording;

/// <summary>What is told of an indicator in the text: one item for each kind of finding, with every printed area; what is not clear stays in the table.</summary>
internal sealed class ToldFindings(ReleaseView view)
{
    private readonly FindingWords words = new(view);

    // Cautions that belong to one finding. Coverage is a matter of the source and said once, with the sources.
    private static readonly Cautions[] Own = [Cautions.SeasonalRisk, Cautions.UnstableBaseline, Cautions.StrongCarryOver, Cautions.ShortSeries, Cautions.Composition,
        Cautions.RisingBefore, Cautions.PartnersChanged, Cautions.AccessChanged];

    public IEnumerable<(string Start, string Text)> Of(IndicatorInfo indicator)
    {
        var findings = view.PrintedAreas.Select(area => view.FindingFor(indicator.Id, area.Code)).OfType<Finding>().OrderByDescending(finding => finding.AreaLevel)
            .ThenByDescending(finding => Math.Abs(finding.Difference?.Points ?? 0)).ThenBy(finding => finding.AreaCode, StringComparer.Ordinal).ToList();
        foreach (var group in findings.Where(finding => IsTold(finding.Status)).GroupBy(finding => finding.Status).OrderBy(group => Rank(group.Key)))
        {
            var status = FindingWords.Key(group.Key);
            yield return (
                view.Texts.Say("told.start", ("symbol", view.Texts[$"status.{status}.symbol"]), ("word", view.Texts[$"status.{status}.word"]), ("title", indicator.Title), ("id", indicator.Id)),
                Text(indicator, group.Key, [.. group], findings));
        }
    }

    public static bool IsTold(TrendStatus status) =>
        status is not (TrendStatus.NoClearChange or TrendStatus.Constant or TrendStatus.InsufficientData or TrendStatus.Withheld);

    public static int Rank(TrendStatus status) => status switch
    {
        TrendStatus.RisingClear => 0,
        TrendStatus.RisingProbable => 1,
        TrendStatus.ReportingArtefactPossible => 2,
        TrendStatus.NotComparable => 3,
        TrendStatus.FallingClear => 4,
        TrendStatus.FallingProbable => 5,
        _ => 6,
    };

    private string Text(IndicatorInfo indicator, TrendStatus status, List<Finding> told, List<Finding> all)
    {
        if (status == TrendStatus.NotComparable)
            return view.Texts.Say("told.not_comparable", ("break", words.Break(told[0], indicator)),
                ("areas", told.Count == all.Count ? view.Texts["told.everywhere"] : view.Join(told.Select(finding => view.AreaName(finding.AreaCode)))));
        var areas = view.Semicolon(told.Select(finding =>
            status == TrendStatus.ReportingArtefactPossible ? Artefact(finding) : finding.AreaLevel == 0 && told.Count > 1 ? Country(finding) : Place(finding)));
        var text = view.Texts.Say("told.text", ("unit", words.Unit(indicator)), ("areas", areas));
        return status switch
        {
            TrendStatus.ReportingArtefactPossible => $"{text} {words.Points(indicator)}{view.Texts["told.artefact_end"]}",
            TrendStatus.FallingClear or TrendStatus.FallingProbable => $"{text} {view.Texts["told.fall_end"]}",
            _ => text,
        };
    }

    private string Place(Finding finding) => view.Texts.Say("told.place",
        ("area", view.AreaName(finding.AreaCode)), ("before", words.Level(finding.Before)), ("after", words.Level(finding.After)),
        ("details", view.Semicolon(
        [
            finding.Difference is { } difference ? words.Short(difference) : view.Texts["levels.hidden"], view.Texts.Say("told.base", ("base", words.Base(finding))),
            view.Texts.Say("told.grade", ("grade", view.Texts[$"grade.{finding.Grade}.letter"])), .. Notes(finding),
        ])));

    // The country follows from its areas: no more than level and difference.
    private string Country(Finding finding) => view.Texts.Say("told.country",
        ("area", view.AreaName(finding.AreaCode)), ("before", words.Level(finding.Before)), ("after", words.Level(finding.After)),
        ("difference", finding.Difference is { } difference ? words.Short(difference) : view.Texts["levels.hidden"]));

    private string Artefact(Finding finding) => view.Texts.Say("told.artefact",
        ("area", view.AreaName(finding.AreaCode)), ("before", words.Level(finding.Before)), ("after", words.Level(finding.After)),
        ("panel", finding.PanelDifference is { } panel ? words.Short(panel) : view.Texts["levels.hidden"]));

    private IEnumerable<string> Notes(Finding finding)
    {
        switch (finding.Effort)
        {
            case EffortCheck.Verified:
                yield return finding.PanelDifference is { } panel ? view.Texts.Say($"told.{FindingWords.EffortKey(finding)}", ("panel", words.Short(panel))) : view.Texts["told.verified_hidden"];
                break;
            case EffortCheck.Unverified:
                yield return view.Texts["told.unverified"];
                break;
            case EffortCheck.RiseHiddenByChangeOfPoints:
                yield return view.Texts["told.hidden_rise"];
                break;
        }
        if (finding.Direction is WindowDirection.StillRising or WindowDirection.StillFalling)
            yield return view.Texts[$"told.{FindingWords.Key(finding.Direction)}"];
        foreach (var caution in Own.Where(caution => finding.Flags.HasFlag(caution)))
            yield return view.Texts[$"told.{FindingWords.Key(caution)}"];
    }
}
