-- Stores without a version: what later releases say and theirs could not.
alter table release add column if not exists revision_reason varchar;
alter table finding add column if not exists panel_difference_points integer;
alter table finding add column if not exists largest_shift_from varchar;
alter table series_break add column if not exists kind varchar default 'form';
alter table series_break add column if not exists area_code varchar;
