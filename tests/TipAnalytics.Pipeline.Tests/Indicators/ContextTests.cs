using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Indicators;

public class ContextTests
{
    private static readonly string[] Functions =
        ["gbv_case_management", "cp_case_management", "clinical_care_rape", "mhpss", "safe_shelter", "legal_aid", "family_tracing", "referral_pathway"];

    [Fact]
    public void The_gap_is_the_share_of_known_functions_that_do_not_function() =>
        Given.Stream("srv", Services(("2025-03", "2025-03", "yes yes yes no no no dont_know dont_know")))
        .ModelShouldBe("srv_gap", """
            period  | known_count | function_count | gap
            2025-03 | 6           | 8              | 0.500000
            """);

    [Fact]
    public void With_fewer_than_six_functions_known_the_gap_is_unknown() =>
        Given.Stream("srv", Services(("2025-03", "2025-03", "yes yes yes no no refused dont_know dont_know")))
        .ModelShouldBe("srv_gap", """
            period  | known_count | gap
            2025-03 | 5           |
            """);

    [Fact]
    public void An_entry_not_confirmed_within_ninety_days_of_the_month_s_end_is_unknown() =>
        Given.Stream("srv", Services(("2025-06", "2025-04", "yes yes yes yes yes yes yes no"), ("2025-07", "2025-04", "yes yes yes yes yes yes yes no")))
        .ModelShouldBe("srv_gap", """
            period  | known_count | gap
            2025-06 | 8           | 0.125000
            2025-07 | 0           |
            """);

    [Fact]
    public void A_quarter_shows_the_services_of_its_last_month()
    {
        var cells = Given.Stream("srv", Services(("2025-02", "2025-02", "no no no no no no no no"), ("2025-03", "2025-03", "yes yes yes yes yes yes yes yes")))
            .Derived((vault, setup) => IndicatorTables.ReadLevels(vault, setup, TestCatalogue.AsOf)).Single(level => level.Indicator.Id == "CX-07").Cells;

        Assert.Equal(new LevelCell("X11", 2, new(PeriodGrain.Quarter, 4 * 2025), 0, 8, 8), cells.Single(cell => cell.AreaCode == "X11" && cell.Value is not null));
        Assert.Equal(3 * 12, cells.Count);
    }

    [Fact]
    public void Each_context_indicator_reads_its_own_scores_and_a_missing_one_is_unknown()
    {
        var setup = TestCatalogue.Operation(scores: [Score("CX-02", "X1", 1), Score("CX-05", "X1", 2), Score("CX-06", "X2", null)]);

        var levels = Given.Stream("srv", "record_id", setup).Derived((vault, given) => IndicatorTables.ReadLevels(vault, given, TestCatalogue.AsOf));

        decimal? Value(string indicator, string area) => levels.Single(level => level.Indicator.Id == indicator).Cells
            .Single(cell => cell.AreaCode == area && cell.Period.ToString() == "2025-Q2").Value;
        Assert.Equal([1, 2, null, null], new[] { Value("CX-02", "X1"), Value("CX-05", "X1"), Value("CX-06", "X1"), Value("CX-06", "X2") });
    }

    private static ContextScore Score(string indicator, string area, int? score) =>
        new() { Indicator = indicator, Area = area, Period = "2025-Q2", Score = score, SourceRef = "R1", Reason = "Test" };

    private static string Services(params (string Period, string Confirmed, string Answers)[] months) =>
        "period | service_function | functioning | updated_month\n" + string.Join('\n', months.SelectMany(month =>
            Functions.Zip(month.Answers.Split(' '), (function, answer) => $"{month.Period} | {function} | {answer} | {month.Confirmed}-01")));
}
