-- Own count of one indicator: by month, area the records stand in, organisation, panel and the crossing of its splits. In braces: what the definitions say.
with asked as (
    select
        area_code,
        period_start,
        coalesce(organisation, '') as organisation,
        {panel} as panel,
        {categories} as categories,
        coalesce(survey_weight, 1) as weight,
        coalesce(({base}
        ), false) as is_answered,
        ({signal}
        ) as answer,
        {missing} as missing -- 0 not asked, 1 not applicable, 2 do not know, 3 refused
    from audit_rows as model
    where coalesce(({universe}
    ), false)
        and period_start between $first and $last
)
select
    area_code,
    period_start,
    organisation,
    panel,
    categories,
    count(*) filter (where is_answered and answer is not null),
    count(*) filter (where is_answered and answer),
    cast(coalesce(sum(weight) filter (where is_answered and answer is not null), 0) as double),
    cast(coalesce(sum(weight) filter (where is_answered and answer), 0) as double),
    count(*) filter (where not (is_answered and answer is not null) and missing = 0),
    count(*) filter (where not (is_answered and answer is not null) and missing = 1),
    count(*) filter (where not (is_answered and answer is not null) and missing = 2),
    count(*) filter (where not (is_answered and answer is not null) and missing = 3)
from asked
group by area_code, period_start, organisation, panel, categories
order by area_code, period_start, organisation, panel, categories
