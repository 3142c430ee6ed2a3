-- One row per operation and indicator: its words, and whether it is comparable.
select indicator.*, judged.comparison
from indicator
inner join judged using (operation_id, indicator_id)
order by indicator.indicator_id, indicator.operation_id
