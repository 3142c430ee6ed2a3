using System.Diagnostics;
using System.Net;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Tests;

/// <summary>A host with its queue in memory.</summary>
public class HostTests
{
    private const string Watched = "time_zone: Africa/Nairobi\nsettle_seconds: 1\ningest: { pm-key-informants: { watch: true } }";
    private const string Release = "time_zone: Africa/Nairobi\nsettle_seconds: 1\nrelease: { cron: \"0 6 16 * *\" }";
    private const string Derive = "time_zone: UTC\nderive: { cron: \"0 * * * *\" }";

    private static readonly DateTimeOffset NextDay = TestHost.Start.AddDays(1);

    [Fact]
    public async Task A_file_that_stands_still_in_a_watched_inbox_is_taken_once_and_written_down()
    {
        using var operation = new TinyOperation(Watched);
        await using var host = await TestHost.RunAsync(operation);
        var file = operation.Drop("a.csv", TinyOperation.Export(1));
        var line = (await TestHost.Ended(operation, "ingest pm-key-informants Done"))[0];
        Assert.Equal((RunCause.Inbox, 0, null), (line.Cause, line.ExitCode, line.Due));
        Assert.Equal(["pm-key-informants taken"], line.Inputs!.Select(input => $"{input.Source} {input.Ended}"));
        Assert.False(File.Exists(file));
        await Task.Delay(500);
        Assert.Single(operation.Ledger.Read(), known => known.Event == RunEvent.Ended);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_said_once_and_looked_at_again_when_a_definition_changes()
    {
        using var operation = new TinyOperation(Watched);
        var mapping = File.ReadAllText(Path.Combine(operation.Folder, "sources", "pm-key-informants.yaml"));
        operation.Write("sources/pm-key-informants.yaml", mapping.Replace("location/setting }", "place/setting }", StringComparison.Ordinal));
        operation.Drop("Amina Otieno.csv", TinyOperation.Export(1));
        await using var host = await TestHost.RunAsync(operation);
        var line = (await TestHost.Ended(operation, "ingest pm-key-informants Person"))[0];
        Assert.Equal(11, line.ExitCode);
        var message = Assert.Single(line.Messages!);
        Assert.Contains("place/setting", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", message, StringComparison.Ordinal);
        // Done, as far as the queue goes: trying it again would change nothing.
        Assert.Equal((1, 0), (host.Statistics.Succeeded, host.Statistics.Failed));
        await Task.Delay(500);
        Assert.Single(operation.Ledger.Read(), known => known.Event == RunEvent.Ended);
        operation.Write("sources/pm-key-informants.yaml", mapping);
        await TestHost.Ended(operation, "ingest pm-key-informants Person", "ingest pm-key-informants Done");
    }

    [Fact]
    public async Task A_release_is_of_the_month_of_the_calendar_however_late_the_host_comes_to_it()
    {
        using var operation = new TinyOperation(Release);
        var clock = new SettableClock(TestHost.Start);
        operation.Drop("a.csv", TinyOperation.Export(1));
        await using var host = await TestHost.RunAsync(operation, clock);
        await TestHost.Known(operation);
        // Three days late, and in Nairobi: the 16th all the same.
        clock.Set(new DateTimeOffset(2026, 9, 19, 22, 0, 0, TimeSpan.Zero));
        var line = (await TestHost.Ended(operation, "release Person"))[0];
        Assert.Equal(new DateOnly(2026, 9, 16), line.AsOf);
        Assert.Equal(new DateTimeOffset(2026, 9, 16, 3, 0, 0, TimeSpan.Zero), line.Due);
        Assert.Equal([line.Release!], operation.Releases);
        Assert.StartsWith("2026-09-16-", line.Release, StringComparison.Ordinal);
        // A schedule makes a draft and publishes nothing: persons are told that it waits for them.
        Assert.True(File.Exists(Path.Combine(operation.Folder, "releases", line.Release!, "DRAFT.txt")));
        Assert.Equal(
            $"Release {line.Release} is a draft: read it in {operation.Folder}/releases/{line.Release}. Who has to sign before it is published says «tip release {operation.Folder} show {line.Release}»; each signs with «tip release {operation.Folder} approve {line.Release} --as ROLE».",
            Assert.Single(line.Messages!));
    }

    [Fact]
    public async Task A_released_file_that_was_changed_is_found_by_the_audit()
    {
        using var operation = new TinyOperation("time_zone: UTC\naudit: { cron: \"0 0 * * *\" }");
        operation.Drop("a.csv", TinyOperation.Export(1));
        var clock = new SettableClock(TestHost.Start);
        var made = JobRun.QuickJobs.Options([operation.Folder], null, clock).Steps.Release(new RunOptions(operation.Folder) { AsOf = new DateOnly(2026, 9, 10) });
        await using var host = await TestHost.RunAsync(operation, clock);
        await TestHost.Known(operation);
        clock.Set(NextDay);
        await TestHost.Ended(operation, "audit Nothing");
        operation.Write($"releases/{made.Release}/cells.txt", "improved");
        clock.Set(NextDay.AddDays(1));
        var line = (await TestHost.Ended(operation, "audit Nothing", "audit Person"))[1];
        Assert.Equal(12, line.ExitCode);
        Assert.StartsWith($"The files of release {made.Release} are not those that were drafted (cells.txt", Assert.Single(line.Messages!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missed_release_is_left_to_a_person_where_the_schedule_says_so()
    {
        using var operation = new TinyOperation(Release.Replace("* *\"", "* *\", missed: ask", StringComparison.Ordinal));
        var clock = new SettableClock(TestHost.Start);
        await using (await TestHost.RunAsync(operation, clock))
            await TestHost.Known(operation);
        clock.Set(new DateTimeOffset(2026, 9, 20, 0, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.RunAsync(operation, clock);
        var line = (await TestHost.Ended(operation, "release Asked"))[0];
        Assert.Equal([$"release was due on 2026-09-16 06:00 while no host ran, and a person decides. To do it: «tip run {operation.Folder} --as-of 2026-09-16»."], line.Messages);
        Assert.Empty(operation.Releases);
        Assert.Contains("missed, a person decides", await host.Page("/runs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_on_the_machine_is_tried_again_and_what_a_bug_fails_is_not()
    {
        using var operation = new TinyOperation(Derive);
        var clock = new SettableClock(TestHost.Start);
        var tries = 0;
        await using var host = await TestHost.RunAsync(operation, clock, change: options => options with
        {
            Steps = options.Steps with { Derive = _ => ++tries < 3 ? throw new MachineException("No room.") : tries == 3 ? new RunResult(RunOutcome.Done, 0) : throw new InvalidOperationException("ZZMARK") },
        });
        await TestHost.Known(operation);
        clock.Set(NextDay);
        var lines = await TestHost.Ended(operation, "derive Again", "derive Again", "derive Done");
        Assert.Equal((13, "No room."), (lines[0].ExitCode, lines[0].Messages![0]));
        clock.Set(NextDay.AddHours(1));
        lines = await TestHost.Ended(operation, "derive Again", "derive Again", "derive Done", "derive Failed");
        Assert.StartsWith("A bug in the program (System.InvalidOperationException in ", lines[3].Messages![0], StringComparison.Ordinal);
        await TestHost.Until(() => host.Statistics.Failed == 1, () => host.Log);
        await Task.Delay(500);
        Assert.Equal(4, tries);
    }

    [Fact]
    public async Task A_job_that_cannot_be_done_for_hours_ends_as_failed_and_the_next_time_is_tried_anew()
    {
        using var operation = new TinyOperation(Derive);
        var clock = new SettableClock(TestHost.Start);
        await using var host = await TestHost.RunAsync(operation, clock, change: options => options with
        {
            FirstRetry = TimeSpan.FromMilliseconds(1),
            Steps = options.Steps with { Derive = _ => throw new MachineException("No room.") },
        });
        await TestHost.Known(operation);
        clock.Set(NextDay);
        await TestHost.Ended(operation, "derive Again", "derive Again", "derive Again", "derive Again", "derive Again", "derive Failed");
    }

    [Fact]
    public async Task A_running_job_shows_how_far_it_is_and_ends_within_seconds_when_it_is_cancelled()
    {
        using var operation = new TinyOperation(Derive);
        var clock = new SettableClock(TestHost.Start);
        await using var host = await TestHost.RunAsync(operation, clock, change: options => options with
        {
            Steps = options.Steps with
            {
                Derive = run =>
                {
                    run.Progress!.Report(new RunProgress("derive", "Amina Otieno.csv", 0.4));
                    run.Cancel.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
                    run.Cancel.ThrowIfCancellationRequested();
                    return new RunResult(RunOutcome.Done, 0);
                },
            },
        });
        await TestHost.Known(operation);
        clock.Set(NextDay);
        await TestHost.Until(() => host.Status.Operations(5)[0].Running is [{ Progress.Length: > 0 }], () => host.Log);
        var page = await host.Page("/runs");
        Assert.Contains("Running: derive, derive 40", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", page, StringComparison.Ordinal);
        var watch = Stopwatch.StartNew();
        host.Cancel(host.Status.Operations(5)[0].Running[0].Id);
        await TestHost.Ended(operation, "derive Cancelled");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        await Task.Delay(500);
        Assert.Single(operation.Ledger.Read(), line => line.Event == RunEvent.Started);
    }

    [Fact]
    public async Task A_host_that_is_stopped_in_the_middle_of_a_job_finishes_it_at_its_next_start()
    {
        using var operation = new TinyOperation(Derive.Replace("* *\"", "* *\", missed: skip", StringComparison.Ordinal));
        var clock = new SettableClock(TestHost.Start);
        await using (var host = await TestHost.RunAsync(operation, clock, change: options => options with { Steps = options.Steps with { Derive = UntilStopped } }))
        {
            await TestHost.Known(operation);
            clock.Set(TestHost.Start.AddHours(1));
            await TestHost.Until(() => operation.Ledger.Read().Any(line => line.Event == RunEvent.Started), () => host.Log);
        }

        clock.Set(TestHost.Start.AddDays(3).AddMinutes(30));
        await using var next = await TestHost.RunAsync(operation, clock, change: options => options with { Steps = options.Steps with { Derive = _ => new RunResult(RunOutcome.Done, 0) } });
        await TestHost.Until(() => operation.Ledger.Read().Count(line => line.Event is RunEvent.Ended or RunEvent.Missed) >= 3, () => next.Log);
        var lines = operation.Ledger.Read().Where(line => line.Event is RunEvent.Ended or RunEvent.Missed).ToList();
        Assert.Equal(["Interrupted", "Done", "Skipped"], lines.Select(line => line.Outcome.ToString()));
        Assert.Equal(lines[0].Due, lines[1].Due);

        static RunResult UntilStopped(RunOptions run)
        {
            run.Cancel.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
            run.Cancel.ThrowIfCancellationRequested();
            return new RunResult(RunOutcome.Done, 0);
        }
    }

    [Fact]
    public async Task A_file_that_vanishes_before_it_is_read_is_no_failure()
    {
        using var operation = new TinyOperation(Watched);
        await using var host = await TestHost.RunAsync(operation, change: options => options with
        {
            Steps = options.Steps with
            {
                Ingest = (run, source) =>
                {
                    foreach (var file in run.Whole!)
                        File.Delete(file);
                    return new OperationSteps().Ingest(run, source);
                },
            },
        });
        operation.Drop("a.csv", TinyOperation.Export(1));
        await TestHost.Ended(operation, "ingest pm-key-informants Nothing");
    }

    [Fact]
    public async Task A_file_that_is_still_being_written_is_left_until_it_stands_still()
    {
        using var operation = new TinyOperation(Watched);
        await using var host = await TestHost.RunAsync(operation);
        var text = TinyOperation.Export(1);
        var file = Path.Combine(operation.Inbox, "slow.csv");
        await using (var slow = new StreamWriter(file))
        {
            foreach (var part in text.Chunk(text.Length / 8))
            {
                await slow.WriteAsync(part);
                await slow.FlushAsync();
                await Task.Delay(300);
                Assert.DoesNotContain(operation.Ledger.Read(), line => line.Event == RunEvent.Started);
            }
        }

        var line = (await TestHost.Ended(operation, "ingest pm-key-informants Done"))[0];
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))), line.Inputs![0].Sha256);
        Assert.EndsWith(" 120", operation.Content(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_with_queues_of_their_own_on_one_folder_make_one_release()
    {
        using var operation = new TinyOperation(Release);
        var clock = new SettableClock(TestHost.Start);
        operation.Drop("a.csv", TinyOperation.Export(1));
        await using var one = await TestHost.RunAsync(operation, clock);
        await using var two = await TestHost.RunAsync(operation, clock);
        await TestHost.Known(operation);
        clock.Set(NextDay.AddDays(6));
        await TestHost.Until(() => operation.Ledger.Read().Any(line => line is { Job: "release", IsFinal: true }), () => one.Log + two.Log);
        await Task.Delay(2000);
        var release = Assert.Single(operation.Releases);
        // The one that came second may have waited for the other's vault, and found its release.
        Assert.All(operation.Ledger.Read().Where(line => line is { Job: "release", IsFinal: true }), line => Assert.Equal(release, line.Release));
    }

    [Fact]
    public async Task A_broken_definition_leaves_the_schedule_before_in_force_and_is_said_by_the_health_page()
    {
        using var operation = new TinyOperation(Derive);
        await using var host = await TestHost.RunAsync(operation);
        await TestHost.Known(operation);
        Assert.Equal("ok", await host.Page("/health/ready"));
        operation.Schedule("time_zone: Mars/Olympus");
        await TestHost.Until(() => host.Log.Contains("operation.yaml, line 11: \"Mars/Olympus\" is no time zone", StringComparison.Ordinal), () => host.Log);
        var answer = await host.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("tiny: operation.yaml is wrong; see the log or «tip check».", await answer.Content.ReadAsStringAsync());
        Assert.Equal("ok", await host.Page("/health/live"));
        Assert.Contains("Next: derive", await host.Page("/runs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "tip.example.org")]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Forwarded", "for=192.0.2.7")]
    public async Task Pages_are_for_this_machine_alone(string header, string value)
    {
        using var operation = new TinyOperation(Derive);
        await using var host = await TestHost.RunAsync(operation);
        foreach (var page in new[] { "/runs", "/jobs" })
        {
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(new Uri(page, UriKind.Relative))).StatusCode);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(page, UriKind.Relative));
            request.Headers.TryAddWithoutValidation(header, value);
            Assert.Contains((await host.Client.SendAsync(request)).StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
        }
    }

    [Fact]
    public void Operations_with_one_id_and_folders_without_one_are_refused_at_the_start()
    {
        using var one = new TinyOperation();
        using var two = new TinyOperation();
        var failure = Assert.Throws<DefinitionException>(() => JobsHost.BuildWorker(new JobsOptions([one.Folder, two.Folder, "/nowhere"])));
        Assert.Equal(
            [
                $"{two.Folder}: has the id «tiny», as {one.Folder} has. Give each operation its own id, since its jobs are known by it.",
                "/nowhere: /nowhere: no operation.yaml here. Give the folder of an operation, or make one with «tip new /nowhere».",
            ],
            failure.Message.Split('\n'));
    }
}
