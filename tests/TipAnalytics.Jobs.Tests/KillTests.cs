using System.Globalization;
using TipAnalytics.JobRun;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Tests;

/// <summary>Hosts killed at random moments over a month's schedule. TIP_KILLS: how many in each of the two tests (8 without it); TIP_KILL_SEED: which moments.</summary>
[Collection(nameof(PrivatePostgres))]
public class KillTests(PrivatePostgres postgres, Xunit.Abstractions.ITestOutputHelper output)
{
    private const int KillsOfOneMonth = 10;

    private const string Month = """
        time_zone: Africa/Nairobi
        settle_seconds: 1
        ingest: { pm-key-informants: { watch: true } }
        retention: { cron: "0 2 1 * *" }
        derive: { cron: "0 4 * * *" }
        release: { cron: "0 6 16 * *" }
        reminders: { cron: "0 7 * * 1", days_before: 30 }
        """;

    [Fact]
    public Task With_the_queue_in_memory_a_killed_host_comes_to_the_same_end_as_one_that_was_not() => Months(() => null, hosts: 1);

    [Fact]
    public Task With_the_queue_in_PostgreSQL_two_hosts_of_which_one_is_killed_come_to_the_same_end() => Months(postgres.Database, hosts: 2);

    private async Task Months(Func<string?> database, int hosts)
    {
        var random = new Random(int.Parse(Environment.GetEnvironmentVariable("TIP_KILL_SEED") ?? "20260916", CultureInfo.InvariantCulture));
        var left = int.Parse(Environment.GetEnvironmentVariable("TIP_KILLS") ?? "8", CultureInfo.InvariantCulture);
        using var undisturbed = new TinyOperation(Month);
        await Run(undisturbed, database(), hosts, 0, random);
        var (expected, release) = (undisturbed.Content(), undisturbed.Releases);
        var (months, kills) = (0, 0);
        while (left > 0)
        {
            using var operation = new TinyOperation(Month);
            var killed = await Run(operation, database(), hosts, Math.Min(left, KillsOfOneMonth), random);
            Assert.Equal(release, operation.Releases);
            Assert.Equal(expected, operation.Content());
            (months, kills, left) = (months + 1, kills + killed, left - killed);
        }

        output.WriteLine(FormattableString.Invariant($"{kills} kills over {months} months: each with one release and the vault of an undisturbed month."));
    }

    /// <returns>How often a host was killed.</returns>
    private static async Task<int> Run(TinyOperation operation, string? connection, int hosts, int kills, Random random)
    {
        for (var file = 1; file <= 3; file++)
            operation.Drop(FormattableString.Invariant($"export-{file}.csv"), TinyOperation.Export(file));
        operation.KnownSince(new DateTimeOffset(2026, 9, 9, 0, 0, 0, TimeSpan.Zero));
        // Six days until the release: some seconds. It ends before the next one is due, however slow the machine.
        var clock = new RunningClock(DateTimeOffset.UtcNow, new DateTimeOffset(2026, 9, 10, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(6) / TimeSpan.FromSeconds(5), new DateTimeOffset(2026, 10, 10, 0, 0, 0, TimeSpan.Zero));
        var (done, ids, children) = (0, new List<int>(), new List<ChildHost>());
        try
        {
            while (children.Count < hosts)
                children.Add(await Start());
            while (done < kills && !IsOver(operation))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 2000)));
                var victim = random.Next(children.Count);
                children[victim].Kill();
                children[victim].Dispose();
                done++;
                Assert.All(operation.Releases.Where(name => name[0] != '.'), name => Assert.True(Manifest.IsComplete(Path.Combine(operation.Folder, "releases", name))));
                children[victim] = await Start();
            }

            await TestHost.Until(() => IsOver(operation), () => Last(operation));
        }
        finally
        {
            foreach (var child in children)
                child.Dispose();
        }

        // A last start finishes what the end of the test itself may have cut off, and cleans up.
        using (var last = new ChildHost(new RunningClock(DateTimeOffset.UtcNow, clock.GetUtcNow(), 0, clock.GetUtcNow()), connection, [operation]))
        {
            await last.Started();
            await TestHost.Until(() => Directory.GetFiles(operation.Inbox).Length == 0 && Open(operation) == 0, () => Last(operation));
        }

        Assert.Single(operation.Ledger.Read(), line => line.Job == "release" && line.AsOf == new DateOnly(2026, 9, 16) && line.IsFinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(operation.Folder, "data"), "pending-*"));
        Assert.Empty(new[] { "/dev/shm", Path.GetTempPath() }.Where(Directory.Exists).SelectMany(place => ids.SelectMany(id => Directory.GetDirectories(place, FormattableString.Invariant($"tipanalytics-{id}-*")))));
        return done;

        async Task<ChildHost> Start()
        {
            var child = new ChildHost(clock, connection, [operation]);
            ids.Add(child.Id);
            await child.Started();
            return child;
        }
    }

    private static string Last(TinyOperation operation) => string.Join('\n', File.ReadLines(Path.Combine(operation.Folder, "data", "runs.jsonl")).TakeLast(20));

    /// <summary>The release is made, what came is taken, and observations were derived.</summary>
    private static bool IsOver(TinyOperation operation) =>
        Directory.GetFiles(operation.Inbox).Length == 0
        && operation.Ledger.Read() is var lines
        && lines.Any(line => line is { Job: "release", IsFinal: true }) && lines.Any(line => line is { Job: "derive", IsFinal: true });

    /// <summary>Runs of the schedule that were begun and have not come to an end.</summary>
    private static int Open(TinyOperation operation) =>
        operation.Ledger.Read().Where(line => line.Due is not null).GroupBy(line => (line.Job, line.Due)).Count(run => run.Any(line => line.Event == RunEvent.Started) && !run.Any(line => line.IsFinal));
}
