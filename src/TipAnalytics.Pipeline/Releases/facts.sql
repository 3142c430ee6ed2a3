-- Facts of the releases before one, oldest first; rows of a figure stand in the order they were written.
select
    seq,
    indicator_id,
    area_code,
    period,
    split,
    category,
    what,
    lo,
    hi,
    vintage
from fact
where seq < $before
order by seq, rowid
