-- Records of a source, month and area with all the same content under different ids, by month and area: how many are copies of another, of how many
-- with enough answers to tell. «content» is the hash over everything but id and version.
with record as (
    select
        period_start,
        area_code,
        content
    from "rec_{stream}"
    where source_id = $source and {answers} >= $answers
),
pattern as (
    select
        period_start,
        area_code,
        content,
        count(*) as alike
    from record
    group by all
)
select
    period_start,
    area_code,
    cast(sum(alike - 1) as bigint),
    cast(sum(alike) as bigint)
from pattern
group by period_start, area_code
order by period_start, area_code
