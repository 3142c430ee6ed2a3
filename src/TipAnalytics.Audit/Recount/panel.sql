-- Reporting points of one stream that reported in four fifths of the periods before the onset of their area and of those since.
with heard as (
    select distinct
        record.source_id,
        record.reporting_point,
        audit_month.onset,
        audit_month.period_start,
        audit_month.is_crisis
    from stg_{stream} as record
    inner join audit_onset using (area_code)
    inner join audit_month on audit_month.onset = audit_onset.onset and audit_month.month = record.period_start
    where coalesce(record.reporting_point, '') <> ''
        and record.period_start between $first and $last
),
wanted as (
    select
        onset,
        count(distinct period_start) filter (where not is_crisis) as before_count,
        count(distinct period_start) filter (where is_crisis) as since_count
    from audit_month
    group by onset
)
select
    heard.source_id,
    heard.reporting_point
from heard
inner join wanted using (onset)
where wanted.before_count > 0 and wanted.since_count > 0
group by heard.source_id, heard.reporting_point, heard.onset, wanted.before_count, wanted.since_count
having count(*) filter (where not heard.is_crisis) >= 0.8 * wanted.before_count
    and count(*) filter (where heard.is_crisis) >= 0.8 * wanted.since_count
order by heard.source_id, heard.reporting_point
