using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using static TipAnalytics.Pipeline.Tests.Trends.TrendTables;

namespace TipAnalytics.Pipeline.Tests.Trends;

public class TrendAnalysisTests
{
    private const string Rise = "20 21 19 20 22 20 19 21  30 31 29 32 30 31";
    private const string Flat = "20 21 19 20 22 20 19 21  20 21 19 22 20 20";
    private const string Fall = "30 31 29 32 30 31 29 30  20 21 19 20 22 20";

    [Fact]
    public void A_rise_at_all_points_and_at_those_that_reported_throughout_is_clear_and_verified()
    {
        var finding = Only([Table("A", Rise, inside: Rise, outside: Rise)], Context(["A"]));
        Assert.Equal((TrendStatus.RisingClear, EffortCheck.Verified, EvidenceGrade.C), (finding.Status, finding.Effort, finding.Grade));
        Assert.Equal((20, 8), (finding.Before!.Share.Value, finding.Before.Periods));
        Assert.Equal((30, 6), (finding.After!.Share.Value, finding.After.Periods));
        Assert.Equal(10, finding.Difference!.Points);
        Assert.InRange(finding.Difference.Low, 1, 9);
        Assert.InRange(finding.Difference.High, 11, 20);
    }

    [Fact]
    public void A_rise_that_the_constant_points_do_not_show_may_be_an_artefact()
    {
        var finding = Only([Table("A", Rise, inside: Flat, outside: Rise)], Context(["A"]));
        Assert.Equal((TrendStatus.ReportingArtefactPossible, EffortCheck.Artefact), (finding.Status, finding.Effort));
    }

    [Fact]
    public void A_fall_that_the_constant_points_do_not_show_may_be_an_artefact_too()
    {
        var finding = Only([Table("A", Fall, inside: Flat, outside: Fall)], Context(["A"]));
        Assert.Equal((TrendStatus.ReportingArtefactPossible, EffortCheck.Artefact), (finding.Status, finding.Effort));
        Assert.Equal(TrendStatus.FallingClear, Only([Table("A", Fall, inside: Fall)], Context(["A"])).Status);
    }

    [Fact]
    public void A_rise_at_constant_points_can_be_hidden_by_a_change_of_points()
    {
        var finding = Only([Table("A", Flat, inside: Rise)], Context(["A"]));
        Assert.Equal((TrendStatus.NoClearChange, EffortCheck.RiseHiddenByChangeOfPoints), (finding.Status, finding.Effort));
    }

    [Fact]
    public void Without_a_readable_panel_effort_stays_unverified_except_in_a_designed_survey()
    {
        Assert.Equal(EffortCheck.Unverified, Only([Table("A", Rise)], Context(["A"])).Effort);
        Assert.Equal(EffortCheck.Unverified, Only([Table("A", Rise, inside: "x" + Rise[2..])], Context(["A"])).Effort);
        Assert.Equal(EffortCheck.NotNeeded, Only([Table("A", Rise)], Context(["A"], "fs_hh")).Effort);
    }

    [Fact]
    public void No_clear_change_comes_with_the_smallest_rise_that_would_have_been_seen()
    {
        var finding = Only([Table("A", Flat, inside: Flat)], Context(["A"]));
        Assert.Equal(TrendStatus.NoClearChange, finding.Status);
        Assert.InRange(finding.SmallestVisibleRise!.Value, 1, 10);
    }

    [Fact]
    public void A_hidden_quarter_withholds_the_series_and_a_quarter_without_data_is_a_gap()
    {
        var hidden = Only([Table("A", "20 21 19 x 22 20 19 21  30 31 29 32 30 31")], Context(["A"]));
        Assert.Equal((TrendStatus.Withheld, EvidenceGrade.D), (hidden.Status, hidden.Grade));
        Assert.Null(hidden.Before);
        var gap = Only([Table("A", "- 21 19 20 22 20 19 21  30 31 29 32 30 31")], Context(["A"]));
        Assert.Equal((TrendStatus.RisingClear, 7), (gap.Status, gap.Before!.Periods));
    }

    [Fact]
    public void Cells_withheld_for_imprecision_alone_may_enter_the_series()
    {
        var table = Table("A", Rise);
        var cells = table.Cells.Select((cell, i) => i == 3 ? cell with { Value = new Cell.Hidden { Exact = ((Cell.Shown)cell.Value).Exact } } : cell);
        var released = new ReleasedTable("A", "", PeriodGrain.Quarter, [.. cells]);
        Assert.Equal(TrendStatus.RisingClear, Only([released], Context(["A"])).Status);
    }

