-- What waits for nothing does not wait.
update "rec_{stream}" as record set shown_from = (select batch.ingested_on from batch where batch.batch_id = record.batch_id)
where record.shown_from is null
    and record.period_start not in (select month from frozen_month where stream = '{stream}')
    and not exists (
        select 1
        from "past_{stream}" as past
        where past.source_id = record.source_id and past.record_key = record.record_key and past.shown_until is null
    )
