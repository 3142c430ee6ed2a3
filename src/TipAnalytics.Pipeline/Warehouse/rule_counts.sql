-- For how many records of one batch each rule holds, and of how many it could be asked.
select
    {counts}
from "rec_{stream}"
where batch_id = $batch
