-- What the hash of a release is taken over, one line a row: the release, then its facts, then its withheld scopes, in the order they were written; fields parted by
-- unit separators, nothing for null.
select seq, text
from (
    select
        seq,
        0 as part,
        rowid as position,
        concat_ws(chr(31), 'release', seq, release_id, strftime(as_of, '%Y-%m-%d'), coalesce(revision_reason, '')) as text
    from release
    union all
    select
        seq,
        1,
        rowid,
        concat_ws(
            chr(31), 'fact', seq, indicator_id, definition_hash, area_code, period, split, category, what, coalesce(cast(lo as varchar), ''),
            coalesce(cast(hi as varchar), ''), vintage)
    from fact
    union all
    select
        seq,
        2,
        rowid,
        concat_ws(chr(31), 'withheld', seq, indicator_id, area_code, period, split, category, vintage, reason)
    from withheld
)
order by seq, part, position
