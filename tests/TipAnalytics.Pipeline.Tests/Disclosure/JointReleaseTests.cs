using System.Diagnostics;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using Xunit.Abstractions;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class JointReleaseTests(ITestOutputHelper output)
{
    private static IndicatorTable FourDistricts(long small) => Table(
    [
        Cell("X101", 2, small, 60), Cell("X102", 2, 20, 60), Cell("X103", 2, 25, 70), Cell("X104", 2, 30, 90),
        Cell("X1", 1, small + 75, 280), Cell("X", 0, small + 75, 280),
    ]);

    private static IndicatorHistory Said(params (string Area, long Signal)[] counts) => IndicatorHistory.None with
    {
        External = [.. counts.Select(count => new ExternalStatement("dashboard", count.Area, Quarter, "all", "all", true, count.Signal, count.Signal))],
    };

    [Fact]
    public void What_a_partner_published_hides_a_total_that_would_be_safe_alone()
    {
        Assert.All(Release(FourDistricts(3), Areas(1, 4)).Table.Cells.Where(cell => cell.AreaLevel < 2), cell => Assert.True(IsReleased(cell)));

        var result = Release(FourDistricts(3), Areas(1, 4), history: Said(("X102", 20), ("X103", 25), ("X104", 30)));

        Assert.All(result.Table.Cells.Where(cell => cell.AreaLevel < 2), cell => Assert.False(IsReleased(cell)));
        Assert.Equal(0, result.Audit.Disclosed);
    }

    [Fact]
    public void What_a_partner_disclosed_already_is_withheld_and_noted_and_stops_nothing()
    {
        var result = Release(FourDistricts(3), Areas(1, 4), history: Said(("X101", 3)));

        Assert.False(IsReleased(result.Table.Cells.Single(cell => cell.AreaCode == "X101")));
        Assert.True(IsReleased(result.Table.Cells.Single(cell => cell.AreaCode == "X104")));
        Assert.True(result.Audit.Disclosed > 0);
        Assert.Contains("already disclosed", Assert.Single(result.Audit.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_partner_tells_after_the_release_is_noted_though_nothing_new_is_released()
    {
        var first = Release(FourDistricts(3), Areas(1, 4));
        var after = IndicatorHistory.None.After(first, 1);
        Assert.Equal(0, Release(FourDistricts(3), Areas(1, 4), history: after).Audit.Disclosed);

        var told = new ExternalStatement("dashboard", "X101", Quarter, "all", "all", true, 3, 3);
        var result = Release(FourDistricts(3), Areas(1, 4), history: after with { External = [told with { IsNew = true }] });

        Assert.Equal(first.Table.Cells.Select(IsReleased), result.Table.Cells.Select(IsReleased));
        Assert.Equal(2, result.Audit.Disclosed);
        Assert.Contains("already disclosed by what others published", Assert.Single(result.Audit.Notes), StringComparison.Ordinal);
        Assert.Empty(Release(FourDistricts(3), Areas(1, 4), history: after with { External = [told] }).Audit.Notes);
    }

    [Fact]
    public void What_a_partner_counted_otherwise_or_of_places_unknown_here_is_noted_once()
    {
        ExternalStatement otherwise = new("dashboard", "X104", Quarter, "all", "all", false, 99999, 99999), nowhere = new("dashboard", "X104", new(PeriodGrain.Quarter, 4 * 2031), "all", "all", true, 7, 7);
        IndicatorHistory Told(bool isNew) => IndicatorHistory.None with { External = [otherwise with { IsNew = isNew }, nowhere with { IsNew = isNew }] };

        var notes = Release(FourDistricts(3), Areas(1, 4), history: Told(isNew: true)).Audit.Notes;

        Assert.Contains(notes, note => note.Contains("of no use", StringComparison.Ordinal) && note.EndsWith("dashboard: T-01:X104:2031-Q1:all signal.", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("otherwise than the records", StringComparison.Ordinal) && note.EndsWith("dashboard: T-01:X104:2026-Q2:all base.", StringComparison.Ordinal));
        Assert.Empty(Release(FourDistricts(3), Areas(1, 4), history: Told(isNew: false)).Audit.Notes);
    }

    [Fact]
    public void A_base_that_a_partner_published_gives_away_neither_its_signal_nor_its_rest_unless_it_is_small_itself()
    {
        var all = new[] { ("X101", 60), ("X102", 60), ("X103", 70), ("X104", 90) };
        var bases = IndicatorHistory.None with { External = [.. all.Select(each => new ExternalStatement("dashboard", each.Item1, Quarter, "all", "all", false, each.Item2, each.Item2))] };

        var result = Release(FourDistricts(3), Areas(1, 4), history: bases);

        Assert.Equal(Release(FourDistricts(3), Areas(1, 4)).Table.Cells.Select(IsReleased), result.Table.Cells.Select(IsReleased));
        Assert.Equal(0, result.Audit.Disclosed);
        IndicatorTable tiny = Table([Cell("X101", 2, 1, 4), Cell("X102", 2, 20, 60), Cell("X103", 2, 25, 70), Cell("X1", 1, 46, 134), Cell("X", 0, 46, 134)]);
        Assert.True(Release(tiny, Areas(1, 4), history: bases with { External = [new("dashboard", "X101", Quarter, "all", "all", false, 4, 4)] }).Audit.Disclosed > 0);
    }

    [Fact]
    public void A_threshold_raised_after_a_release_holds_for_what_is_new_and_what_was_told_is_noted()
    {
        var districts = FourDistricts(30) with { Cells = [.. FourDistricts(30).Cells.Where(cell => cell.Level == 2)] };
        var first = Release(districts, Areas(1, 4), threshold: 10);
        Assert.All(first.Table.Cells, cell => Assert.True(IsReleased(cell)));

        var later = Release(FourDistricts(30), Areas(1, 4), threshold: 25, IndicatorHistory.None.After(first, 1));

        Assert.All(later.Table.Cells.Where(cell => cell.AreaLevel == 2), cell => Assert.True(IsReleased(cell)));
        Assert.True(later.Audit.Disclosed > 0);
        Assert.Contains("already disclosed by release 1", Assert.Single(later.Audit.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_releases_that_are_safe_one_by_one_are_recoverable_together_and_with_the_ledger_they_are_not()
    {
        // The first plan shows districts; the second the province. Each alone hides what it must.
        var districts = FourDistricts(3) with { Cells = [.. FourDistricts(3).Cells.Where(cell => cell.Level == 2)] };
        var province = FourDistricts(3) with { Cells = [.. FourDistricts(3).Cells.Where(cell => cell.Level == 1)] };
        var (one, other) = (Release(districts, Areas(1, 4)), Release(province, Areas(1, 4)));
        var withheld = Assert.Single(one.Table.Cells, cell => !IsReleased(cell));
        Assert.Equal(3, Exact(other.Table.Cells.Single())!.Signal - one.Table.Cells.Where(IsReleased).Sum(cell => Exact(cell)!.Signal));
        Assert.Equal("X101", withheld.AreaCode);

        var joint = Release(province, Areas(1, 4), history: IndicatorHistory.None.After(one, 1));

        Assert.False(IsReleased(joint.Table.Cells.Single()));
    }

    [Theory]
    [InlineData("5 7 4", "0-2: 4/0 | 0-1: 1/0 | 1-1: 2/0")]
    [InlineData("3 3", "0-1: 3/0")]
    [InlineData("0 7", "0-1: 0/0 | 1-1: 7/0")]
    [InlineData("7 0 7", "0-2: 0/0 | 0-0: 7/0 | 2-2: 7/0")]
    public void Counts_over_statements_are_cut_into_what_stayed_what_went_and_what_came(string counts, string pieces) =>
        Assert.Equal(pieces, string.Join(" | ", AtomPieces.Of([.. counts.Split(' ').Select(count => (long.Parse(count, System.Globalization.CultureInfo.InvariantCulture), 0L))])
            .Select(piece => $"{piece.From}-{piece.To}: {piece.Signal}/{piece.Rest}")));

    [Fact]
    public void A_combination_that_cannot_be_is_no_cell_and_protects_nothing()
    {
        IndicatorCell[] cells =
        [
            Cell("X", 0, 60, 120), Cell("X", 0, 30, 60, "sex", "female"), Cell("X", 0, 30, 60, "sex", "male"), Cell("X", 0, 0, 0, "sex", "other"),
        ];

        Assert.Contains(Release(Table(cells), Areas(1, 0)).Table.Cells, cell => cell.Category == "other" && cell.Value is Pipeline.Disclosure.Cell.Hidden);
        var released = DisclosureControl.Release(Table(cells), new(5, TieKey, new(Areas(1, 0))) { IsImpossible = categories => categories["sex"] == "other" }).Table.Cells;
        Assert.Equal(["all", "female", "male"], released.Select(cell => cell.Category));
        Assert.All(released, cell => Assert.True(IsReleased(cell)));
    }

    [Fact]
    public void Areas_may_be_asked_for_by_many_indicators_at_once()
    {
        var tree = Areas(40, 50);
        for (var round = 0; round < 20; round++)
        {
            var areas = new AreaVersions(tree);
            Parallel.ForEach(tree.All.Concat(tree.All.Reverse()), area => Assert.Equal(area.Level + 1, areas.Around(area.Code).Count));
        }
    }

    [Fact]
    public void The_age_of_the_ledger_costs_next_to_nothing()
    {
        var (history, times) = (IndicatorHistory.None, new List<double>());
        var quarters = int.Parse(Environment.GetEnvironmentVariable("TIP_LEDGER_RELEASES") ?? "24", System.Globalization.CultureInfo.InvariantCulture);
        for (var quarter = 1; quarter <= quarters; quarter++)
        {
            var table = HouseholdSurvey.Table(1, quarter, 20, 0.3, null, 0, 2);
            var watch = Stopwatch.StartNew();
            var result = Release(table, Areas(2, 5), history: history);
            times.Add(watch.Elapsed.TotalMilliseconds);
            history = history.After(result, quarter);
            Assert.All(result.Fresh.Keys, figure => Assert.Contains(new Period(PeriodGrain.Quarter, 4 * 2023 + quarter - 1).ToString(), figure, StringComparison.Ordinal));
        }

        var early = times.Skip(5).Take(12).Order().ElementAt(6);
        var late = times.TakeLast(12).Order().ElementAt(6);
        output.WriteLine($"median of releases 6–17 {early:0} ms, of the last twelve of {quarters} {late:0} ms: ratio {late / early:0.00}");
    }
}
