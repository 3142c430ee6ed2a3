using System.Globalization;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Tests;

public class ScheduleTests
{
    private const string Nairobi = "Africa/Nairobi";

    [Fact]
    public void A_job_that_is_new_in_the_schedule_begins_now_and_makes_up_for_nothing() =>
        Assert.Equal("begin release 0 6 16 * * Africa/Nairobi", Due("2026-09-20T00:00Z", []));

    [Fact]
    public void The_day_of_a_monthly_job_is_that_of_the_operations_own_zone()
    {
        // 06:00 in Nairobi is 03:00 UTC.
        Assert.Equal("", Due("2026-09-16T02:59Z", [Scheduled("2026-09-01T00:00Z")]));
        Assert.Equal("do release 2026-09-16T03:00Z", Due("2026-09-16T03:00Z", [Scheduled("2026-09-01T00:00Z")]));
    }

    [Fact]
    public void What_has_ended_is_not_done_again() =>
        Assert.Equal("", Due("2026-09-16T05:00Z", [Scheduled("2026-09-01T00:00Z"), .. Done("2026-09-16T03:00Z")]));

    [Theory]
    [InlineData(RunOutcome.Person)]
    [InlineData(RunOutcome.Failed)]
    [InlineData(RunOutcome.Cancelled)]
    [InlineData(RunOutcome.Nothing)]
    public void Every_end_that_is_final_counts(RunOutcome outcome) =>
        Assert.Equal("", Due("2026-09-16T05:00Z", [Scheduled("2026-09-01T00:00Z"), .. Done("2026-09-16T03:00Z", outcome)]));

    [Theory]
    [InlineData(RunOutcome.Again)]
    [InlineData(RunOutcome.Interrupted)]
    public void What_was_begun_and_stopped_is_brought_to_its_end_whatever_the_policy_says(RunOutcome outcome)
    {
        List<RunLine> lines = [Scheduled("2026-09-01T00:00Z"), .. Done("2026-09-16T03:00Z", outcome)];
        Assert.Equal("do release 2026-09-16T03:00Z", Due("2026-11-01T00:00Z", lines, MissedPolicy.Skip, since: "2026-11-01T00:00Z"));
        Assert.Equal("do release 2026-09-16T03:00Z", Due("2026-11-01T00:00Z", lines[..2], MissedPolicy.Skip, since: "2026-11-01T00:00Z"));
    }

    [Theory]
    [InlineData(MissedPolicy.Once, "do release 2026-10-16T03:00Z after 1")]
    [InlineData(MissedPolicy.Skip, "miss release 2026-10-16T03:00Z Skipped after 1")]
    [InlineData(MissedPolicy.Ask, "miss release 2026-10-16T03:00Z Asked after 1")]
    public void What_was_missed_while_no_host_ran_goes_by_its_policy_and_only_the_last_time_counts(MissedPolicy policy, string expected) =>
        Assert.Equal(expected, Due("2026-10-20T00:00Z", [Scheduled("2026-09-01T00:00Z")], policy, since: "2026-10-20T00:00Z"));

    [Fact]
    public void A_host_that_ran_and_was_busy_has_missed_nothing() =>
        Assert.Equal("do release 2026-09-16T03:00Z", Due("2026-09-16T09:00Z", [Scheduled("2026-09-01T00:00Z")], MissedPolicy.Skip, since: "2026-09-10T00:00Z"));

    [Fact]
    public void A_start_within_a_quarter_of_an_hour_is_on_time() =>
        Assert.Equal("do release 2026-09-16T03:00Z", Due("2026-09-16T03:14Z", [Scheduled("2026-09-01T00:00Z")], MissedPolicy.Skip, since: "2026-09-16T03:14Z"));

    [Fact]
    public void Another_time_table_begins_anew() =>
        Assert.Equal("begin release 0 6 16 * * Africa/Nairobi", Due("2026-09-20T00:00Z", [Scheduled("2026-09-01T00:00Z") with { Table = "0 6 1 * * Africa/Nairobi" }]));

