-- Splits and periods that releases have told of, by indicator: atoms stay as fine as what was ever released.
select distinct
    indicator_id,
    split,
    period
from fact
order by all
