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
),
separation as (  -- asked in two tiers it counts once, by its most telling answer
    select
        record_id,
        arg_min(answer, case answer when 'used' then 1 when 'exhausted' then 2 when 'no_need' then 3 when 'not_applicable' then 4 end) as lcs_separation
    from msna_coping_answer
    where strategy = 'hh_separation'
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
    household.abduction_concern,
    household.child_away,
    household.child_away_reason,
    household.has_child_away_for_work_or_without_news,
    separation.lcs_separation,
    severity.lcs_max,  -- 1 none, 2 stress, 3 crisis, 4 emergency; null: nothing answered
    case
        when answered.rcsi_less_quality between 0 and 7
            and answered.rcsi_borrow between 0 and 7
            and answered.rcsi_meal_size between 0 and 7
            and answered.rcsi_meal_adult between 0 and 7
            and answered.rcsi_meal_number between 0 and 7
            then answered.rcsi_less_quality
                + 2 * answered.rcsi_borrow
                + answered.rcsi_meal_size
                + 3 * answered.rcsi_meal_adult
                + answered.rcsi_meal_number
    end as rcsi
from msna_protection as household
inner join stg_msna_hh as answered using (record_id)
left join severity using (record_id)
left join separation using (record_id)
