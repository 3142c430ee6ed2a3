-- Records of a source by area and month.
select
    area_code,
    period_start,
    count(*)
from "rec_{stream}"
where source_id = $source
group by area_code, period_start
order by area_code, period_start
