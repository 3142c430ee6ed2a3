-- gbv_incident: one row per consented incident not reported elsewhere (both are checked at the door).
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
    incident.gbv_type,
    incident.gbv_exchange,
    incident.gbv_abduction,
    incident.report_delay,
    incident.gbv_type in ('rape', 'sexual_assault') as is_sexual_violence
from stg_gbv_ir as incident
