-- Records of one stream, and those of them that share what could tell a person (in braces) with fewer than five records, themselves included.
with combination as (
    select count(*) as record_count
    from "rec_{stream}" as record
    left join area_above using (area_code)
    group by {columns}
)
select
    cast(coalesce(sum(record_count), 0) as bigint),
    cast(coalesce(sum(record_count) filter (where record_count < 5), 0) as bigint)
from combination
