using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>The shipped rules, each on a record it is about and on one it is not.</summary>
public class QualityRuleFileTests
{
    private const string Rcsi = "rcsi_less_quality, rcsi_borrow, rcsi_meal_size, rcsi_meal_adult, rcsi_meal_number";
    private const string Fcs = "fcs_staples, fcs_pulses, fcs_dairy, fcs_protein, fcs_vegetables, fcs_fruit, fcs_fat, fcs_sugar";

    [Theory]
    [InlineData("rcsi_all_equal", "fs_hh", Rcsi, "3, 3, 3, 3, 3", "0, 0, 0, 0, 0")]
    [InlineData("rcsi_all_equal", "msna_hh", Rcsi, "7, 7, 7, 7, 7", "7, 7, 7, 7, 6")]
    [InlineData("rcsi_extreme", "fs_hh", Rcsi, "1, 1, 0, 0, 0", "2, 1, 0, 0, 0")]
    [InlineData("rcsi_extreme", "msna_hh", Rcsi, "7, 7, 7, 4, 2", "7, 7, 7, 4, 1")]
    [InlineData("child_strategies_without_children", "fs_hh", "has_child, coping", "'no', 'crisis.child_work:exhausted em.begged:no_need'", "'yes', 'crisis.child_work:used'")]
    [InlineData("child_strategies_without_children", "fs_hh", "has_child, coping", "'no', 'em.marriage:used'", "'no', 'crisis.child_work:no_need stress.saving:used'")]
    [InlineData("begging_not_applicable_or_exhausted", "fs_hh", "coping", "'em.begged:not_applicable'", "'em.begged:used stress.saving:exhausted'")]
    [InlineData("begging_not_applicable_or_exhausted", "fs_hh", "coping", "'crisis.health:used em.begged:exhausted'", "null")]
    [InlineData("strategy_not_exhaustible", "fs_hh", "coping", "'stress.borrow_cash:exhausted'", "'stress.borrow_cash:used'")]
    [InlineData("three_strategies_not_applicable", "msna_hh", "coping", "'a.b:not_applicable a.c:not_applicable a.d:not_applicable'", "'a.b:not_applicable a.c:not_applicable a.d:used'")]
    [InlineData("adults_ate_less_without_children", "fs_hh", "has_child, rcsi_meal_adult", "'no', 1", "'no', 0")]
    [InlineData("poor_consumption_without_coping", "fs_hh", Rcsi + ", " + Fcs, "0, 0, 0, 0, 0, 7, 1, 0, 0, 4, 0, 0, 0", "1, 0, 0, 0, 0, 7, 1, 0, 0, 4, 0, 0, 0")]
    [InlineData("good_consumption_with_extreme_coping", "fs_hh", Rcsi + ", " + Fcs, "7, 7, 7, 6, 6, 7, 7, 0, 1, 0, 0, 0, 0", "7, 7, 7, 6, 6, 7, 7, 0, 0, 0, 0, 0, 0")]
    [InlineData("consumption_extreme", "fs_hh", Fcs, "6, 0, 0, 0, 1, 0, 0, 0", "7, 0, 0, 0, 0, 0, 0, 0")]
    [InlineData("no_answer_beside_answers", "msna_hh", "child_away_reason", "'dont_know left_employment'", "'dont_know'")]
    [InlineData("no_answer_beside_answers", "pm_hh", "child_away_reason", "'left_study refused'", "'left_married left_study'")]
    [InlineData("reason_without_child_away", "pm_hh", "child_away, child_away_reason", "'no', 'left_study'", "'no', ''")]
    [InlineData("end_before_start", "pm_ki", "minutes", "-1", "0")]
    [InlineData("interview_very_short", "fs_hh", "minutes", "4", "5")]
    [InlineData("interview_very_long", "fs_hh", "minutes", "241", "240")]
    [InlineData("incident_after_interview", "gbv_ir", "minutes", "-1440", "0")]
    public void A_rule_holds_for_what_it_is_about_only(string id, string stream, string columns, string holds, string doesNot)
    {
        var rule = TestCatalogue.Shipped.QualityRules.Single(known => known.Id == id);
        Assert.Contains(stream, rule.Streams);
        using var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        connection.Open();
        bool Holds(string values) => Sql.Read(connection, $"select {RuleSql.OnIncoming(rule)} from (values ({values})) as given ({columns})", row => row.GetBoolean(0)).Single();
        Assert.True(Holds(holds));
        Assert.False(Holds(doesNot));
    }

    [Fact]
    public void A_rule_with_an_unknown_column_or_no_truth_is_a_fault_at_its_line()
    {
        var faults = ModelBinder.Bind(TestCatalogue.Operation(TestCatalogue.Shipped with
        {
            QualityRules = [Rule("a", "rcsi_lessquality > 0"), Rule("b", "rcsi_borrow"), Rule("c", "true)) from stg_fs_hh); drop table rec_fs_hh; select ((true")],
        }));
        Assert.Equal(3, faults.Count);
        Assert.StartsWith("quality/a.yaml, line 6: when does not bind to fs_hh: Binder Error: Referenced column \"rcsi_lessquality\" not found", faults[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("quality/b.yaml, line 6: when must be true or false for each record of fs_hh; this is BIGINT.", faults[1].ToString());
        Assert.StartsWith("quality/c.yaml, line 6: when does not bind to fs_hh", faults[2].ToString(), StringComparison.Ordinal);
    }

    private static QualityRule Rule(string id, string when) =>
        new() { Id = id, Title = id, Streams = ["fs_hh"], Says = "", When = when, Source = "", File = $"quality/{id}.yaml", Line = 6 };
}
