-- Areas and periods with a record: rows of the model there, and the stream heard from somewhere in the period
-- (a case stays open in the model while its source is silent).
select distinct
    area_at.ancestor_code,
    period_at.period_start
from model_presence
inner join area_at on area_at.area_code = model_presence.area_code and area_at.level = $level
inner join period_at on period_at.month = model_presence.period_start and period_at.grain = $grain
where model_presence.model = $model
    and period_at.period_start in (
        select reported.period_start
        from report_month
        inner join period_at as reported on reported.month = report_month.period_start and reported.grain = $grain
        where report_month.stream = $stream
    )
order by all
