-- One row per comparable indicator and operation: its last country figure as state and bands, and what is said of its series.
select
    indicator.indicator_id,
    indicator.operation_id,
    last_cell.period,
    coalesce(last_cell.state, 'not_planned') as state,
    case
        when last_cell.state <> 'shown' then null
        when last_cell.bound = 'under_5' or last_cell.share_percent < 5 then 'under_5'
        when last_cell.bound = 'over_95' or last_cell.share_percent >= 50 then '50_and_more'
        when last_cell.share_percent < 20 then '5_to_19'
        else '20_to_49'
    end as share_band,
    last_cell.base_low,
    last_cell.base_high,
    last_cell.is_weighted,
    finding.status,
    finding.grade
from indicator
inner join judged using (operation_id, indicator_id)
left join (
    select *
    from cell
    where area_level = 0 and split = 'all'
    qualify row_number() over (partition by operation_id, indicator_id order by period_end desc, period_start desc) = 1
) as last_cell using (operation_id, indicator_id)
left join (
    select *
    from finding
    where area_level = 0
    qualify row_number() over (partition by operation_id, indicator_id order by grain) = 1
) as finding using (operation_id, indicator_id)
where judged.comparison = 'comparable'
order by indicator.indicator_id, indicator.operation_id
