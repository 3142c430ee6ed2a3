-- The finest cells of one indicator: month, area records stand in, crossing of all its splits, in or out of the panel. In braces: as in observation.sql.
insert into atom_observation
with record as (
    select
        period_start,
        area_code,
        {categories} as categories,
        {panel} as panel,
        cast(coalesce(survey_weight, 1) as decimal(18, 6)) as weight,
        coalesce(({signal}
        ), false) as has_signal
    from model_rows as model
    where coalesce(({universe}
        ), false)
        and coalesce(({base}
        ) and ({signal}
        ) is not null, false)
)
select
    '{indicator}',
    period_start,
    area_code,
    categories,
    panel,
    count(*) filter (where has_signal),
    count(*),
    coalesce(sum(weight) filter (where has_signal), 0),
    sum(weight)
from record
group by all
order by all;
