-- msna_coping_answer: one row per MSNA household and livelihood coping strategy it was asked about.
with answered as (
    select
        record_id,
        unnest(string_split(coping, ' ')) as item_answer
    from stg_msna_hh
    where coping <> ''
)
select
    record_id,
    split_part(split_part(item_answer, ':', 1), '.', 1) as tier,
    split_part(split_part(item_answer, ':', 1), '.', 2) as strategy,
    split_part(item_answer, ':', 2) as answer
from answered
