using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using Xunit.Abstractions;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class WeightedShareTests(ITestOutputHelper output)
{
    // One household of X102 stands for as many people as several of X101.
    private static IndicatorTable TwoDistricts(double weight) => Table(
    [
        Cell("X101", 2, 3, 60).Weighted(3, 57),
        Cell("X102", 2, 20, 60).Weighted(20 * weight, 40 * weight),
        Cell("X1", 1, 23, 120).Weighted(3 + 20 * weight, 57 + 40 * weight),
        Cell("X", 0, 23, 120).Weighted(3 + 20 * weight, 57 + 40 * weight),
    ]);

    private static (double Low, double High) Bounds(ReleasedTable table, double weight)
    {
        using var attacker = new Attacker(table, Areas(1, 2), exact => exact.Signal);
        attacker.ReadWeights(at => at.AreaCode == "X101" ? 1 : weight, _ => 57 + 40 * weight, isSignal: true);
        return attacker.Bounds(attacker.Withheld.First(index => attacker[index].AreaCode == "X101"));
    }

    [Fact]
    public void A_weighted_share_that_would_give_away_a_part_is_not_printed()
    {
        var table = Release(TwoDistricts(9), Areas(1, 2)).Table;

        Assert.All(table.Cells.Where(cell => cell.AreaLevel < 2), cell => Assert.False(Assert.IsType<Cell.Shown>(cell.Value).IsWeighted));
        Assert.True(Bounds(table, 9) is (< 1e-6, >= 5));

        // Had it been printed: 31 % for 183 of 600.
        var naive = new ReleasedTable("T-01", "h", table.Grain, [.. table.Cells.Select(cell => cell.Value is Cell.Shown shown && cell.AreaLevel == 1
            ? cell with { Value = shown with { Share = new(31), IsWeighted = true } } : cell)]);
        Assert.True(Bounds(naive, 9) is (> 1, < 4));
    }

    [Fact]
    public void A_series_that_is_unweighted_in_one_quarter_is_so_in_all()
    {
        var before = new Period(PeriodGrain.Quarter, Quarter.Index - 1);
        IndicatorCell[] whole =
        [
            Cell("X101", 2, 25, 60, period: before).Weighted(25, 35), Cell("X102", 2, 20, 60, period: before).Weighted(180, 360),
            Cell("X1", 1, 45, 120, period: before).Weighted(205, 395), Cell("X", 0, 45, 120, period: before).Weighted(205, 395),
        ];

        var cells = Release(Table([.. TwoDistricts(9).Cells, .. whole]), Areas(1, 2)).Table.Cells;

        Assert.All(cells.Where(cell => cell.AreaLevel < 2), cell => Assert.False(Assert.IsType<Cell.Shown>(cell.Value).IsWeighted));
        Assert.All(cells.Where(cell => cell.AreaLevel == 2 && cell.Period == before), cell => Assert.True(Assert.IsType<Cell.Shown>(cell.Value).IsWeighted));
    }

    [Fact]
    public void Weights_that_hardly_differ_give_nothing_away()
    {
        var table = Release(TwoDistricts(1.1), Areas(1, 2)).Table;

        Assert.All(table.Cells.Where(cell => cell.AreaLevel < 2), cell => Assert.True(Assert.IsType<Cell.Shown>(cell.Value).IsWeighted));
        Assert.True(Bounds(table, 1.1) is (< 1e-6, >= 5));
    }

    // A share is printed without weights where a reader who knows the weights could tell a part from it, and then in every quarter of its series. The rarer the signal, the more often.
    [Theory]
    [InlineData(60, 0.3, 0.75, 0.97)]
    [InlineData(60, 0.15, 0.4, 0.92)]
    public void Shares_of_a_household_survey_stay_weighted_for_the_country_and_for_most_areas(int interviews, double share, double weighted, double kept)
    {
        Release(HouseholdSurvey.Table(2, 2, interviews, share, 0.2, 1), Areas(6, 5));
        var plain = Timed(HouseholdSurvey.Table(1, 14, interviews, share, null, 1));
        var (released, audit) = Timed(HouseholdSurvey.Table(1, 14, interviews, share, 0.2, 1));

        foreach (var shape in released.Cells.GroupBy(cell => (cell.AreaLevel, cell.Split)))
            output.WriteLine($"{shape.Key}: {shape.Count(IsReleased)} of {shape.Count()}, unweighted {shape.Count(cell => cell.Value is Cell.Shown { IsWeighted: false })}");
        var shown = released.Cells.Where(cell => cell.AreaLevel < 2 && cell.Value is Cell.Shown).Select(cell => (cell.AreaLevel, cell.Split, ((Cell.Shown)cell.Value).IsWeighted)).ToList();
        var people = shown.Where(cell => cell.Split == IndicatorCell.All).ToList();
        Assert.All(people.Where(cell => cell.AreaLevel == 0), cell => Assert.True(cell.IsWeighted));
        Assert.True(people.Count(cell => cell.IsWeighted) > 0.7 * people.Count);
        Assert.True(shown.Count(cell => cell.IsWeighted) > weighted * shown.Count, $"{shown.Count(cell => cell.IsWeighted)} of {shown.Count} weighted");
        Assert.True(audit.CellsPublished > kept * plain.Audit.CellsPublished);
    }

    [Theory]
    [InlineData(0.0, ShareBound.Under5, 5)]
    [InlineData(0.05, ShareBound.Exact, 5)]
    [InlineData(0.345, ShareBound.Exact, 35)]
    [InlineData(0.951, ShareBound.Over95, 95)]
    public void A_printed_share_is_taken_for_every_share_that_prints_like_it(double share, ShareBound bound, int percent)
    {
        var printed = PrintedShare.Of(share);
        var (low, high) = printed.Range;

        Assert.Equal(new PrintedShare(bound, percent), printed);
        Assert.InRange(share, low - 1e-12, high + 1e-12);
        Assert.All(Enumerable.Range(1, 99), at => Assert.Equal(printed, PrintedShare.Of(low + at * (high - low) / 100)));
        Assert.True(low == 0 || PrintedShare.Of(low - 1e-9) != printed);
        Assert.True(high == 1 || PrintedShare.Of(high + 1e-9) != printed);
    }

    private DisclosureResult Timed(IndicatorTable table)
    {
        var before = Environment.CpuUsage.TotalTime;
        var result = Release(table, Areas(6, 5));
        output.WriteLine($"{(Environment.CpuUsage.TotalTime - before).TotalMilliseconds:0} ms of processor time; {result.Audit}");
        return result;
    }
}
