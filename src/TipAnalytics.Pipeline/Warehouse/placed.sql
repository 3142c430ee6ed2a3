-- Areas and months that records of a stream stand in.
select area_code, period_start from "rec_{stream}"
union
select area_code, period_start from "past_{stream}"
order by area_code, period_start
