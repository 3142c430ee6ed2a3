-- Facts of all releases in the order they were written.
select
    seq,
    indicator_id,
    definition_hash,
    area_code,
    period,
    split,
    category,
    what,
    lo,
    hi
from fact
order by seq, rowid
