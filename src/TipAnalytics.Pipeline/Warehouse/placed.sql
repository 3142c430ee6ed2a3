-- Areas and months that records of a stream stand in.
select distinct area_code, period_start from "rec_{stream}" order by area_code, period_start
