-- Areas and months with a row of the model.
select distinct
    area_code,
    period_start
from audit_rows
where period_start between $first and $last
order by area_code, period_start
