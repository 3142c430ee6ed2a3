-- Rows of released months, and of records that move into one, that this file changes or takes out: reports go on resting on them until a revision.
-- A person's refusal is no correction: that record goes at once.
insert into "past_{stream}" by name
with frozen as (
    select month from frozen_month where stream = '{stream}'
),
brought as (
    select
        incoming.record_key,
        incoming.period_start
    from incoming
    inner join decision using (file_position)
    where decision.outcome = 'accepted' and decision.is_known
)
select record.*
from "rec_{stream}" as record
left join brought on brought.record_key = record.record_key
where record.source_id = $source
    and record.shown_from is not null
    and (
        (brought.record_key is not null and (record.period_start in (from frozen) or brought.period_start in (from frozen)))
        or (
            record.period_start in (from frozen)
            and record.record_key in (select leaving.record_key from leaving)
            and record.record_key not in (select ended.record_key from ended where ended.is_without_consent)
        )
    )
