namespace TipAnalytics.Pipeline.Tests.Indicators;

public class CoOccurrenceTests
{
    [Fact]
    public void Two_of_three_parts_make_the_combination_and_an_undetermined_part_leaves_the_household_out() =>
        Given.Model("fs_household", """
            has_school_age_child | lcs_child_work | lcs_out_school | lcs_max_apart_from_child_moves
            true                 | used           | exhausted      | 1
            true                 | no_need        | used           | 4
            true                 | no_need        | no_need        | 4
            true                 | not_applicable | used           | 4
            true                 | used           | used           |
            false                | used           | used           | 4
            """)
        .Indicator("CO-01").ShouldBe("""
            period  | universe | signal | base | not_applicable | not_asked
            2024-01 | 5        | 2      | 3    | 1              | 1
            """);

    [Fact]
    public void Child_migration_and_child_marriage_do_not_make_emergency_coping_here() =>
        Given.Stream("fs_hh", """
            coping
            em.child_migration:used em.marriage:exhausted stress.saving:used
            em.begged:used em.marriage:used
            """)
        .ModelShouldBe("fs_household", """
            lcs_max | lcs_max_apart_from_child_moves
            4       | 2
            4       | 4
            """);
}