    [Fact]
    public void Months_with_a_hidden_one_are_read_by_quarter()
    {
        var months = string.Join(' ', Enumerable.Range(0, 42).Select(i => i == 30 ? "x" : i < 24 ? "20" : "30"));
        var table = new ReleasedTable("A", "", PeriodGrain.Month,
        [
            .. Cells("A", months, "all", "all", "LR01", 400, PeriodGrain.Month),
            .. Cells("A", Rise, "all", "all", "LR01", 1200),
        ]);
        var finding = Only([table], Context(["A"]));
        Assert.Equal((PeriodGrain.Quarter, TrendStatus.RisingClear), (finding.Grain, finding.Status));
    }

    [Fact]
    public void Too_few_quarters_are_a_result_with_levels_and_without_a_test()
    {
        var finding = Only([Table("A", "20 21 19 20 22 20 19 21  30 31 29 - - 31")], Context(["A"]));
        Assert.Equal((TrendStatus.InsufficientData, InsufficientReason.TooFewPeriods, EvidenceGrade.D), (finding.Status, finding.Reason, finding.Grade));
        Assert.NotNull(finding.Before);
        Assert.Null(finding.Difference);
        Assert.True(double.IsNaN(finding.PUp));
        Assert.Equal(new PeriodCount(8, 4, 6), finding.TooFew);
    }

    [Fact]
    public void Periods_that_are_there_with_too_small_a_base_are_not_counted_as_missing()
    {
        var quarters = Cells("A", "20 21 19 20 22 20 19 21  30 31 29 30 30 31", "all", "all", "LR01", 40).ToList();
        var thin = quarters.Select((cell, at) => at % 2 == 0 ? Cells("A", "20 21 19 20 22 20 19 21  30 31 29 30 30 31", "all", "all", "LR01", 10).ElementAt(at) : cell);
        var finding = Only([new ReleasedTable("A", "", PeriodGrain.Quarter, [.. thin])], Context(["A"]));
        Assert.Equal((InsufficientReason.TooFewPeriods, new PeriodCount(4, 3, 6)), (finding.Reason, finding.TooFew));
        Assert.Null(Only([Table("A", Rise)], Context(["A"])).TooFew);
    }

    [Fact]
    public void A_series_without_any_record_says_that_nothing_was_received() =>
        Assert.Equal(InsufficientReason.NoData, Only([Table("A", string.Join(' ', Enumerable.Repeat("-", 14)))], Context(["A"])).Reason);

    [Fact]
    public void Equal_values_throughout_are_no_change_observed() =>
        Assert.Equal(TrendStatus.Constant, Only([Table("A", string.Join(' ', Enumerable.Repeat("25", 14)))], Context(["A"])).Status);

    [Fact]
    public void Periods_across_a_series_break_are_not_compared()
    {
        SeriesBreak At(int year, int month) => new("A", "Household interviews", new(PeriodGrain.Month, 12L * year + month - 1), "new wording");
        var inTheWay = Only([Table("A", Rise)], Context(["A"], breaks: [At(2025, 1)]));
        Assert.Equal((TrendStatus.NotComparable, EvidenceGrade.D), (inTheWay.Status, inTheWay.Grade));
        Assert.Null(inTheWay.Before);

        var early = Only([Table("A", "60 61 " + Rise[6..])], Context(["A"], breaks: [At(2023, 7)]));
        Assert.Equal((TrendStatus.RisingClear, 6), (early.Status, early.Before!.Periods));
        Assert.Equal("2023-07", early.BreakFrom.ToString());
    }

    [Fact]
    public void An_area_that_the_crisis_reached_later_is_compared_from_its_own_onset()
    {
        // Rises from 2025-Q3 on: eight quarters and two of no rise before it, four since.
        const string Later = "20 21 19 20 22 20 19 21  20 21  30 31 29 32";
        var context = Context(["A"]) with { AreaOnsets = new Dictionary<string, DateOnly> { ["LR01"] = new(2025, 7, 1) } };
        Assert.Equal(InsufficientReason.TooFewPeriods, Only([Table("A", Later)], context).Reason);
        var longer = context with { LastMonth = new(PeriodGrain.Month, 12 * 2026 + 11) };
        var finding = Only([Table("A", Later + " 30 31")], longer);
        Assert.Equal((TrendStatus.RisingClear, 8, 6), (finding.Status, finding.Before!.Periods, finding.After!.Periods));
    }

