-- Observations of one indicator. In braces: the definition's filters and the declared columns.
-- A record whose signal cannot be determined is not in the base: unknown is not «no».
insert into observation
with record as (
    select
        period_start,
        area_code,
        source_id || '/' || coalesce(stratum, '') as stratum,
        coalesce(cluster, '') as cluster,
        coalesce(organisation, '') as organisation,
        cast(coalesce(survey_weight, 1) as decimal(18, 6)) as weight,
        coalesce(({base}
        ) and ({signal}
        ) is not null, false) as is_in_base,
        coalesce(({signal}
        ), false) as has_signal,
        {missing_rank} as missing_rank,  -- 3 refused, 2 do not know, 1 not applicable, 0 not asked
        unnest({places}) as place
    from model_rows as model
    where coalesce(({universe}
    ), false)
)
select
    '{indicator}',
    period_start,
    area_code,
    place.split,
    place.category,
    stratum,
    cluster,
    organisation,
    count(*),
    count(*) filter (where is_in_base),
    count(*) filter (where is_in_base and has_signal),
    coalesce(sum(weight) filter (where is_in_base), 0),
    coalesce(sum(weight) filter (where is_in_base and has_signal), 0),
    coalesce(sum(weight * weight) filter (where is_in_base), 0),
    coalesce(sum(weight * weight) filter (where is_in_base and has_signal), 0),
    count(*) filter (where not is_in_base and missing_rank = 0),
    count(*) filter (where not is_in_base and missing_rank = 1),
    count(*) filter (where not is_in_base and missing_rank = 2),
    count(*) filter (where not is_in_base and missing_rank = 3)
from record
group by all
order by all;
