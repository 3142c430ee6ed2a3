-- One row per indicator with observations: first and last month. No figures.
select indicator_id, min(period_start), max(period_start)
from (
    select indicator_id, period_start from observation
    union all
    select indicator_id, period_start from level_observation where value is not null
)
group by indicator_id
order by indicator_id
