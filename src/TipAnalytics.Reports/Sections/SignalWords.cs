using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>What short products say of the release: where several kinds of signs grow, which, and where it is silent. Nothing of it holds a figure that is not a released one.</summary>
internal static class SignalWords
{
    /// <summary>One sentence without terms of the method.</summary>
    public static string Headline(SectionContext context)
    {
        var areas = context.Headlines.AreasWithSeveralRising();
        if (areas.Count > 0)
            return context.Texts.Say("hct.several", ("areas", context.View.Join(areas)));
        return context.Texts[context.View.Convergence(1).All(area => area.SeveralFamiliesRise is null) ? "hct.untested" : "hct.none"];
    }

    /// <summary>Admin-1 areas in which several families rise by the tested rule, the surest first.</summary>
    public static IReadOnlyList<AreaConvergence> Areas(SectionContext context) =>
        [.. context.View.Convergence(1).Where(area => area.SeveralFamiliesRise == true).OrderBy(area => area.Grade).ThenBy(area => area.AreaCode, StringComparer.Ordinal)];

    /// <summary>Names of families inside a sentence. No «and» before the last: the names have one of their own.</summary>
    public static string Families(SectionContext context, IEnumerable<string> families) => context.View.Comma(families.Distinct()
        .OrderBy(family => Array.IndexOf(ReleaseView.DriverFamilies, family)).Select(family => context.Texts[$"family_in.{family}"]));

    /// <summary>Rises of grade A or B in an area whose two levels are said with different words, the surest first.</summary>
    public static IEnumerable<(Finding Finding, string Before, string After)> Rises(SectionContext context) =>
        context.Headlines.Rises().SelectMany(group => group.Where(finding => finding is { AreaLevel: 1, Before: not null, After: not null })
                .OrderBy(finding => finding.Grade).ThenByDescending(finding => finding.Difference?.Points ?? 0).ThenBy(finding => finding.AreaCode, StringComparer.Ordinal).Take(1))
            .Select(finding => (finding, ShareWords.About(context.View, finding.Before!), ShareWords.About(context.View, finding.After!)))
            .Where(said => said.Item2 != said.Item3);

    /// <summary>Areas from which a source has been silent for two periods or more; where they are many, how many.</summary>
    public static string SilentAreas(SectionContext context)
    {
        var silent = CoverageSection.Runs(context.View).Where(run => run.IsSilent).Select(run => run.AreaCode).Distinct().Order(StringComparer.Ordinal).ToList();
        return silent.Count <= MostNamed
            ? context.View.Join(silent.Select(code => CoverageSection.Named(context, code)))
            : context.Texts.Say("messages.many_areas", ("count", ReleaseView.Number(silent.Count)));
    }

    /// <summary>One sentence: where sources are silent, and that silence is no calm.</summary>
    public static string Silence(SectionContext context) => SilentAreas(context) is { Length: > 0 } areas
        ? context.Texts.Say("messages.silence", ("areas", areas)) : context.Texts["messages.silence_none"];

    private const int MostNamed = 4;
}
