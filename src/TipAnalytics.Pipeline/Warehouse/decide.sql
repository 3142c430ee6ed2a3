-- What becomes of each incoming row that reached this point, one row each. Within the file the greatest version of a record wins, the later row among
-- equals; against the vault a greater version wins, and among equal versions with other content the later file. A row that names no version is not
-- older than one that does (the source may have lost its version column): the later file wins.
-- A file ($hash; empty for a state of a server) that is read again because its places or corrections are known by now stands where it was first taken.
-- A row that ended on purpose (no consent, refused) is a version of its record too: the rows before it are superseded, those of later files as well.
create or replace temp table decision as
with repeated as (
    select record_key
    from incoming
    group by record_key
    having count(*) > 1
),
ranked as (  -- nearly all records come once: only the others are worth the sorting
    select
        file_position,
        record_key,
        version,
        content,
        row_number() over (partition by record_key order by version desc, file_position desc) as place,
        first_value(version) over (partition by record_key order by version desc, file_position desc) as best_version,
        first_value(content) over (partition by record_key order by version desc, file_position desc) as best_content
    from incoming
    semi join repeated using (record_key)
    union all
    select
        file_position,
        record_key,
        version,
        content,
        1 as place,
        version as best_version,
        content as best_content
    from incoming
    anti join repeated using (record_key)
),
refused as (
    select
        record_key,
        max((version, file_position)) as last_version
    from ended
    where is_refused
    group by record_key
),
noted as (
    select
        record_key,
        max(version) as last_version
    from refused_record
    where source_id = $source
    group by record_key
),
decided as (
    select
        ranked.file_position,
        case
            when refused.last_version > (ranked.version, ranked.file_position) then 'superseded'
            when ranked.place > 1 and ranked.version = ranked.best_version and ranked.content = ranked.best_content then 'duplicate'
            when ranked.place > 1 then 'superseded'
            when ranked.version <> '' and noted.last_version > ranked.version then 'superseded'
            when held.record_key is null then 'accepted'
            when ranked.version <> '' and held.version > ranked.version then 'superseded'
            when ranked.version in ('', held.version) and held.content = ranked.content then 'duplicate'
            when ranked.version = '' and held.batch_id > (select max(batch_id) from batch where source_id = $source and file_hash = $hash) then 'superseded'
            else 'accepted'
        end as outcome,
        ranked.place = 1 and held.record_key is not null as is_known
    from ranked
    left join refused using (record_key)
    left join noted using (record_key)
    left join "rec_{stream}" as held on held.source_id = $source and held.record_key = ranked.record_key
)
select
    file_position,
    outcome,
    is_known,
    row_number() over (partition by outcome order by file_position) as position  -- of the accepted: their order in the vault
from decided
order by file_position
