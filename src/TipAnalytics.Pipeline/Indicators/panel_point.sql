-- Reporting points that reported throughout: a record in at least 80 % of the baseline periods and of the crisis periods of their area.
insert into panel_point (stream, source_id, reporting_point, in_panel)
with expected as (
    select
        stream,
        onset,
        count(distinct period_start) filter (where not is_crisis) as baseline_count,
        count(distinct period_start) filter (where is_crisis) as crisis_count
    from panel_period
    group by stream, onset
),
reported as (
    select
        report_month.stream,
        report_month.source_id,
        report_month.reporting_point,
        onset_at.onset,
        count(distinct panel_period.period_start) filter (where not panel_period.is_crisis) as baseline_count,
        count(distinct panel_period.period_start) filter (where panel_period.is_crisis) as crisis_count
    from report_month
    inner join onset_at on onset_at.area_code = report_month.area_code
    left join panel_period
        on panel_period.stream = report_month.stream
        and panel_period.onset = onset_at.onset
        and panel_period.month = report_month.period_start
    where report_month.reporting_point <> ''
    group by all
)
select
    reported.stream,
    reported.source_id,
    reported.reporting_point,
    bool_or(coalesce(
        expected.baseline_count > 0
        and expected.crisis_count > 0
        and 10 * reported.baseline_count >= 8 * expected.baseline_count
        and 10 * reported.crisis_count >= 8 * expected.crisis_count,
        false)) -- a point that moved across areas of different onsets: where it reported throughout
from reported
left join expected using (stream, onset)
group by reported.stream, reported.source_id, reported.reporting_point
order by all;
update panel_point set qualifies = in_panel;
