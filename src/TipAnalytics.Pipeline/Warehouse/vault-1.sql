-- Vaults without a version. The name of an export file may be a person's; the hash tells the file as well.
drop table if exists quality; -- what checks find is worked out from the records when it is asked
alter table batch add column if not exists removed bigint;
alter table batch drop column if exists file_name;
alter table rejection add column if not exists is_open boolean;
alter table rejection add column if not exists record_key blob;
alter table batch add column if not exists places varchar;
