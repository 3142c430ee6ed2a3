namespace TipAnalytics.Pipeline.Tests.Indicators;

public class ChildrenTests
{
    [Fact]
    public void A_household_without_children_is_not_asked_about_child_work() =>
        Given.Model("fs_household", """
            has_child | lcs_child_work
            true      | used
            true      | exhausted
            true      | no_need
            true      | not_applicable
            true      |
            false     | used
            """)
        .Indicator("CH-01").ShouldBe("""
            period  | universe | signal | base | not_applicable | not_asked
            2024-01 | 5        | 2      | 3    | 1              | 1
            """);

    [Fact]
    public void Only_work_outside_the_home_counts_among_the_reasons_for_being_out_of_school() =>
        Given.Model("msna_child", """
            attends_school | edu_barrier
            no             | child_work_outside
            no             | child_work_home
            no             | costs
            no             | refused
            yes            | child_work_outside
            """)
        .Indicator("CH-02").ShouldBe("""
            period  | signal | base | refused
            2024-01 | 1      | 3    | 1
            """);

    [Fact]
    public void A_household_without_school_age_children_is_not_in_the_base() =>
        Given.Model("fs_household", """
            period  | has_school_age_child | lcs_out_school
            2024-01 | true                 | used
            2024-01 | true                 | no_need
            2024-01 | false                | not_applicable
            """)
        .Indicator("CH-03").ShouldBe("""
            period  | signal | base | value
            2024-01 | 1      | 2    | 0.5
            """);

    [Fact]
    public void A_strategy_already_exhausted_counts_as_used() =>
        Given.Model("fs_household", """
            has_school_age_child | lcs_out_school
            true                 | exhausted
            true                 | no_need
            """)
        .Indicator("CH-03").ShouldBe("""
            period  | signal | base
            2024-01 | 1      | 2
            """);

    [Fact]
    public void A_child_away_for_work_or_without_news_counts_and_an_unknown_reason_is_not_a_no() =>
        Given.Stream("pm_hh", """
            has_own_child | child_away | child_away_reason
            yes           | yes        | left_employment
            yes           | yes        | left_study missing
            yes           | yes        | dont_know left_employment
            yes           | yes        | left_study
            yes           | no         |
            yes           | yes        | dont_know left_study
            yes           | refused    |
            yes           | yes        |
            no            | yes        | missing
            """)
        .Indicator("CH-05").ShouldBe("""
            period  | universe | signal | base | dont_know | refused | not_asked
            2024-01 | 8        | 3      | 5    | 1         | 1       | 1
            """);

    [Fact]
    public void A_case_counts_in_every_quarter_in_which_it_was_open() =>
        Given.Stream("cp_cm", """
            period  | closed_month | protection_status | cp_care
            2025-02 | 2025-08      | separated         | unrelated_adult
            """)
        .ModelShouldBe("cp_open_case", """
            period  | cp_care
            2025-01 | unrelated_adult
            2025-04 | unrelated_adult
            2025-07 | unrelated_adult
            """);

    [Fact]
    public void A_case_without_closure_is_open_until_the_as_of_day_and_one_from_before_the_series_starts_with_it() =>
        Given.Stream("cp_cm", """
            period  | closed_month | cp_care
            2025-10 |              | parents
            2022-05 | 2023-02      | kinship
            2022-05 | 2022-08      | kinship
            """)
        .ModelShouldBe("cp_open_case", """
            record_id | period  | cp_care
            1         | 2025-10 | parents
            1         | 2026-01 | parents
            2         | 2023-01 | kinship
            """);

    [Fact]
    public void Supervised_foster_care_is_no_concern_and_children_with_their_family_are_not_in_the_base() =>
        Given.Model("cp_open_case", """
            protection_status | cp_care
            unaccompanied     | no_care_arrangement
            separated         | unrelated_adult
            separated         | foster_care
            neither           | unrelated_adult
            separated         |
            """)
        .Indicator("CH-08").ShouldBe("""
            period  | signal | base | not_asked
            2024-01 | 2      | 3    | 1
            """);

    [Fact]
    public void Offers_often_or_sometimes_count_and_do_not_know_is_left_out() =>
        Given.Model("pm_community", """
            ki_strangers_offer_children
            yes_often
            yes_sometimes
            no
            dont_know
            refused
            """)
        .Indicator("CH-09").ShouldBe("""
            period  | signal | base | dont_know | refused
            2024-01 | 2      | 3    | 1         | 1
            """);
}
