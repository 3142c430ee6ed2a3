-- Released cells by filter. $1 indicator ids and $2 P-codes, separated by spaces, empty for all; $3 first and $4 last day; $5 split.
select
    cell.indicator_id,
    cell.area_code,
    area.name as area,
    cell.period,
    cell.category,
    cell.state,
    cell.share_percent,
    cell.low_percent,
    cell.high_percent,
    cell.bound,
    case
        when cell.base_low is null then null
        when cell.base_high is null then cell.base_low || '+'
        else cell.base_low || '-' || cell.base_high
    end as base,
    cell.level_value
from cell
inner join area using (area_code)
where
    ($1 = '' or list_contains(string_split($1, ' '), cell.indicator_id))
    and ($2 = '' or list_contains(string_split($2, ' '), cell.area_code))
    and ($3::varchar is null or cell.period_start >= $3::date)
    and ($4::varchar is null or cell.period_end <= $4::date)
    and cell.split = $5
order by cell.indicator_id, cell.area_level, cell.area_code, cell.period_start, cell.period, cell.category
