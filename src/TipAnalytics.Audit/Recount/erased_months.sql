-- Months of which records were erased.
select
    stream,
    first_month,
    last_month
from erasure
order by erasure_id
