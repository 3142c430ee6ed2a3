namespace TipAnalytics.Pipeline.Tests.Indicators;

public class PressureTests
{
    [Fact]
    public void The_most_severe_tier_used_or_exhausted_decides() =>
        Given.Stream("fs_hh", """
            coping
            stress.borrow_cash:used crisis.child_work:no_need em.begged:no_need
            stress.borrow_cash:no_need crisis.child_work:exhausted
            em.residence_assets:exhausted stress.saving:used
            stress.saving:no_need crisis.child_work:not_applicable
            stress.slot1:used crisis.slot2:used em.slot3:used
            """)
        .ModelShouldBe("fs_household", """
            lcs_max
            2
            3
            4
            1
            4
            """);

    [Fact]
    public void Of_a_form_of_essential_needs_only_coping_for_food_counts_towards_food_security() =>
        Given.Stream("fs_hh", """
            coping                | coping_reason
            em.begged:used        | debts food
            em.begged:used        | rent
            em.begged:used        |
            stress.saving:no_need | rent
                                  | food
            """)
        .ModelShouldBe("fs_household", """
            lcs_max | lcs_max_food
            4       | 4
            4       | 1
            4       | 4
            1       | 1
                    |
            """);

    [Fact]
    public void Flags_of_whole_tiers_give_the_severity_that_their_strategies_would() =>
        Given.Stream("fs_hh", """
            coping
            stress.any:used crisis.any:used em.any:no_need
            stress.any:no_need crisis.any:no_need em.any:no_need
            """)
        .ModelShouldBe("fs_household", """
            lcs_max
            3
            1
            """);

    [Fact]
    public void A_household_that_answered_nothing_has_no_severity_and_is_not_in_the_base() =>
        Given.Stream("fs_hh", """
            coping                | head_sex
            em.begged:used        | female
            stress.saving:no_need | female
                                  | female
            """)
        .Indicator("EC-01").ShouldBe("""
            period  | universe | signal | base | not_asked
            2024-01 | 3        | 1      | 2    | 1
            """);

    [Fact]
    public void The_WFP_rule_counts_exhausted_so_that_yes_alone_would_give_less() =>
        Given.Stream("fs_hh", """
            coping
            em.begged:used
            em.residence_assets:exhausted
            em.residence_assets:no_need
            """)
        .Indicator("EC-01").ShouldBe("""
            period  | signal | base | value
            2024-01 | 2      | 3    | 0.6667
            """);

    [Fact]
    public void Begging_that_is_exhausted_or_not_applicable_is_a_data_error_and_left_out() =>
        Given.Stream("fs_hh", """
            coping
            em.begged:used
            em.begged:no_need
            em.begged:exhausted
            em.begged:not_applicable
            """)
        .Indicator("EC-02").ShouldBe("""
            period  | universe | signal | base | not_asked
            2024-01 | 4        | 1      | 2    | 2
            """);

    [Fact]
    public void Borrowing_cash_counts_and_borrowing_food_does_not() =>
        Given.Stream("fs_hh", """
            coping
            stress.borrow_cash:used
            stress.borrow_cash:no_need stress.borrow_food:used
            stress.borrow_cash:exhausted
            """)
        .Indicator("EC-05w").ShouldBe("""
            period  | signal | base | not_asked
            2024-01 | 1      | 2    | 1
            """);

    [Fact]
    public void The_rcsi_needs_all_five_parts_within_seven_days() =>
        Given.Stream("fs_hh", """
            rcsi_less_quality | rcsi_borrow | rcsi_meal_size | rcsi_meal_adult | rcsi_meal_number
            1                 | 1           | 1              | 1               | 1
            7                 | 7           | 7              | 7               | 7
            7                 | 7           | 7              | 7               |
            7                 | 8           | 7              | 7               | 7
            """)
        .ModelShouldBe("fs_household", """
            record_id | rcsi
            1         | 8
            2         | 56
            3         |
            4         |
            """);

    [Fact]
    public void The_food_consumption_score_reaches_112() =>
        Given.Stream("fs_hh", """
            fcs_staples | fcs_pulses | fcs_dairy | fcs_protein | fcs_vegetables | fcs_fruit | fcs_fat | fcs_sugar
            7           | 7          | 7         | 7           | 7              | 7         | 7       | 7
            7           | 0          | 0         | 0           | 1              | 0         | 3       | 0
            7           | 0          | 0         | 0           | 1              | 0         | 3       |
            """)
        .ModelShouldBe("fs_household", """
            record_id | fcs
            1         | 112.0
            2         | 16.5
            3         |
            """);

    [Fact]
    public void A_strategy_asked_in_two_tiers_counts_once_by_its_most_telling_answer() =>
        Given.Stream("fs_hh", """
            coping
            crisis.child_work:no_need em.child_work:exhausted
            crisis.child_work:not_applicable em.child_work:no_need
            """)
        .ModelShouldBe("fs_household", """
            lcs_child_work
            exhausted
            no_need
            """);
}
