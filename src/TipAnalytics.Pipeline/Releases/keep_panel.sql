-- Points of the panels whose cells are released for the first time.
insert into panel_member
select
    stream,
    source_id,
    reporting_point,
    $release
from panel_point
where in_panel and stream not in (select stream from panel_member)
order by all
