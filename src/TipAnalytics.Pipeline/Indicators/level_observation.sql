-- Values of one level indicator by area and period, as the model gives them.
insert into level_observation
select
    '{indicator}',
    period_start,
    area_code,
    cast({value} as decimal(18, 6)),
    {known},
    {parts}
from {model}
where coalesce(({universe}
), false)
    and period_start between $first_month and $last_month
order by period_start, area_code;
