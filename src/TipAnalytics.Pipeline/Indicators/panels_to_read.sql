-- Streams whose panel still is one: four fifths of its points report throughout to this day.
select stream
from panel_point
where in_panel
group by stream
having 10 * count(*) filter (where qualifies) >= 8 * count(*)
order by stream
