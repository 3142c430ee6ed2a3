-- cp_open_case: one row per case and quarter in which it was open, from registration to closure or the as-of day; both end quarters count.
select
    registered.record_id,
    registered.source_id,
    cast(quarter.quarter_start as date) as period_start,
    registered.area_code,
    registered.survey_weight,
    registered.stratum,
    registered.cluster,
    registered.organisation,
    registered.reporting_point,
    registered.sex,
    registered.age_group,
    registered.protection_status,
    registered.cp_care
from stg_cp_cm as registered
cross join run_settings
cross join lateral (
    select unnest(generate_series(
        date_trunc('quarter', greatest(registered.period_start, run_settings.first_month)),
        date_trunc('quarter', least(coalesce(registered.closed_month, run_settings.as_of), run_settings.as_of)),
        interval 3 month)) as quarter_start
) as quarter
