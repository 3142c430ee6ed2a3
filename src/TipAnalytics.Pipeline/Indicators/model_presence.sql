-- Rows of one model by month and area: where there is none, a cell has no data.
insert into model_presence
select
    '{model}',
    period_start,
    area_code,
    count(*)
from model_rows
group by all
order by all;
