using System.Globalization;
using TipAnalytics.SampleData;

namespace TipAnalytics.Pipeline.Tests.SampleData;

public class PlantedChangeTests
{
    /// <summary>Read straight from the files, without the pipeline: child work among households with a child, LR02 and LR03, before and since the onset.</summary>
    [Fact]
    public void Child_work_rises_in_LR02_and_stays_in_LR03()
    {
        var households = Directory.GetFiles(Path.Combine(SampleFiles.Inbox, "fs-households")).SelectMany(SampleFiles.Rows)
            .Where(row => row["HHHasChild0517"] == "1" && row["SvyDate"].StartsWith("202", StringComparison.Ordinal)).ToList();
        double Share(string area, bool since) => households
            .Where(row => row["ADMIN1Code"] == area && string.CompareOrdinal(row["SvyDate"], "2025") >= 0 == since)
            .Average(row => row["Lcs_crisis_ChildWork"] is "20" or "30" ? 1.0 : 0.0);

        Assert.InRange(Share("LR02", since: false), 0.17, 0.23);
        Assert.InRange(Share("LR02", since: true), 0.33, 0.40);
        Assert.InRange(Share("LR03", since: true) - Share("LR03", since: false), -0.03, 0.03);
    }

    [Fact]
    public void Nothing_arrives_from_the_silent_area_since_October_2025()
    {
        var last = Directory.GetFiles(Path.Combine(SampleFiles.Inbox, "fs-households")).SelectMany(SampleFiles.Rows)
            .Where(row => row["ADMIN2Code"] == "LR0605").Max(row => row["SvyDate"]);

        Assert.True(string.CompareOrdinal(last, "2025-10") < 0, last);
    }

    [Fact]
    public void The_list_of_truths_has_a_row_for_every_planted_change()
    {
        var truths = SampleFiles.Rows(Path.Combine(SampleFiles.SampleData, "lake-region", "planted-truths.csv")).ToList();

        Assert.All(PlantedChanges.All, change => Assert.Contains(truths, truth =>
            truth["indicator"] == change.Indicator && truth["area"] == change.Area && truth["required"] == "yes"
            && truth["direction"] == (change.After > change.Before ? "rise" : "fall")
            && double.Parse(truth["after_share"], CultureInfo.InvariantCulture) == change.After));
    }

    [Fact]
    public void A_balanced_draw_comes_closer_to_the_true_share_than_chance_and_leaves_out_whom_the_question_does_not_concern()
    {
        var units = Enumerable.Range(0, 400).Select(i => new Unit(i)).ToList();
        for (ulong seed = 0; seed < 200; seed++)
        {
            var drawn = BalancedDraw.Of(new SplitMix64(seed), units, unit => $"{unit.Number / 20}", unit => unit.Number < 200 ? 0.25 : double.NaN);

            Assert.All(drawn, unit => Assert.True(unit.Number < 200));
            // 50 expected; half a binomial standard deviation is 3.1.
            Assert.InRange(drawn.Count, 36, 64);
        }
    }

    private sealed record Unit(int Number);
}
