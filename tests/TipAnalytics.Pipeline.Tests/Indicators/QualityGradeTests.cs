using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>One aspect at a time takes a letter down; a withheld figure takes the grade away.</summary>
public class QualityGradeTests
{
    private static readonly DateOnly AsOf = TestCatalogue.AsOf;

    [Fact]
    public void A_weighted_survey_that_is_answered_complete_and_large_is_an_A() => Assert.Equal("A None", Grade());

    [Theory]
    [InlineData(0.89, 0, 0, "B FewAnswered")]
    [InlineData(0.79, 0, 0, "C FewAnswered")]
    [InlineData(0.59, 0, 0, "D FewAnswered")]
    [InlineData(0.95, 0.06, 0, "B Flagged")]
    [InlineData(0.95, 0.30, 0.2, "D Flagged, NearDuplicates")]
    [InlineData(0.95, 0.05, 0.02, "B NearDuplicates")]
    public void The_worst_aspect_decides(double answered, double flagged, double copies, string grade) => Assert.Equal(grade, Grade(response: new("EC-01", "X1", answered, flagged, copies)));

    [Theory]
    [InlineData(100, true, "A None")]
    [InlineData(50, true, "B SmallBase")]
    [InlineData(30, true, "C SmallBase")]
    [InlineData(20, true, "NotGraded SmallBase")]
    [InlineData(100, false, "B NotRepresentative")]
    public void Base_and_weights_take_it_down(int low, bool isWeighted, string grade) => Assert.Equal(grade, Grade(cells: [Shown(low)], isWeighted: isWeighted));

    [Fact]
    public void An_area_with_a_withheld_figure_or_none_is_not_graded()
    {
        Assert.Equal("NotGraded Withheld", Grade(cells: [Shown(100), new Cell.Hidden()]));
        Assert.Equal("NotGraded NoData", Grade(cells: [new Cell.NoData()]));
    }

    [Theory]
    [InlineData("received received received missing", "B Incomplete")]
    [InlineData("received received silent missing", "C Incomplete")]
    [InlineData("received not_expected not_expected received", "A None")]
    public void Expected_periods_that_did_not_come_take_it_down(string states, string grade) => Assert.Equal(grade, Grade(states: states.Split(' ')));

    [Fact]
    public void Answers_flags_and_copies_are_read_from_the_last_twelve_months_under_every_level()
    {
        var coping = string.Join(' ', Enumerable.Range(0, 14).Select(i => $"stress.slot{i}:used").Append("stress.saving:used"));
        var quality = Given.Stream("fs_hh", $"""
                period  | area | has_child | coping                              | content
                2023-03 | X11  | no        | crisis.child_work:used              | a
                2025-03 | X11  | no        | crisis.child_work:used              | b
                2025-03 | X11  | yes       | crisis.child_work:used              | c
                2025-03 | X12  | yes       | {coping} | d
                2025-03 | X12  | yes       | {coping} | d
                """)
            .Indicator("EC-01").Derived((vault, setup) => ResponseQuality.Read(vault, setup, AsOf));
        Assert.Equal(["X 1 0.25 0.5", "X1 1 0.25 0.5", "X11 1 0.5 0", "X12 1 0 0.5"], quality.Select(row => FormattableString.Invariant($"{row.AreaCode} {row.Answered} {row.Flagged} {row.NearDuplicates}")));
    }

    private static Cell.Shown Shown(int low) => new(new(10), new(5), new(15), ShareBound.Exact, new(low, null), true, new(0, 0, 0, 0));

    private static string Grade(Cell[]? cells = null, ResponseQuality? response = null, string[]? states = null, bool isWeighted = true)
    {
        var quarter = Period.Containing(new(2025, 3, 1), PeriodGrain.Quarter);
        var released = (cells ?? [Shown(100)]).Select((cell, at) => new ReleasedCell($"{at}", "X1", 1, quarter with { Index = quarter.Index + at }, "all", "all", cell));
        var coverage = (states ?? ["received"]).Select((state, at) => new CoverageLine("fs_hh", "", "X11", 2, quarter with { Index = quarter.Index + at }, state));
        var grade = Assert.Single(QualityGrades.Of(
            TestCatalogue.Operation(only: "EC-01", weighted: isWeighted ? ["fs_hh"] : []), [new ReleasedTable("EC-01", "", PeriodGrain.Quarter, [.. released])], [response ?? new("EC-01", "X1", 0.95, 0, 0)], [.. coverage], [], AsOf));
        return $"{grade.Letter} {grade.Reasons}";
    }
}
