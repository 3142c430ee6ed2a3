-- Counts kept with releases, whole periods: a later vintage, or a later and finer keeping of the same, comes after.
select
    release_seq,
    vintage,
    indicator_id,
    area_code,
    period,
    categories,
    panel,
    base,
    signal,
    base_weight,
    signal_weight
from atom
order by indicator_id, period, vintage, release_seq, area_code, categories, panel
