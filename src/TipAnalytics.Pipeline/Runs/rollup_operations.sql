-- One row per operation: the release that stands for it, and how many of its indicators have a source.
select
    operation_id,
    operation_name,
    country_code,
    release_id,
    as_of_on,
    first_period,
    last_period,
    onset_on,
    onset_title,
    program_version,
    (select count(*) from indicator where indicator.operation_id = release.operation_id) as indicators,
    (select count(*) from indicator where indicator.operation_id = release.operation_id and has_source) as with_source
from release
order by operation_id
