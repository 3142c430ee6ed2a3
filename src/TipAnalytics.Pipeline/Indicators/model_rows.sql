-- Rows of one model inside the window, for the time its indicators are derived.
create or replace temp table model_rows as
select *
from {model}
where period_start between $first_month and $last_month;
