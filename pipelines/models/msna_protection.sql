-- msna_protection: one row per household of a multi-sector needs assessment, with its answers about protection.
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
    household.risk_coping_concern,
    household.adult_separated,
    household.member_without_id,
    household.movement_restricted,
    -- A household without an own child has no child who could be separated.
    case
        when household.child_away in ('no', 'not_applicable') then false
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['separated_displacement', 'stayed_in_origin']) then true
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['dont_know', 'refused', '']) then null
        when household.child_away = 'yes' and household.child_away_reason is not null then false
    end as has_child_separated,
    case
        when household.adult_separated = 'yes' then true
        when household.adult_separated in ('no', 'not_applicable') then false
    end as has_adult_separated,
    case
        when household.child_away in ('no', 'not_applicable') then false
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['left_employment', 'missing']) then true
        when household.child_away = 'yes' and list_has_any(string_split(household.child_away_reason, ' '), ['dont_know', 'refused', '']) then null
        when household.child_away = 'yes' and household.child_away_reason is not null then false
    end as has_child_away_for_work_or_without_news,
    case
        when household.abduction_concern in ('several_times', 'always') then true
        when household.abduction_concern in ('never', 'once_or_twice') then false
    end as has_abduction_concern
from stg_msna_hh as household
