-- The released tables of one operation, from its Parquet files.
insert into release by name
select operation_id, operation_name, country_code, release_id, audience, as_of_on, first_period, last_period, onset_on, onset_title, program_version
from read_parquet('{folder}/release.parquet');
insert into area by name
select $operation as operation_id, area_code, name, level
from read_parquet('{folder}/area.parquet');
insert into area_onset by name
select $operation as operation_id, area_code, onset_on
from read_parquet('{folder}/area_onset.parquet');
insert into indicator by name
select $operation as operation_id, indicator_id, title, definition, family, kind, unit, base_unit, direction, caveat, low_means, minimum_base, definition_hash, has_source
from read_parquet('{folder}/indicator.parquet');
insert into cell by name
select
    $operation as operation_id, figure_id, indicator_id, area_code, area_level, period, period_start, period_end, split, category, state,
    share_percent, low_percent, high_percent, bound, base_low, base_high, is_weighted
from read_parquet('{folder}/cell.parquet');
insert into finding by name
select
    $operation as operation_id, figure_id, indicator_id, area_code, area_level, grain, status, grade, reason, difference_points, difference_low, difference_high, direction, effort, cautions
from read_parquet('{folder}/finding.parquet')
