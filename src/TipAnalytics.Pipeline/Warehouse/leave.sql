-- Records of the vault that this file takes out. First those whose own row says so: without consent, or refused on purpose, in a version that is not
-- older than the one that is here, and with no later row of the file that brings the record back.
-- Then, for a file that is complete ($complete: Months, All), those that it does not have. A row that is broken, but tells its record, still stands for it; of
-- a table of counts, where it can tell none, for all of its month and area. A month is there when a row of it is, whatever became of the row: a count of zero says that there is none.
create or replace temp table leaving as
with refused as (
    select
        record_key,
        max((version, file_position)) as last_version
    from ended
    where is_refused
    group by record_key
),
brought as (
    select
        record_key,
        max((version, file_position)) as last_version
    from incoming
    group by record_key
)
select held.record_key
from "rec_{stream}" as held
left join refused using (record_key)
left join brought using (record_key)
where held.source_id = $source
    and (
        (
            refused.record_key is not null
            and (brought.record_key is null or brought.last_version < refused.last_version)
            and (refused.last_version[1] = '' or held.version <= refused.last_version[1])
        )
        or (
            $complete <> 'None'
            and brought.record_key is null
            and held.record_key not in (select record_key from ended where not is_refused)
            and ($complete = 'All' or held.period_start in (select period_start from incoming union all select period_start from ended where period_start is not null))
            and not exists (
                select 1
                from ended
                where is_unreadable_count and ended.period_start = held.period_start and ended.area_code = held.area_code
            )
        )
    )
