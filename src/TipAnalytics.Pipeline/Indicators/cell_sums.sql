-- Sums of one indicator at one level and grain, apart by stratum and cluster.
select
    area_at.ancestor_code,
    period_at.period_start,
    observation.split,
    observation.category,
    observation.stratum,
    observation.cluster,
    cast(sum(observation.base_count) as bigint),
    cast(sum(observation.signal_count) as bigint),
    cast(sum(observation.base_weight) as double),
    cast(sum(observation.signal_weight) as double),
    cast(sum(observation.base_weight_squared) as double),
    cast(sum(observation.signal_weight_squared) as double),
    cast(sum(observation.not_asked_count) as bigint),
    cast(sum(observation.not_applicable_count) as bigint),
    cast(sum(observation.dont_know_count) as bigint),
    cast(sum(observation.refused_count) as bigint)
from observation
inner join area_at on area_at.area_code = observation.area_code and area_at.level = $level
inner join period_at on period_at.month = observation.period_start and period_at.grain = $grain
where observation.indicator_id = $indicator
group by all
order by all
