-- Form of the ledger's hashes: a line for the release, one a fact, one a withheld scope, as they were written; fields parted by unit separators, nothing for null.
with line as (
    select seq, 1 as kind, rowid as written, concat_ws(chr(31), 'release', seq, release_id, strftime(as_of, '%Y-%m-%d'), coalesce(revision_reason, '')) as text
    from release
    union all
    select
        seq,
        2,
        rowid,
        concat_ws(
            chr(31), 'fact', seq, indicator_id, definition_hash, area_code, period, split, category, what, coalesce(cast(lo as varchar), ''), coalesce(cast(hi as varchar), ''), vintage)
    from fact
    union all
    select seq, 3, rowid, concat_ws(chr(31), 'withheld', seq, indicator_id, area_code, period, split, category, vintage, reason)
    from withheld
)
select seq, text
from line
order by seq, kind, written
