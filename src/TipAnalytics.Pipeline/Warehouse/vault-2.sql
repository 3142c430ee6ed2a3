-- Releases from before they were chained, and facts from before released months could be restated.
alter table release add column if not exists previous_sha256 varchar;
alter table release add column if not exists sha256 varchar;
alter table fact add column if not exists vintage bigint;
update fact set vintage = 0 where vintage is null;
