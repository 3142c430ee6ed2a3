-- Records of one stream, and those of them that share what could tell a person with fewer than five records, themselves included; for each way of looking
-- (a grouping set, told by the columns that are left out of it).
with record as (
    select
        date_trunc('month', period_start) as month,
        date_trunc('quarter', period_start) as quarter,
        date_trunc('year', period_start) as year,
        area_code,
        area_above.parent_code{fields}
    from "rec_{stream}"
    left join area_above using (area_code)
),
combination as (
    select
        grouping({columns}) as left_out,
        count(*) as record_count
    from record
    group by grouping sets ({sets})
)
select
    left_out,
    cast(sum(record_count) as bigint),
    cast(coalesce(sum(record_count) filter (where record_count < 5), 0) as bigint)
from combination
group by left_out
order by left_out
