-- A panel stays as it was when its cells were first released: another membership of the same months would tell of the points between the two.
update panel_point
set in_panel = exists (
    select 1
    from panel_member
    where panel_member.stream = panel_point.stream
        and panel_member.source_id = panel_point.source_id
        and panel_member.reporting_point = panel_point.reporting_point
)
where stream in (select stream from panel_member)
