-- What a filter may name: one row per indicator, area and disaggregation of the release.
select 'indicator' as kind, indicator_id as code, title as name, 0 as level from indicator
union all
select 'area' as kind, area_code as code, name, level from area
union all
select distinct 'split' as kind, split as code, split as name, 0 as level from cell
order by kind, level, code
