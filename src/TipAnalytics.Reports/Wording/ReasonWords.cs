using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Wording;

/// <summary>Why a series has no test; of too few periods, how many there are and how many are needed.</summary>
internal static class ReasonWords
{
    public static string Sentence(ReleaseView view, Finding finding) => finding.TooFew is { } few
        ? view.Texts.Say("reason.counted.sentence",
            ("before", view.Count(few.Before, finding.Grain)), ("since", view.Count(few.Since, finding.Grain)), ("needed", ReleaseView.Number(few.Needed)))
        : view.Texts[$"reason.{FindingWords.Key(finding.Reason)}.sentence"];

    /// <summary>In a cell of a table: «2 of 6 quarters since», the side that has fewer.</summary>
    public static string Short(ReleaseView view, Finding finding) => finding.TooFew is { } few
        ? view.Texts.Say(few.Before < few.Since ? "reason.counted.short_before" : "reason.counted.short_since",
            ("found", ReleaseView.Number(Math.Min(few.Before, few.Since))), ("needed", view.Count(few.Needed, finding.Grain)))
        : view.Texts[$"reason.{FindingWords.Key(finding.Reason)}.short"];
}
