-- disp_round: one row per area, month, round, kind of assessment and operation.
-- A round gives a row for each reason and place of origin: they are summed. Assessments of areas and of sites, and different operations, hold the same
-- people and are never summed.
select
    source_id,
    area_code,
    period_start,
    round,
    assessment,
    organisation as operation,
    sum(displaced)::bigint as displaced,
    sum(arrived)::bigint as arrived
from stg_disp
group by source_id, area_code, period_start, round, assessment, organisation
order by source_id, area_code, period_start, round, assessment, organisation
