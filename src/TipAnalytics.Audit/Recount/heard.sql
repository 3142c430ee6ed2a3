-- Months in which a stream was heard from anywhere.
select distinct period_start
from stg_{stream}
where period_start between $first and $last
order by period_start
