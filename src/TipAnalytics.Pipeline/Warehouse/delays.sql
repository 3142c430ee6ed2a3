-- Days from the end of a month to the day its records were taken, by month: the median over records. Months that ended before the source was first
-- heard from are back-fill and say nothing.
select
    record.period_start,
    cast(median(greatest(0, date_diff('day', last_day(record.period_start), batch.ingested_on))) as bigint),
    count(*)
from "rec_{stream}" as record
inner join batch using (batch_id)
where
    record.source_id = $source
    and last_day(record.period_start) >= (select min(earlier.ingested_on) from batch as earlier where earlier.source_id = $source)
group by record.period_start
order by record.period_start