    [Theory]
    [InlineData(BreakKind.PartnerJoined, Cautions.PartnersChanged)]
    [InlineData(BreakKind.PartnerLeft, Cautions.PartnersChanged)]
    [InlineData(BreakKind.Access, Cautions.AccessChanged)]
    public void A_change_of_partners_or_access_is_compared_across_and_said(BreakKind kind, Cautions caution)
    {
        SeriesBreak At(string? area) => new("A", "Household interviews", new(PeriodGrain.Month, 12L * 2025 + 3), "changed") { Kind = kind, AreaCode = area };
        var finding = Only([Table("A", Rise)], Context(["A"], breaks: [At("LR01")]));
        Assert.Equal(TrendStatus.RisingClear, finding.Status);
        Assert.True(finding.Flags.HasFlag(caution));
        Assert.Equal(Cautions.None, Only([Table("A", Rise)], Context(["A"])).Flags & caution);
    }

    [Fact]
    public void A_break_in_another_area_does_not_concern_this_one()
    {
        var context = Context(["A"], breaks: [new("A", "", new(PeriodGrain.Month, 12L * 2025), "new wording") { AreaCode = "LR02" }]) with
        {
            Areas = new AreaTree([new("LR", "Lake Region", 0, null), new("LR01", "North", 1, "LR"), new("LR02", "South", 1, "LR")]),
        };
        Assert.Equal(TrendStatus.RisingClear, Only([Table("A", Rise)], context).Status);
        Assert.Equal(TrendStatus.NotComparable, Only([Table("A", Rise, area: "LR02")], context).Status);
    }

    [Fact]
    public void A_boundary_stops_the_area_it_changed_and_not_the_one_around_it()
    {
        SeriesBreak At(string area) => new("A", "", new(PeriodGrain.Month, 12L * 2025), "Law 7") { Kind = BreakKind.Boundary, AreaCode = area };
        Assert.Equal(TrendStatus.NotComparable, Only([Table("A", Rise)], Context(["A"], breaks: [At("LR01")])).Status);
        var inside = Context(["A"], breaks: [At("LR0101")]) with
        {
            Areas = new AreaTree([new("LR", "Lake Region", 0, null), new("LR01", "North", 1, "LR"), new("LR0101", "Bay", 2, "LR01")]),
        };
        Assert.Equal(TrendStatus.RisingClear, Only([Table("A", Rise)], inside).Status);
    }

    [Fact]
    public void A_baseline_that_was_already_rising_is_said_beside_the_rise()
    {
        var finding = Only([Table("A", "10 12 14 16 18 20 22 24  30 32 34 36 38 40")], Context(["A"]) with { LastMonth = new(PeriodGrain.Month, 12 * 2026 + 11) });
        Assert.False(finding.Flags.HasFlag(Cautions.RisingBefore));
        var longer = Only([Table("A", "10 12 14 16 18 20 22 24  30 32 34 36 38 40 41 43")], Context(["A"]) with { LastMonth = new(PeriodGrain.Month, 12 * 2026 + 11) });
        Assert.True(longer.Flags.HasFlag(Cautions.RisingBefore));
    }

    [Fact]
    public void A_series_too_short_for_a_test_gives_its_first_and_last_value()
    {
        var finding = Only([Table("A", "20 21 19 20 22 20 19 21  30 31 33")], Context(["A"]));
        Assert.Equal(TrendStatus.InsufficientData, finding.Status);
        Assert.Equal(("2023-Q1", 20, "2025-Q3", 33, 11), (
            finding.Snapshots!.FirstPeriod.ToString(), finding.Snapshots.First.Share.Value, finding.Snapshots.LastPeriod.ToString(), finding.Snapshots.Last.Share.Value,
            finding.Snapshots.Periods));
        Assert.Equal(13, finding.Snapshots.Difference!.Points);
        Assert.Null(Only([Table("A", Rise)], Context(["A"])).Snapshots);
    }

    [Fact]
    public void The_family_of_tests_leaves_gated_series_out()
    {
        var result = TrendAnalysis.Analyse([Table("A", Rise), Table("B", "20 x 20"), Table("C", Flat)], Context(["A", "B", "C"]));
        Assert.Equal(3, result.Findings.Count);
        Assert.Equal(new TestFamily(1, 2, 1, 0, 1), Assert.Single(result.Families));
    }

