-- Notes of rows that a correction dropped while their file was taken.
insert into correction
select
    $source,
    $hash,
    row_number,
    '',
    null,
    null,
    false,
    false
from rejection
where batch_id = $batch
    and rule = $rule
    and row_number not in (select row_number from correction where source_id = $source and file_hash = $hash and field = '')
