-- Base of one indicator by contributing organisation, largest first.
select
    area_at.ancestor_code,
    period_at.period_start,
    observation.split,
    observation.category,
    cast(sum(observation.base_count) as bigint) as organisation_base,
    observation.organisation
from observation
inner join area_at on area_at.area_code = observation.area_code and area_at.level = $level
inner join period_at on period_at.month = observation.period_start and period_at.grain = $grain
where observation.indicator_id = $indicator
group by area_at.ancestor_code, period_at.period_start, observation.split, observation.category, observation.organisation
having sum(observation.base_count) > 0
order by area_at.ancestor_code, period_at.period_start, observation.split, observation.category, organisation_base desc, observation.organisation
