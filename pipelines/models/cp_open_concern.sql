-- cp_open_concern: one row per case and quarter in which it was open, with what its protection concerns tell of.
with concern as (  -- by the code list
    select
        named.record_id,
        coalesce(bool_or(code_element.element = 'purpose'), false) as has_purpose_signal
    from (
        select
            record_id,
            unnest(string_split(cp_concern, ' ')) as code
        from stg_cp_cm
        where cp_concern is not null
    ) as named
    left join code_element on code_element.code_list = 'cp_concern' and code_element.code = named.code
    group by named.record_id
)
select
    open_case.record_id,
    open_case.source_id,
    open_case.period_start,
    open_case.area_code,
    open_case.survey_weight,
    open_case.stratum,
    open_case.cluster,
    open_case.organisation,
    open_case.reporting_point,
    open_case.sex,
    open_case.age_group,
    open_case.protection_status,
    open_case.cp_care,
    concern.has_purpose_signal,  -- null: no concern recorded
    case
        when open_case.protection_status in ('unaccompanied', 'separated') or open_case.cp_care in ('unrelated_adult', 'no_care_arrangement') then true
        when open_case.protection_status = 'neither' and open_case.cp_care is not null then false
    end as is_without_care
from cp_open_case as open_case
left join concern using (record_id)
