-- After files, corrections or erasing: which row of a record reports rest on. First, a kept row of a month that is not released holds nothing back.
delete from "past_{stream}" as past
where past.shown_until is null
    and past.period_start not in (select month from frozen_month where stream = '{stream}')
    and not exists (
        select 1
        from "rec_{stream}" as record
        where record.source_id = past.source_id
            and record.record_key = past.record_key
            and record.period_start in (select month from frozen_month where stream = '{stream}')
    );
-- A record with a kept row waits.
update "rec_{stream}" as record set shown_from = null
where record.shown_from is not null and exists (
    select 1
    from "past_{stream}" as past
    where past.source_id = record.source_id and past.record_key = record.record_key and past.shown_until is null
);
-- Unless it says again what was released.
update "rec_{stream}" as record set shown_from = past.shown_from
from "past_{stream}" as past
where past.source_id = record.source_id
    and past.record_key = record.record_key
    and past.shown_until is null
    and {same};
delete from "past_{stream}" as past
where past.shown_until is null and exists (
    select 1
    from "rec_{stream}" as record
    where record.source_id = past.source_id and record.record_key = past.record_key and record.shown_from is not null
)
