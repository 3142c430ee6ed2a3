-- Values of one level indicator; the register may correct itself within a quarter, then its highest score stands.
select
    area_code,
    period_start,
    max(value),
    max(known_count),
    max(part_count)
from level_observation
where indicator_id = $indicator
group by area_code, period_start
order by area_code, period_start
