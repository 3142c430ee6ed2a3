-- Streams with a panel.
select distinct stream
from panel_point
where in_panel
order by stream
