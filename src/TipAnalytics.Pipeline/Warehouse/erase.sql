-- Records of one source before a month out of the vault, waiting and past ones too, with a note of what went; no note where there was none.
insert into erasure
select
    (select coalesce(max(erasure_id), 0) + 1 from erasure),
    $source,
    $stream,
    $provider,
    $reason,
    $rule,
    $on,
    min(period_start),
    max(period_start),
    count(distinct record_key)
from (
    select source_id, record_key, period_start from "rec_{stream}"
    union all
    select source_id, record_key, period_start from "past_{stream}"
)
where source_id = $source and period_start < $before
having count(*) > 0;
delete from "rec_{stream}" where source_id = $source and period_start < $before;
delete from "past_{stream}" where source_id = $source and period_start < $before;
-- A row that came in before the month cannot be of a later one.
update rejection set is_open = false, record_key = null
where is_open and batch_id in (select batch_id from batch where source_id = $source and ingested_on < $before);
-- A refused version is kept in mind as long as an older one could still come in.
delete from refused_record where source_id = $source and noted_on < $before;
delete from unmatched_place where source_id = $source and noted_on < $before;
-- What a corrected record held before tells of a record that is gone.
update correction set written = null
where source_id = $source and written is not null and not exists (
    select 1
    from "rec_{stream}" as record
    inner join batch using (batch_id)
    where record.source_id = correction.source_id and record.row_number = correction.row_number and batch.file_hash = correction.file_hash
)
