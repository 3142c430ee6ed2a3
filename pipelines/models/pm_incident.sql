-- pm_incident: one row per consented incident of protection monitoring (consent is checked at the door).
with signal as (  -- what the violations of an incident tell of, by the code list
    select
        reported.record_id,
        coalesce(bool_or(code_element.element = 'act'), false) as has_act_signal,
        coalesce(bool_or(code_element.element = 'means'), false) as has_means_signal,
        coalesce(bool_or(code_element.element = 'purpose'), false) as has_purpose_signal
    from (
        select
            record_id,
            unnest(string_split(violations, ' ')) as violation
        from stg_pm_inc
        where violations is not null
    ) as reported
    left join code_element on code_element.code_list = 'violation_type' and code_element.code = reported.violation
    group by reported.record_id
)
select
    incident.record_id,
    incident.source_id,
    incident.period_start,
    incident.area_code,
    incident.survey_weight,
    incident.stratum,
    incident.cluster,
    incident.organisation,
    incident.reporting_point,
    incident.age_group,
    incident.sex,
    incident.displacement_status,
    incident.violations,
    signal.has_act_signal,  -- null: no violation recorded
    signal.has_means_signal,
    signal.has_purpose_signal,
    incident.protection_status,
    incident.travelling_alone,
    case
        when incident.protection_status in ('unaccompanied', 'separated') or incident.travelling_alone = 'yes' then true
        when incident.protection_status = 'neither' and incident.travelling_alone in ('no', 'not_applicable') then false
    end as is_without_care
from stg_pm_inc as incident
left join signal using (record_id)
