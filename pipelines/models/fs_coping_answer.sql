-- fs_coping_answer: one row per surveyed household and livelihood coping strategy it was asked about.
with answered as (
    select
        record_id,
        unnest(string_split(coping, ' ')) as item_answer
    from stg_fs_hh
    where coping <> ''
)
select
    record_id,
    split_part(split_part(item_answer, ':', 1), '.', 1) as tier,      -- stress, crisis, em: the tier of a strategy differs between countries
    split_part(split_part(item_answer, ':', 1), '.', 2) as strategy,
    split_part(item_answer, ':', 2) as answer
from answered
