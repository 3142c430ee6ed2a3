-- First month with a record, by source, of one stream's table.
select source_id, min(period_start)
from {table}
group by source_id
order by source_id
