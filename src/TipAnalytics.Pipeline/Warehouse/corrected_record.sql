-- The record behind a row of a file, as text; null for none.
select min(record_id)::varchar
from "rec_{stream}"
where source_id = $source
    and row_number = $row
    and batch_id in (select batch_id from batch where source_id = $source and file_hash = $hash)
