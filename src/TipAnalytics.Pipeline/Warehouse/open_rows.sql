-- Rows that somebody has to correct, each record once, where it stood last.
select
    source_id,
    file_hash,
    ingested_on,
    row_number,
    column_name,
    rule
from rejection
inner join batch using (batch_id)
where is_open
qualify record_key is null or row_number() over (partition by source_id, record_key order by batch_id desc, row_number desc) = 1
order by source_id, batch_id desc, row_number, rule, column_name
