-- Areas as records stand in them, and periods, with a row of the model; the stream has to be heard from somewhere in the period, as in presence.sql.
select distinct
    model_presence.area_code,
    period_at.period_start
from model_presence
inner join period_at on period_at.month = model_presence.period_start and period_at.grain = $grain
where model_presence.model = $model
    and period_at.period_start in (
        select reported.period_start
        from report_month
        inner join period_at as reported on reported.month = report_month.period_start and reported.grain = $grain
        where report_month.stream = $stream
    )
order by all
