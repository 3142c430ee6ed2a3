-- What waits for a revision, by source and kind, and a hash over which rows these are.
with waiting as (
    select
        record.source_id,
        case when past.record_key is null then 'late' else 'corrected' end as kind,
        hex(record.record_key) || hex(record.content) || coalesce(hex(past.content), '') as row_text
    from "rec_{stream}" as record
    left join "past_{stream}" as past
        on past.source_id = record.source_id and past.record_key = record.record_key and past.shown_until is null
    where record.shown_from is null
    union all
    select
        past.source_id,
        'removed',
        hex(past.record_key) || hex(past.content)
    from "past_{stream}" as past
    where past.shown_until is null
        and not exists (select 1 from "rec_{stream}" as record where record.source_id = past.source_id and record.record_key = past.record_key)
)
select
    source_id,
    kind,
    md5(string_agg(row_text, ' ' order by row_text))
from waiting
group by source_id, kind
order by source_id, kind
