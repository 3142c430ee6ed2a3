-- Values of one number field far from the others of their month and area (median and median absolute deviation), by month and area.
with usual as (
    select
        period_start,
        area_code,
        median({field}) as middle,
        1.4826 * mad({field}) as deviation,
        count({field}) as values_count
    from "rec_{stream}"
    where source_id = $source and {field} is not null
    group by period_start, area_code
)
select
    record.period_start,
    record.area_code,
    count(*) filter (where abs(record.{field} - usual.middle) > $limit * usual.deviation),
    count(*)
from "rec_{stream}" as record
inner join usual using (period_start, area_code)
where record.source_id = $source and record.{field} is not null and usual.values_count >= $values and usual.deviation > 0
group by record.period_start, record.area_code
order by record.period_start, record.area_code
