-- ctx_score: one row per contextual score of the register (indicator, area, quarter).
select
    row_number() over (order by score.indicator_id, score.area_code, score.period_start) as record_id,
    '' as source_id,
    score.period_start,
    score.area_code,
    1 as survey_weight,
    '' as stratum,
    '' as cluster,
    '' as organisation,
    '' as reporting_point,
    score.indicator_id,
    score.score  -- 0 none known, 1 some, 2 strong; null: unknown
from stg_ctx as score
