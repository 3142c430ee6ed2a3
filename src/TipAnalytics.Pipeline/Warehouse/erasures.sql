-- What was erased, in the order of erasing.
select
    erasure_id,
    source_id,
    stream,
    provider,
    reason,
    rule,
    erased_on,
    first_month,
    last_month,
    record_count
from erasure
order by erasure_id
