-- Areas and quarters in which a stream has records, at one level.
select distinct
    report_month.stream,
    area_at.ancestor_code,
    period_at.period_start
from report_month
inner join area_at on area_at.area_code = report_month.area_code and area_at.level = $level
inner join period_at on period_at.month = report_month.period_start and period_at.grain = 'Quarter'
order by all
