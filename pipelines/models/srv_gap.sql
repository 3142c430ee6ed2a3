-- srv_gap: one row per admin 2 and month for which a service mapping exists.
-- A function is known when its entry says yes or no and was confirmed in the month or the two before it (90 days before the month's end).
-- Value: share of the known functions that do not function, null with fewer than six of the eight known: two unknown functions can
-- still move it by at most 0.25, three could turn the picture round. Unknown is neither functioning nor missing.
with function_state as (
    select
        area_code,
        period_start,
        service_function,
        bool_or(functioning = 'yes') as is_functioning
    from stg_srv
    where functioning in ('yes', 'no')
        and service_function is not null
        and updated_month >= period_start - interval 2 month
    group by area_code, period_start, service_function
),
mapped as (
    select distinct
        area_code,
        period_start
    from stg_srv
)
select
    row_number() over (order by mapped.area_code, mapped.period_start) as record_id,
    '' as source_id,
    mapped.period_start,
    mapped.area_code,
    1 as survey_weight,
    '' as stratum,
    '' as cluster,
    '' as organisation,
    '' as reporting_point,
    count(function_state.service_function) as known_count,
    8 as function_count,
    case
        when count(function_state.service_function) >= 6
            then cast(
                1 - cast(count(*) filter (where function_state.is_functioning) as decimal(9, 6)) / count(function_state.service_function)
                as decimal(9, 6))
    end as gap
from mapped
left join function_state using (area_code, period_start)
group by mapped.area_code, mapped.period_start
