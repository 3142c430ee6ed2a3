-- pm_community: one row per assessed community and key-informant round.
select
    community.record_id,
    community.source_id,
    community.period_start,
    community.area_code,
    community.survey_weight,
    community.stratum,
    community.cluster,
    community.organisation,
    community.reporting_point,
    community.setting,
    community.ki_recruiters_active,
    community.ki_strangers_offer_children,
    community.ki_sectors_in_reach
from stg_pm_ki as community
