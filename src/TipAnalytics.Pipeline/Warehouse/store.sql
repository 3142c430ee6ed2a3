-- Accepted rows into the stream; those of a released month wait. record_id gives their order: sorting the wide rows here would double the time of this step.
insert into "rec_{stream}" (record_key, version, content, row_number, flags, shown_from, record_id, {names})
select
    incoming.record_key,
    incoming.version,
    incoming.content,
    incoming.row_number,
    incoming.flags,
    case when incoming.period_start not in (select month from frozen_month where stream = '{stream}') then date '{on}' end,
    greatest((select coalesce(max(record_id), 0) from "rec_{stream}"), (select coalesce(max(record_id), 0) from "past_{stream}")) + decision.position,
    {columns}
from (select *, {flags} as flags from incoming) as incoming
inner join decision using (file_position)
where decision.outcome = 'accepted'
