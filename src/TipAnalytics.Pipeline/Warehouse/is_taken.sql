-- Whether a file was taken from a source. A state of a server ($is_state) is known when it is the last that was taken. A file is read again where a row of it
-- comes back, because the correction that dropped it was withdrawn, or was rejected and now has a correction of its month or area ($rows, separated by spaces);
-- and where a place was not found that may be found now ($places: what decides about places).
select count(*) > 0
from batch
where source_id = $source
    and file_hash = $hash
    and (not $is_state or batch_id = (select max(batch_id) from batch where source_id = $source))
    and not exists (select 1 from correction where source_id = $source and file_hash = $hash and is_withdrawn)
    and not exists (
        select 1
        from rejection
        where batch_id = (select max(batch_id) from batch where source_id = $source and file_hash = $hash)
            and list_contains(string_split($rows, ' '), row_number::varchar)
    )
    and not exists (
        select 1
        from batch
        where batch_id = (select max(batch_id) from batch where source_id = $source and file_hash = $hash)
            and places <> $places
    )
