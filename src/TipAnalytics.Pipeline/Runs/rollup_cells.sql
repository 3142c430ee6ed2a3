-- One row per released cell of a comparable indicator and operation, values as printed.
select cell.*
from cell
inner join judged using (operation_id, indicator_id)
where judged.comparison = 'comparable'
order by cell.indicator_id, cell.operation_id, cell.area_level, cell.area_code, cell.period_start, cell.period, cell.split, cell.category
