namespace TipAnalytics.Pipeline.Tests.Indicators;

public class WorkMovementAndViolationsTests
{
    [Fact]
    public void Recruiters_are_active_where_informants_say_often_or_sometimes() =>
        Given.Model("pm_community", """
            setting | ki_recruiters_active
            camp    | yes_often
            camp    | no
            rural   | yes_sometimes
                    | no
            """)
        .Indicator("LB-04").ShouldBe("""
            period  | category | signal | base
            2024-01 | camp     | 1      | 2
            2024-01 | rural    | 1      | 1
            2024-01 | unknown  | 0      | 1
            """, split: "setting");

    [Fact]
    public void A_missing_paper_of_any_member_counts_and_refusal_goes_before_do_not_know() =>
        Given.Model("pm_household", """
            member_without_id
            yes
            no
            refused
            dont_know
            not_applicable
            """)
        .Indicator("MV-01").ShouldBe("""
            period  | universe | signal | base | refused | dont_know | not_applicable
            2024-01 | 5        | 1      | 2    | 1       | 1         | 1
            """);

    [Fact]
    public void One_known_separation_is_enough_and_an_unknown_part_beside_a_no_is_undetermined() =>
        Given.Stream("pm_hh", """
            has_own_child | child_away | child_away_reason      | adult_separated
            yes           | yes        | separated_displacement | dont_know
            yes           | yes        | stayed_in_origin       | no
            yes           | dont_know  |                        | yes
            yes           | no         |                        | no
            no            |            |                        | no
            yes           | no         |                        | dont_know
            yes           | refused    |                        | dont_know
            """)
        .Indicator("MV-03").ShouldBe("""
            period  | universe | signal | base | dont_know | refused
            2024-01 | 7        | 3      | 5    | 1         | 1
            """);

    [Fact]
    public void Exchange_is_read_among_incidents_of_sexual_violence_only() =>
        Given.Stream("gbv_ir", """
            gbv_type         | gbv_exchange
            rape             | yes
            sexual_assault   | no
            physical_assault | yes
            rape             | dont_know
                             | yes
            """)
        .Indicator("VI-03").ShouldBe("""
            period  | universe | signal | base | dont_know
            2024-01 | 3        | 1      | 2    | 1
            """);

    [Fact]
    public void Captivity_of_any_form_counts_as_one() =>
        Given.Stream("gbv_ir", """
            gbv_type       | gbv_abduction
            rape           | present
            sexual_assault | none
            rape           |
            forced_marriage | present
            """)
        .Indicator("VI-04").ShouldBe("""
            period  | signal | base | not_asked
            2024-01 | 1      | 2    | 1
            """);

    [Fact]
    public void Forced_marriage_is_a_share_of_all_reported_incidents_with_a_type() =>
        Given.Stream("gbv_ir", """
            gbv_type         | age_group
            forced_marriage  | child
            physical_assault | adult
            rape             | adult
                             | child
            """)
        .Indicator("VI-05").ShouldBe("""
            period  | signal | base | not_asked
            2024-01 | 1      | 3    | 1
            """);

    [Fact]
    public void Months_after_the_last_closed_one_are_left_out() =>
        Given.Stream("gbv_ir", """
            period  | gbv_type
            2022-12 | rape
            2023-01 | rape
            2025-12 | rape
            2026-01 | rape
            """)
        .Indicator("VI-05").ShouldBe("""
            period  | base
            2023-01 | 1
            2025-12 | 1
            """);
}
