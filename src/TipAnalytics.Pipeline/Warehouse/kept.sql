-- Records of one stream, and those of them that share what could tell a person with fewer than five records, themselves included; for each way of looking
-- (a grouping set, told by the columns that are left out of it).
with combination as (
    select
        grouping({columns}) as left_out,
        sum(record_count) as record_count
    from kept_group
    group by grouping sets ({sets})
)
select
    left_out,
    cast(sum(record_count) as bigint),
    cast(coalesce(sum(record_count) filter (where record_count < 5), 0) as bigint)
from combination
group by left_out
order by left_out