    [Fact]
    public void Several_families_that_rise_are_convergence_and_one_is_not()
    {
        var ids = FamilyNames;
        AreaConvergence Of(params string[] shares) => TrendAnalysis.Analyse(
            [.. ids.Zip(shares).Select(pair => Table(pair.First, pair.Second, inside: pair.Second))], Context(ids, family: id => id))
            .Convergence.Single(area => area.AreaCode == "LR01");

        var one = Of(Rise, Flat, Flat, Flat, Flat);
        Assert.Equal((false, EvidenceGrade.C), (one.SeveralFamiliesRise!.Value, one.Grade));
        var two = Of(Rise, Rise, Flat, Flat, Flat);
        Assert.Equal((true, false, EvidenceGrade.B), (two.SeveralFamiliesRise!.Value, two.MostFamiliesRise!.Value, two.Grade));
        var three = Of(Rise, Rise, Rise, Flat, Flat);
        Assert.Equal((true, EvidenceGrade.A), (three.MostFamiliesRise!.Value, three.Grade));
        var mixed = Of(Rise, Rise, Rise, Flat, Fall);
        Assert.Equal((true, false, true), (mixed.SeveralFamiliesRise!.Value, mixed.MostFamiliesRise!.Value, mixed.IsMixed));
    }

    [Fact]
    public void Fewer_than_three_families_give_no_answer_about_several()
    {
        var result = TrendAnalysis.Analyse(
            [Table("children", Rise, inside: Rise), Table("work", Rise, inside: Rise)], Context(["children", "work"], family: id => id));
        Assert.Null(result.Convergence.Single(area => area.AreaCode == "LR01").SeveralFamiliesRise);
    }

    [Fact]
    public void A_family_is_elevated_by_two_of_its_own_released_values_and_unknown_below_two()
    {
        var result = TrendAnalysis.Analyse(
            [Table("A", Rise), Table("B", Rise), Table("C", Flat), Table("D", "20 x x")],
            Context(["A", "B", "C", "D"], family: id => id == "D" ? "work" : "children"));
        var area = result.Convergence.Single(convergence => convergence.AreaCode == "LR01");
        Assert.Equal((FamilyState.Elevated, FamilyState.Unknown), (area.Families["children"], area.Families["work"]));
        Assert.Equal((1, 1, "2026-Q2"), (area.Elevated, area.Known, area.Period.ToString()));
        Assert.Equal(FamilyState.Unknown, result.Convergence.Single(convergence => convergence.AreaCode == "LR").Families["children"]);
    }

    [Fact]
    public void Context_scores_count_as_a_level_and_never_as_a_test()
    {
        var context = Context(["CX-02", "CX-05"], elevatedFrom: 2, family: _ => "context");
        ReleasedTable Scores(string id, decimal score) => new(id, "", PeriodGrain.Quarter,
            [new($"{id}:LR01:2026-Q1", "LR01", 1, new(PeriodGrain.Quarter, 4 * 2026), "all", "all", new Cell.Level(score, null, null))]);
        var area = TrendAnalysis.Analyse([Scores("CX-02", 2), Scores("CX-05", 2)], context).Convergence.Single(c => c.AreaCode == "LR01");
        Assert.Equal((FamilyState.Elevated, null), (area.Families["context"], area.SeveralFamiliesRise));
    }

    [Fact]
    public void The_order_of_tables_and_cells_changes_nothing() =>
        Gen.Int[0, 1000].Sample(seed =>
        {
            var random = new Random(seed);
            ReleasedTable[] tables = [Table("A", Rise, inside: Rise, outside: Flat), Table("B", Fall), Table("C", Flat)];
            var context = Context(["A", "B", "C"]);
            ReleasedTable[] shuffled = [.. tables.OrderBy(_ => random.Next()).Select(table =>
                new ReleasedTable(table.IndicatorId, "", table.Grain, [.. table.Cells.OrderBy(_ => random.Next())]) { PanelCells = table.PanelCells })];
            Assert.Equal(TrendAnalysis.Analyse(tables, context).Findings, TrendAnalysis.Analyse(shuffled, context).Findings);
        }, iter: 30);

    private static Finding Only(IReadOnlyList<ReleasedTable> tables, TrendContext context) =>
        Assert.Single(TrendAnalysis.Analyse(tables, context).Findings);
}
