-- msna_household: one row per household of a multi-sector needs assessment.
with severity as (  -- the WFP rule, as in fs_household
    select
        record_id,
        coalesce(
            max(case tier when 'stress' then 2 when 'crisis' then 3 when 'em' then 4 end)
                filter (where answer in ('used', 'exhausted')),
            1) as lcs_max
    from msna_coping_answer
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
    household.child_away,
    household.child_away_reason,
    household.abduction_concern,
    case
        when household.child_away in ('no', 'not_applicable') then false
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['left_employment', 'missing']) then true
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['dont_know', 'refused', '']) then null
        when household.child_away = 'yes' and household.child_away_reason is not null then false
    end as has_child_away_for_work_or_without_news,
    case
        when household.abduction_concern in ('several_times', 'always') then true
        when household.abduction_concern in ('never', 'once_or_twice') then false
    end as has_abduction_concern,
    severity.lcs_max,  -- 1 none, 2 stress, 3 crisis, 4 emergency; null: nothing answered
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
    end as rcsi
from stg_msna_hh as household
left join severity using (record_id)
