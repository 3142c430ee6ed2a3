-- Atoms of one indicator at one grain; only those with records.
select
    atom_observation.area_code,
    period_at.period_start,
    atom_observation.categories,
    case when $has_panel then atom_observation.panel else '' end as panel,
    cast(sum(atom_observation.signal_count) as bigint),
    cast(sum(atom_observation.base_count) as bigint),
    cast(sum(atom_observation.signal_weight) as double),
    cast(sum(atom_observation.base_weight) as double)
from atom_observation
inner join period_at on period_at.month = atom_observation.period_start and period_at.grain = $grain
where atom_observation.indicator_id = $indicator
group by all
order by all
