-- Sampling design of one survey stream: strata and clusters by month, whoever answered what.
insert into design
select
    '{stream}',
    period_start,
    source_id || '/' || coalesce(stratum, ''),
    coalesce(cluster, ''),
    count(*)
from stg_{stream}
where period_start between $first_month and $last_month
group by all
order by all;
