-- Usable answers, and answers asked for (usable, don't know, refused), by indicator and area at each level.
select
    observation.indicator_id,
    area_at.ancestor_code,
    cast(sum(observation.base_count) as bigint),
    cast(sum(observation.base_count + observation.dont_know_count + observation.refused_count) as bigint)
from observation
inner join area_at using (area_code)
where observation.split = 'all' and observation.period_start between $first and $last
group by observation.indicator_id, area_at.ancestor_code
order by observation.indicator_id, area_at.ancestor_code
