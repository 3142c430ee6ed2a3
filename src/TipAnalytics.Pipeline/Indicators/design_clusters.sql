-- The whole design of one survey stream by period.
select
    period_at.period_start,
    design.stratum,
    design.cluster,
    cast(sum(design.record_count) as bigint)
from design
inner join period_at on period_at.month = design.period_start and period_at.grain = $grain
where design.stream = $stream
group by all
order by all
