-- Values of one level indicator by area and period, as the model gives them.
insert into level_observation
select
    '{indicator}',
    period_start,
    area_code,
    cast({value} as decimal(18, 6)),
    {known},
    {parts}
from model_rows
where coalesce(({universe}
), false)
order by period_start, area_code;
