-- One record before a correction ($becomes: the month it moves to, if it moves): where it or its new month is released, reports go on resting on it as it is.
insert into "past_{stream}" by name
select record.*
from "rec_{stream}" as record
where record.record_id = $record
    and record.shown_from is not null
    and exists (select 1 from frozen_month where stream = '{stream}' and month in (record.period_start, try_cast($becomes as date)));
update "rec_{stream}" as record set shown_from = null
where record.record_id = $record and exists (
    select 1
    from "past_{stream}" as past
    where past.source_id = record.source_id and past.record_key = record.record_key and past.shown_until is null
)
