-- pm_household: one row per household interviewed in protection monitoring.
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
    household.has_own_child = 'yes' as has_own_child,
    household.child_away,
    household.child_away_reason,
    household.adult_separated,
    household.member_without_id,
    household.child_without_birth_registration,
    household.child_income_contrib,
    household.debt_current,
    household.debt_lender,
    household.debt_repay,
    household.member_in_paid_work,
    household.work_paid_as_agreed,
    household.offered_job_taken,
    household.work_as_promised,
    household.worker_sex,
    household.worker_age,
    -- Owed to somebody with a hold over the debtor, or paid back by work. Without a debt it cannot bind.
    case
        when household.debt_current = 'no' then false
        when household.debt_current is distinct from 'yes' then null
        when list_has_any(string_split(household.debt_lender, ' '), ['employer', 'broker', 'travel_facilitator', 'armed_actor'])
            or list_contains(string_split(household.debt_repay, ' '), 'by_work') then true
        when list_has_any(string_split(household.debt_lender, ' '), ['dont_know', 'refused', ''])
            or list_has_any(string_split(household.debt_repay, ' '), ['dont_know', 'refused', '']) then null
        when household.debt_lender is not null and household.debt_repay is not null then false
    end as has_binding_debt,
    -- Paid otherwise than agreed, or other work than offered; without a job that was offered there is nothing to compare with.
    case
        when household.work_paid_as_agreed = 'no' or household.work_as_promised = 'no' then true
        when household.work_paid_as_agreed = 'yes' and (household.work_as_promised = 'yes' or household.offered_job_taken = 'no') then false
    end as has_exploitative_work,
    -- Left for work, or left and no news: the two reasons are only ever read together.
    case
        when household.child_away = 'no' then false
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['left_employment', 'missing']) then true
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['dont_know', 'refused', '']) then null
        when household.child_away = 'yes' and household.child_away_reason is not null then false
    end as has_child_away_for_work_or_without_news,
    -- A household without an own child has no child who could be separated.
    case
        when household.child_away in ('no', 'not_applicable') or household.has_own_child = 'no' then false
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['separated_displacement', 'stayed_in_origin']) then true
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['dont_know', 'refused', '']) then null
        when household.child_away = 'yes' and household.child_away_reason is not null then false
    end as has_child_separated,
    case
        when household.adult_separated = 'yes' then true
        when household.adult_separated in ('no', 'not_applicable') then false
    end as has_adult_separated
from stg_pm_hh as household
