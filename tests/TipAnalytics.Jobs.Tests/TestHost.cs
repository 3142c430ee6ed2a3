using System.Collections.Concurrent;
using System.Globalization;
using Hangfire;
using Hangfire.Storage.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TipAnalytics.JobRun;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Web;

namespace TipAnalytics.Jobs.Tests;

/// <summary>A host in this process, with its pages on a free port and its log kept.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 9, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly WebApplication app;
    private readonly LogLines lines = new();

    private TestHost(JobsOptions options) => app = WebHost.Build("http://127.0.0.1:0", options, logging =>
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Debug);
        logging.AddProvider(lines);
    });

    public static async Task<TestHost> RunAsync(JobsOptions options)
    {
        var host = new TestHost(options);
        await host.app.StartAsync();
        host.Client = new HttpClient { BaseAddress = new Uri(host.app.Urls.Single()) };
        return host;
    }

    public static Task<TestHost> RunAsync(TinyOperation operation, TimeProvider? clock = null, string? connection = null, Func<JobsOptions, JobsOptions>? change = null)
    {
        var options = QuickJobs.Options([operation.Folder], connection, clock ?? new SettableClock(Start));
        return RunAsync(change is null ? options : change(options));
    }

    public HttpClient Client { get; private set; } = null!;

    public string Log => string.Join('\n', lines.Said);

    public JobsStatus Status => app.Services.GetRequiredService<JobsStatus>();

    public StatisticsDto Statistics => Status.Storage.GetMonitoringApi().GetStatistics();

    public void Cancel(string id) => new BackgroundJobClient(Status.Storage).Delete(id);

    public async Task<string> Page(string path) => await (await Client.GetAsync(new Uri(path, UriKind.Relative))).Content.ReadAsStringAsync();

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Client.Dispose();
    }

    /// <summary>Waits for something to be so; fails after three minutes, for a machine that is busy.</summary>
    public static async Task Until(Func<bool> isSo, Func<string> otherwise)
    {
        var last = DateTime.UtcNow.AddMinutes(3);
        while (!isSo())
        {
            if (DateTime.UtcNow > last)
                Assert.Fail($"Not within three minutes: {otherwise()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits for lines of the run ledger: job and outcome of what ended, was missed or told.</summary>
    public static async Task<IReadOnlyList<RunLine>> Ended(TinyOperation operation, params string[] expected)
    {
        await Until(() => Words(operation).Count >= expected.Length, () => string.Join(", ", Words(operation)));
        Assert.True(expected.SequenceEqual(Words(operation)), File.ReadAllText(Path.Combine(operation.Folder, "data", "runs.jsonl")));
        return [.. operation.Ledger.Read().Where(line => line.Event is RunEvent.Ended or RunEvent.Missed)];
    }

    /// <summary>Waits until the schedule of an operation is known to the host: what comes due from then on is done.</summary>
    public static Task Known(TinyOperation operation, int jobs = 1) =>
        Until(() => operation.Ledger.Read().Count(line => line.Event == RunEvent.Scheduled) >= jobs, () => "the schedule is not known");

    private static List<string> Words(TinyOperation operation) =>
        [.. operation.Ledger.Read().Where(line => line.Event is RunEvent.Ended or RunEvent.Missed).Select(line => $"{line.Job} {line.Outcome}")];

    private sealed class LogLines : ILoggerProvider
    {
        public ConcurrentQueue<string> Said { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Lines(categoryName, Said);

        public void Dispose()
        {
            // Lines are read after the host has ended.
        }

        private sealed class Lines(string category, ConcurrentQueue<string> said) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                said.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{logLevel} {category}: {formatter(state, exception)} {exception}"));
        }
    }
}
