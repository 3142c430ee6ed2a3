-- Records of one stream by source, reporting point, month and area.
insert into report_month
select
    '{stream}',
    source_id,
    coalesce(reporting_point, ''),
    period_start,
    area_code,
    count(*)
from stg_{stream}
where period_start between $first_month and $last_month
group by all
order by all;
