-- Records of a stream by area at each level: all, those a rule flags, those with enough answers to be told apart, and how many differ among these.
with record as (
    select
        area_code,
        {flagged} as is_flagged,
        {answers} >= $answers as is_compared,
        (source_id, period_start, area_code, content) as likeness
    from "seen_{stream}"
    where shown_until is null and source_id in ({sources}) and period_start between $first and $last
)
select
    area_at.ancestor_code,
    count(*),
    count(*) filter (where record.is_flagged),
    count(*) filter (where record.is_compared),
    count(distinct record.likeness) filter (where record.is_compared)
from record
inner join area_at using (area_code)
group by area_at.ancestor_code
order by area_at.ancestor_code
