-- Own reading of one level indicator, by area and month or period of its model.
select
    area_code,
    period_start,
    cast(max(cast({value} as decimal(18, 6))) as double),
    {known},
    {parts}
from audit_rows
where coalesce(({universe}
), false)
    and period_start between $first and $last
group by area_code, period_start
order by area_code, period_start
