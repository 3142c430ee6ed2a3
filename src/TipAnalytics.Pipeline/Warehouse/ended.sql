-- Rows of the batch that are no records, where the record they stand for can be told.
create or replace temp table ended (
    file_position bigint, -- the running number of «incoming»
    row_number bigint,
    record_key blob,
    version varchar,
    is_refused boolean, -- on purpose: no consent, or by a rule
    is_noted boolean, -- … and kept in mind for later files
    is_without_consent boolean,
    period_start date, -- null: not read
    area_code varchar,
    is_unreadable_count boolean -- a cell of a table of counts that tells no number
)
