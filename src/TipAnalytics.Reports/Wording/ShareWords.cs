using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Wording;

/// <summary>Shares as they are said: «about one in five».</summary>
internal static class ShareWords
{
    // Per cent of the fractions that people say, each with a text about.p….
    private static readonly int[] Said = [5, 10, 14, 17, 20, 25, 33, 40, 50, 60, 67, 75, 80, 90];

    /// <summary>The nearest fraction; a bound stays a bound.</summary>
    public static string About(ReleaseView view, PrintedLevel level) => level.Bound switch
    {
        ShareBound.Under5 => view.Texts["about.under5"],
        ShareBound.Over95 => view.Texts["about.over95"],
        _ => view.Texts[$"about.p{ReleaseView.Number(Said.MinBy(share => Math.Abs(share - level.Share.Value)))}"],
    };
}
