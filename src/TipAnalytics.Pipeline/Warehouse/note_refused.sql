-- Refused versions of records, so that an older one that comes in a later file stays out. Without a version, the later file wins, and there is nothing to note.
insert into refused_record
select
    $source,
    record_key,
    max(version),
    $on
from ended
where is_noted and version <> ''
group by record_key
having max(version) > coalesce((select max(known.version) from refused_record as known where known.source_id = $source and known.record_key = ended.record_key), '')
