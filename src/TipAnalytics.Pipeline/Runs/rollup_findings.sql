-- One row per finding and operation, with the names of its place and indicator, and whether the indicator is comparable.
select
    finding.operation_id,
    finding.figure_id,
    finding.indicator_id,
    indicator.title,
    finding.area_code,
    area.name as area_name,
    finding.area_level,
    finding.grain,
    finding.status,
    finding.grade,
    finding.reason,
    finding.difference_points,
    finding.difference_low,
    finding.difference_high,
    finding.direction,
    finding.effort,
    finding.cautions,
    judged.comparison
from finding
inner join judged using (operation_id, indicator_id)
inner join indicator using (operation_id, indicator_id)
left join area using (operation_id, area_code)
order by finding.operation_id, finding.indicator_id, finding.area_level, finding.area_code, finding.grain
