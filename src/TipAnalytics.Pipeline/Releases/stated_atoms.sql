-- Counts kept with the releases before one.
select
    indicator_id,
    vintage,
    area_code,
    period,
    categories,
    panel,
    signal,
    base,
    signal_weight,
    base_weight
from atom
where release_seq < $before
order by indicator_id, vintage, period, area_code, categories, panel
