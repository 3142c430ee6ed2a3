-- Reporting points heard from, by source, area and period.
select distinct
    report_month.stream,
    report_month.source_id,
    report_month.reporting_point,
    area_at.ancestor_code,
    period_at.period_start,
    coalesce(panel_point.in_panel, false)
from report_month
inner join area_at on area_at.area_code = report_month.area_code and area_at.level = $level
inner join period_at on period_at.month = report_month.period_start and period_at.grain = $grain
left join panel_point
    on panel_point.stream = report_month.stream
    and panel_point.source_id = report_month.source_id
    and panel_point.reporting_point = report_month.reporting_point
where report_month.stream = $stream
    and report_month.reporting_point <> ''
order by all
