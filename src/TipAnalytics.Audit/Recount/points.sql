-- Months in which each reporting point of one stream was heard from.
select distinct
    source_id,
    reporting_point,
    period_start
from stg_{stream}
where coalesce(reporting_point, '') <> ''
    and period_start between $first and $last
order by source_id, reporting_point, period_start
