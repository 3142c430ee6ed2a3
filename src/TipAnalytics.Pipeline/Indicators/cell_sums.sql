-- Sums of one indicator at one grain by the area records stand in, apart by stratum and cluster. Levels are added up from these rows.
select
    observation.area_code,
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
inner join period_at on period_at.month = observation.period_start and period_at.grain = $grain
where observation.indicator_id = $indicator
group by all
order by all
