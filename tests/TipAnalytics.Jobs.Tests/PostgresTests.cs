using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Npgsql;
using TipAnalytics.JobRun;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Tests;

/// <summary>Hosts that share a queue in PostgreSQL.</summary>
[Collection(nameof(PrivatePostgres))]
public class PostgresTests(PrivatePostgres postgres)
{
    private const string Release = "time_zone: Africa/Nairobi\nsettle_seconds: 1\nrelease: { cron: \"0 6 16 * *\" }";
    private const string Derive = "time_zone: UTC\nderive: { cron: \"0 * * * *\" }";

    [Fact]
    public void A_database_that_does_not_answer_is_said_within_seconds_without_user_and_password()
    {
        using var operation = new TinyOperation(Derive);
        var watch = Stopwatch.StartNew();
        var failure = Assert.Throws<MachineException>(() => JobsHost.BuildWorker(new JobsOptions([operation.Folder], "Host=127.0.0.1;Port=1;Database=tip;Username=zz-user;Password=zz-secret")));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        Assert.Equal(
            "The database of jobs cannot be used: «tip» at 127.0.0.1:1, nothing answers there within 5 seconds. Start it or correct the connection (TIP_JOBS, --jobs or --jobs-file); without one the queue is kept in memory.",
            failure.Message);
        Assert.Equal(13, failure.ExitCode);
        Assert.Contains("there is no such database", Assert.Throws<MachineException>(() => JobsConnection.Check(postgres.Connection("nowhere"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_that_are_asked_for_the_same_month_make_one_release_and_leave_no_lock()
    {
        using var operation = new TinyOperation(Release);
        var (clock, connection) = (new SettableClock(TestHost.Start), postgres.Database());
        operation.Drop("a.csv", TinyOperation.Export(1));
        await using (var one = await TestHost.RunAsync(operation, clock, connection))
        await using (var two = await TestHost.RunAsync(operation, clock, connection))
        {
            await TestHost.Known(operation);
            clock.Set(TestHost.Start.AddDays(7));
            // A person asks for it as well.
            new BackgroundJobClient(one.Status.Storage).Create(
                Job.FromExpression<OperationJobs>(jobs => jobs.Work("tiny", "release", "2026-09-16T03:00:00.0000000+00:00", null, CancellationToken.None)), new EnqueuedState("tiny"));
            await TestHost.Until(() => operation.Ledger.Read().Any(line => line is { Job: "release", IsFinal: true }), () => one.Log + two.Log);
            await TestHost.Until(() => one.Statistics is { Enqueued: 0, Processing: 0, Scheduled: 0 }, () => one.Log);
        }

        Assert.Single(operation.Releases);
        Assert.Single(operation.Ledger.Read(), line => line is { Job: "release", IsFinal: true });
        Assert.Equal("0", Ask(connection, "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
    }

    [Fact]
    public async Task The_job_of_a_killed_worker_is_finished_by_another()
    {
        using var operation = new TinyOperation(Derive);
        var (connection, began) = (postgres.Database(), TestHost.Start.AddMinutes(59));
        var clock = new RunningClock(DateTimeOffset.UtcNow, began, 20, DateTimeOffset.MaxValue);
        operation.Write("hold", "");
        operation.KnownSince(began);
        using var killed = new ChildHost(clock, connection, [operation]);
        await killed.Started();
        await TestHost.Until(() => operation.Ledger.Read().Any(line => line.Event == RunEvent.Started), () => "not begun");
        killed.Kill();
        File.Delete(Path.Combine(operation.Folder, "hold"));
        await using var other = await TestHost.RunAsync(operation, clock, connection);
        await TestHost.Until(() => operation.Ledger.Read().Any(line => line.Event == RunEvent.Ended), () => other.Log);
        var lines = operation.Ledger.Read();
        var begun = lines.Where(line => line.Event == RunEvent.Started).Take(2).ToList();
        Assert.Equal([FormattableString.Invariant($"{Environment.MachineName} {killed.Id}"), RunLedger.Here], begun.Select(line => line.Where));
        Assert.Equal(begun[0].Due, lines.First(line => line.Event == RunEvent.Ended).Due);
    }

    [Fact]
    public async Task A_database_that_stops_in_the_middle_loses_nothing_and_is_said_in_one_line()
    {
        using var operation = new TinyOperation(Derive);
        using var own = new PrivatePostgres();
        var (clock, connection) = (new SettableClock(TestHost.Start), own.Database());
        await using var host = await TestHost.RunAsync(operation, clock, connection);
        await TestHost.Known(operation);
        operation.Write("hold", "");
        clock.Set(TestHost.Start.AddHours(1));
        await TestHost.Until(() => operation.Ledger.Read().Any(line => line.Event == RunEvent.Started), () => host.Log);
        own.Stop();
        await TestHost.Until(() => host.Log.Contains("does not answer", StringComparison.Ordinal), () => host.Log);
        Assert.Equal("The database of jobs does not answer.", await host.Page("/health/ready"));
        // The work itself needs no queue.
        File.Delete(Path.Combine(operation.Folder, "hold"));
        await TestHost.Until(() => operation.Ledger.Read().Any(line => line.Event == RunEvent.Ended), () => host.Log);
        clock.Set(TestHost.Start.AddHours(2));
        await Task.Delay(2000);
        own.Start();
        await TestHost.Until(() => operation.Ledger.Read().Count(line => line.Event == RunEvent.Ended) >= 2, () => host.Log);
        var ended = operation.Ledger.Read().Where(line => line.Event == RunEvent.Ended).ToList();
        Assert.Equal([TestHost.Start.AddHours(1), TestHost.Start.AddHours(2)], ended.Select(line => line.Due!.Value));
        Assert.All(ended, line => Assert.Equal(RunOutcome.Done, line.Outcome));
        await TestHost.Until(() => host.Log.Contains("answers again", StringComparison.Ordinal), () => host.Log);
        var loud = host.Log.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal) || line.StartsWith("Warning", StringComparison.Ordinal)).ToList();
        Assert.True(loud.Count == 1, string.Join('\n', loud));
    }

    [Fact]
    public void The_job_that_has_waited_longest_is_taken_first_whatever_its_operation_is_called()
    {
        // Hangfire's own order is by the name of the queue; and no name of an operation is too long for it.
        var last = "z" + new string('y', 150);
        using var store = new Store(JobStore.PostgreSql(postgres.Database(), new JobsOptions([]), ["alpha", "beta", last]));
        var client = new BackgroundJobClient(store.Jobs.Storage, new OwnFilters());
        var given = new[] { last, "beta", "alpha", "alpha", last }.Select(operation => client.Create(
            Job.FromExpression<OperationJobs>(jobs => jobs.Work(operation, "derive", "", null, CancellationToken.None)), new EnqueuedState(operation))).ToList();
        using var connection = store.Jobs.Storage.GetConnection();
        var taken = given.Select(_ =>
        {
            using var job = connection.FetchNextJob(["alpha", "beta", last], new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
            job.RemoveFromQueue();
            return job.JobId;
        }).ToList();
        Assert.Equal(given, taken);
    }

    [Fact]
    public async Task Thirty_operations_on_two_hosts_are_all_done_once_and_leave_no_lock()
    {
        var operations = Enumerable.Range(1, 30).Select(number => new TinyOperation(Derive, FormattableString.Invariant($"operation-{number:00}"))).ToList();
        try
        {
            var (clock, connection) = (new SettableClock(TestHost.Start), postgres.Database());
            var options = QuickJobs.Options([.. operations.Select(operation => operation.Folder)], connection, clock);
            options = options with { Steps = options.Steps with { Derive = _ => new RunResult(RunOutcome.Done, 0) } };
            await using (var one = await TestHost.RunAsync(options))
            await using (var two = await TestHost.RunAsync(options))
            {
                foreach (var operation in operations)
                    await TestHost.Known(operation);
                clock.Set(TestHost.Start.AddHours(1));
                foreach (var operation in operations)
                    await TestHost.Until(() => operation.Ledger.Read().Any(line => line.Event == RunEvent.Ended), () => one.Log);
            }

            Assert.All(operations, operation => Assert.Single(operation.Ledger.Read(), line => line.Event == RunEvent.Ended));
            Assert.Equal("0", Ask(connection, "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
        }
        finally
        {
            operations.ForEach(operation => operation.Dispose());
        }
    }

    [Fact]
    public async Task A_planted_identifier_and_the_password_get_into_no_table_page_log_trace_or_ledger()
    {
        const string planted = "ZZMARKAMINA";
        const string password = "zz-secret";
        using var operation = new TinyOperation("time_zone: UTC\nsettle_seconds: 1\ningest: { pm-key-informants: { watch: true } }\nderive: { cron: \"0 * * * *\" }");
        var clock = new SettableClock(TestHost.Start);
        var connection = postgres.Database() + ";Password=" + password;
        var traces = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TipAnalytics.Jobs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => traces.Add($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {activity.StatusDescription} {string.Join(' ', activity.Events.Select(item => item.Name))}"),
        };
        ActivitySource.AddActivityListener(listener);
        var host = await TestHost.RunAsync(operation, clock, connection, options => options with
        {
            Steps = options.Steps with
            {
                Derive = run =>
                {
                    run.Progress!.Report(new RunProgress("derive", planted, 0.5));
                    throw new FormatException($"String '{planted}' was not recognized.", new InvalidOperationException(planted));
                },
            },
        });
        var pages = "";
        await using (host)
        {
            await TestHost.Known(operation);
            // Rows that are rejected for what stands in them, in a file named after a person.
            operation.Drop($"{planted}.csv", TinyOperation.Export(1, planted).Replace(",camp,", $",{planted},", StringComparison.Ordinal).Replace("2024-03-15,yes", $"{planted},yes", StringComparison.Ordinal));
            await TestHost.Until(() => operation.Ledger.Read().Any(line => line is { Event: RunEvent.Ended, Job: "ingest pm-key-informants" }), () => host.Log);
            clock.Set(TestHost.Start.AddHours(1));
            await TestHost.Until(() => host.Statistics.Failed == 1, () => host.Log);
            var failed = host.Status.Storage.GetMonitoringApi().FailedJobs(0, 10).Single().Key;
            foreach (var page in new[] { "/runs", "/jobs", "/jobs/jobs/failed", $"/jobs/jobs/details/{failed}", "/jobs/servers", "/health/ready" })
                pages += await host.Page(page);
        }

        var ledger = await File.ReadAllTextAsync(Path.Combine(operation.Folder, "data", "runs.jsonl"));
        Assert.Contains("FormatException", ledger, StringComparison.Ordinal);
        Assert.Contains("FormatException", pages, StringComparison.Ordinal);
        Assert.Contains(traces, trace => trace.StartsWith("derive", StringComparison.Ordinal));
        var tables = Tables(connection);
        Assert.Contains("FormatException", tables, StringComparison.Ordinal);
        foreach (var text in new[] { ledger, pages, string.Join('\n', traces), tables, host.Log })
        {
            Assert.DoesNotContain(planted, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(password, text, StringComparison.Ordinal);
        }
    }

    /// <summary>Every row of every table of the queue.</summary>
    private static string Tables(string connection)
    {
        var names = Ask(connection, "select string_agg(table_name, ',' order by table_name) from information_schema.tables where table_schema = 'tip_jobs'").Split(',');
        Assert.Contains("state", names);
        return string.Join('\n', names.Select(name => Ask(connection, $"select coalesce(string_agg(t::text, E'\\n'), '') from tip_jobs.\"{name}\" t")));
    }

    private static string Ask(string connection, string sql)
    {
        using var opened = new NpgsqlConnection(connection);
        opened.Open();
        using var command = new NpgsqlCommand(sql, opened);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private sealed class Store(JobStore jobs) : IDisposable
    {
        public JobStore Jobs => jobs;

        public void Dispose() => NpgsqlConnection.ClearAllPools();
    }
}
