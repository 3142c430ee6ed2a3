-- fs_household: one row per surveyed household and round.
with worst_answer as (  -- a form that asks a strategy in two tiers counts once, by its most telling answer
    select
        record_id,
        strategy,
        arg_min(answer, case answer when 'used' then 1 when 'exhausted' then 2 when 'no_need' then 3 when 'not_applicable' then 4 end) as answer
    from fs_coping_answer
    where answer in ('used', 'exhausted', 'no_need', 'not_applicable')
    group by record_id, strategy
),
strategy as (
    select
        record_id,
        max(answer) filter (where strategy = 'child_work') as lcs_child_work,
        max(answer) filter (where strategy = 'out_school') as lcs_out_school,
        -- Begging and borrowing cash cannot be exhausted and always apply: such an answer is a data error, left out and counted as not asked.
        max(answer) filter (where strategy = 'begged' and answer in ('used', 'no_need')) as lcs_begging,
        max(answer) filter (where strategy = 'borrow_cash' and answer in ('used', 'no_need')) as lcs_borrow,
        max(answer) filter (where strategy = 'illegal_act' and answer in ('used', 'no_need')) as lcs_unlawful,
        max(answer) filter (where strategy = 'child_migration') as lcs_child_migration,
        max(answer) filter (where strategy = 'marriage') as lcs_child_marriage,
        -- A household that split or of which members left to find work, whichever of them the form asks; the most telling answer counts.
        arg_min(answer, case answer when 'used' then 1 when 'exhausted' then 2 when 'no_need' then 3 when 'not_applicable' then 4 end)
            filter (where strategy in ('hh_separation', 'migration', 'domestic_migration')) as lcs_member_left
    from worst_answer
    group by record_id
),
severity as (  -- the WFP rule: applied means used, or already exhausted
    select
        record_id,
        coalesce(
            max(case tier when 'stress' then 2 when 'crisis' then 3 when 'em' then 4 end)
                filter (where answer in ('used', 'exhausted')),
            1) as lcs_max,
        coalesce(
            max(case tier when 'stress' then 2 when 'crisis' then 3 when 'em' then 4 end)
                filter (where answer in ('used', 'exhausted') and strategy not in ('child_migration', 'marriage')),
            1) as lcs_max_apart_from_child_moves
    from fs_coping_answer
    where answer in ('used', 'exhausted', 'no_need', 'not_applicable')
    group by record_id
)
select
    household.record_id,
    household.source_id,
    household.period_start,
    household.area_code,
    household.survey_weight,
    household.stratum,
    household.cluster,
    household.organisation,
    household.reporting_point,
    household.head_sex,
    household.displacement_status,
    household.has_child = 'yes' as has_child,
    household.has_school_age_child = 'yes' as has_school_age_child,
    strategy.lcs_child_work,
    strategy.lcs_out_school,
    strategy.lcs_begging,
    strategy.lcs_borrow,
    strategy.lcs_unlawful,
    strategy.lcs_child_migration,
    strategy.lcs_child_marriage,
    strategy.lcs_member_left,
    severity.lcs_max,  -- 1 none, 2 stress, 3 crisis, 4 emergency; null: nothing answered
    -- The same for food security: a form of essential needs counts only where food was one of the needs.
    case
        when household.coping_reason is null or list_contains(string_split(household.coping_reason, ' '), 'food') then severity.lcs_max
        when severity.lcs_max is not null then 1
    end as lcs_max_food,
    severity.lcs_max_apart_from_child_moves,  -- without child migration and child marriage, for CO-01
    -- 0–56; one part missing or outside 0–7 days makes the score missing, as in the WFP script
    case
        when household.rcsi_less_quality between 0 and 7
            and household.rcsi_borrow between 0 and 7
            and household.rcsi_meal_size between 0 and 7
            and household.rcsi_meal_adult between 0 and 7
            and household.rcsi_meal_number between 0 and 7
            then household.rcsi_less_quality
                + 2 * household.rcsi_borrow
                + household.rcsi_meal_size
                + 3 * household.rcsi_meal_adult
                + household.rcsi_meal_number
    end as rcsi,
    -- 0–112; condiments do not count
    case
        when household.fcs_staples between 0 and 7
            and household.fcs_pulses between 0 and 7
            and household.fcs_dairy between 0 and 7
            and household.fcs_protein between 0 and 7
            and household.fcs_vegetables between 0 and 7
            and household.fcs_fruit between 0 and 7
            and household.fcs_fat between 0 and 7
            and household.fcs_sugar between 0 and 7
            then 2 * household.fcs_staples
                + 3 * household.fcs_pulses
                + 4 * household.fcs_dairy
                + 4 * household.fcs_protein
                + household.fcs_vegetables
                + household.fcs_fruit
                + 0.5 * household.fcs_fat
                + 0.5 * household.fcs_sugar
    end as fcs
from stg_fs_hh as household
left join strategy using (record_id)
left join severity using (record_id)
