using System.Diagnostics;
using System.Globalization;
using TipAnalytics.JobRun;

namespace TipAnalytics.Jobs.Tests;

/// <summary>How far one machine goes. TIP_OPERATIONS: how many operations (2 without it, which show that all are done; times are judged from 20 on, on a quiet machine).</summary>
[Collection(nameof(PrivatePostgres))]
public class ManyOperationsTests(PrivatePostgres postgres, Xunit.Abstractions.ITestOutputHelper output)
{
    private const int JudgedFrom = 20;
    private const long MostMemory = 1024;
    private const string Release = "time_zone: UTC\nsettle_seconds: 1\nrelease: { cron: \"0 6 16 * *\" }";

    private static readonly DateTimeOffset Due = new(2026, 9, 16, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_month_of_many_operations_is_made_once_each_and_faster_by_two_workers_than_by_one()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TIP_OPERATIONS") ?? "2", CultureInfo.InvariantCulture);
        if (count < JudgedFrom)
        {
            await Months(count, workers: 2);
            return;
        }

        var (alone, together) = (await Months(count, workers: 1), await Months(count, workers: 2));
        output.WriteLine(FormattableString.Invariant($"Two workers do {alone / together:0.00} times the work of one."));
        Assert.True(alone / together >= 1.6);
    }

    /// <returns>Seconds.</returns>
    private async Task<double> Months(int count, int workers)
    {
        var operations = Enumerable.Range(1, count).Select(number => new TinyOperation(Release, FormattableString.Invariant($"operation-{number:00}"))).ToList();
        var children = new List<ChildHost>();
        try
        {
            foreach (var operation in operations)
            {
                operation.Drop("a.csv", TinyOperation.Export(1));
                operation.KnownSince(Due.AddDays(-1));
            }

            var (clock, connection) = (new RunningClock(DateTimeOffset.UtcNow, Due.AddMinutes(1), 0, DateTimeOffset.MaxValue), postgres.Database());
            var watch = Stopwatch.StartNew();
            while (children.Count < workers)
                children.Add(new ChildHost(clock, connection, operations, workers: 1));
            foreach (var operation in operations)
                await TestHost.Until(() => operation.Ledger.Read().Any(line => line.IsFinal), () => operation.Id);
            var (seconds, memory) = (watch.Elapsed.TotalSeconds, children.Max(child => child.PeakMemory));
            output.WriteLine(FormattableString.Invariant($"{count} operations, {workers} workers: {seconds:0.0} s, at most {memory} MiB each."));
            Assert.All(operations, operation => Assert.Single(operation.Releases));
            Assert.All(operations, operation => Assert.Single(operation.Ledger.Read(), line => line.IsFinal));
            Assert.InRange(memory, 1, MostMemory);
            return seconds;
        }
        finally
        {
            children.ForEach(child => child.Dispose());
            operations.ForEach(operation => operation.Dispose());
        }
    }
}
