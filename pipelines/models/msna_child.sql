-- msna_child: one row per school-age child of the education loop.
select
    child.record_id,
    child.source_id,
    child.period_start,
    child.area_code,
    child.survey_weight,
    child.stratum,
    child.cluster,
    child.organisation,
    child.reporting_point,
    child.sex,
    child.age_group,
    child.attends_school,
    child.edu_barrier
from stg_msna_child as child