    [Fact]
    public void A_clock_set_back_an_hour_does_nothing_twice()
    {
        List<RunLine> lines = [Scheduled("2026-09-01T00:00Z"), .. Done("2026-09-16T03:00Z")];
        foreach (var now in new[] { "2026-09-16T02:10Z", "2026-09-16T02:59Z", "2026-09-16T03:00Z", "2026-09-16T04:00Z" })
            Assert.Equal("", Due(now, lines));
    }

    [Fact]
    public void A_clock_that_was_years_ahead_does_not_stop_the_schedule_for_years() =>
        Assert.Equal("begin release 0 6 16 * * Africa/Nairobi", Due("2026-09-20T00:00Z", [Scheduled("2026-09-01T00:00Z"), .. Done("2036-09-16T03:00Z")]));

    [Fact]
    public void The_night_that_summer_time_begins_a_daily_job_in_the_missing_hour_is_done_once()
    {
        // 29 March 2026 in Berlin: 02:00 is followed by 03:00.
        Assert.Equal(["2026-03-28T01:30Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z"], Daily("Europe/Berlin", "30 2 * * *", "2026-03-28T00:00Z", "2026-03-30T12:00Z"));
    }

    [Fact]
    public void The_night_that_summer_time_ends_a_daily_job_in_the_double_hour_is_done_once()
    {
        // 25 October 2026 in Berlin: the hour from 02:00 comes twice.
        Assert.Equal(["2026-10-24T00:30Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z"], Daily("Europe/Berlin", "30 2 * * *", "2026-10-24T00:00Z", "2026-10-26T12:00Z"));
    }

    /// <summary>Looks every ten minutes and does what is due at once.</summary>
    private static List<string> Daily(string zone, string cron, string from, string to)
    {
        var plan = Plan(MissedPolicy.Once, zone, cron);
        List<RunLine> lines = [Scheduled(from) with { Table = $"{cron} {zone}" }];
        var done = new List<string>();
        for (var now = Moment(from); now <= Moment(to); now += TimeSpan.FromMinutes(10))
        {
            foreach (var due in Schedule.Due(plan, lines, now, now).OfType<ScheduleStep.Do>().ToList())
            {
                done.Add(Text(due.Due));
                lines.AddRange(Done(Text(due.Due)));
            }
        }

        return done;
    }

    private static string Due(string now, IReadOnlyList<RunLine> lines, MissedPolicy policy = MissedPolicy.Once, string? since = null) =>
        string.Join('\n', Schedule.Due(Plan(policy, Nairobi, "0 6 16 * *"), lines, Moment(now), Moment(since ?? "2026-01-01T00:00Z")).Select(step => step switch
        {
            ScheduleStep.Begin begin => $"begin {begin.Job} {begin.Table}",
            ScheduleStep.Miss miss => $"miss {miss.Job} {Text(miss.Due)} {miss.Outcome}{After(miss.Earlier)}",
            ScheduleStep.Do due => $"do {due.Job} {Text(due.Due)}{After(due.Earlier)}",
            _ => "?",
        }));

    private static string After(int earlier) => earlier > 0 ? $" after {earlier}" : "";

    private static OperationPlan Plan(MissedPolicy policy, string zone, string cron) =>
        new("tiny", "Tiny", TimeZoneInfo.FindSystemTimeZoneById(zone), [new PlannedJob("release", cron, policy)], [], TimeSpan.FromSeconds(1), null);

    private static RunLine Scheduled(string at) => new(Moment(at), "", RunEvent.Scheduled, "release") { Table = "0 6 16 * * Africa/Nairobi" };

    private static RunLine[] Done(string due, RunOutcome outcome = RunOutcome.Done) =>
    [
        new RunLine(Moment(due), due, RunEvent.Started, "release") { Due = Moment(due) },
        new RunLine(Moment(due), due, RunEvent.Ended, "release") { Due = Moment(due), Outcome = outcome },
    ];

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
