-- Records of one stream whose file had been taken by a day; stands before the view of the vault while a backtest runs.
create or replace temp view stg_{stream} as
select staged.*
from {database}.main.stg_{stream} as staged
inner join {database}.main.batch using (batch_id)
where batch.ingested_on <= date '{day}';
