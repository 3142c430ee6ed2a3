-- What could tell a person, as each combination of it stands in the records of a stream, and how many records have it: looked through in many ways after.
create or replace temp table kept_group as
with record as (
    select
        date_trunc('month', period_start) as month,
        area_code{fields},
        count(*) as record_count
    from "rec_{stream}"
    group by all
)
select
    record.*,
    date_trunc('quarter', record.month) as quarter,
    date_trunc('year', record.month) as year,
    area_above.parent_code
from record
left join area_above using (area_code)
