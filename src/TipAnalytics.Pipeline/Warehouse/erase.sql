-- Records of one source before a month out of the vault, with a note of what went; no note where there was none.
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
    count(*)
from "rec_{stream}"
where source_id = $source and period_start < $before
having count(*) > 0;
delete from "rec_{stream}" where source_id = $source and period_start < $before;
delete from unmatched_place where source_id = $source and noted_on < $before;
-- What a corrected record held before tells of a record that is gone.
update correction set written = null
where source_id = $source and written is not null and not exists (
    select 1
    from "rec_{stream}" as record
    inner join batch using (batch_id)
    where record.source_id = correction.source_id and record.row_number = correction.row_number and batch.file_hash = correction.file_hash
)
