-- One row per operation: the release that stands for it, the areas with an onset of their own, and how many of its indicators have a source.
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
    (select count(*) from indicator where indicator.operation_id = release.operation_id and has_source) as with_source,
    (
        select coalesce(list(area.name || ' ' || strftime(area_onset.onset_on, '%Y-%m-%d') order by area_onset.onset_on, area_onset.area_code), [])
        from area_onset
        inner join area using (operation_id, area_code)
        where area_onset.operation_id = release.operation_id
    ) as own_onsets
from release
order by operation_id
