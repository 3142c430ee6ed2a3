-- One row per audience, with its operations.
select audience, string_agg(operation_id, ', ' order by operation_id)
from release
group by audience
order by audience
