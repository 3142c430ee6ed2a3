-- One row a source with records: first and last month, form versions, and late reports: records taken after their month had closed,
-- on a later day than a batch that had reached that month already. The back-fill of a new source is not late.
select
    record.source_id,
    min(record.period_start),
    max(record.period_start),
    string_agg(distinct record.form_version, chr(31) order by record.form_version) filter (where record.form_version <> ''),
    bool_or(
        batch.ingested_on > record.period_start + interval 1 month - interval 1 day + to_days(cast($close_after_days as integer))
        and record.period_start <= (
            select max(earlier.last_month)
            from batch as earlier
            where earlier.source_id = batch.source_id
                and earlier.ingested_on < batch.ingested_on
        ))
from stg_{stream} as record
left join batch using (batch_id)
group by record.source_id
order by record.source_id
