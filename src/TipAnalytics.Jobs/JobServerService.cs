using Hangfire;
using Hangfire.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs;

/// <summary>Takes jobs out of the queues of the operations that this process can reach, until it is stopped.</summary>
internal sealed class JobServerService(JobsOptions options, ReachedOperations operations, JobStore store, OperationJobs jobs, StoreState state, ILoggerFactory loggers) : IHostedService, IDisposable
{
    // A second is what a person waits after pressing «delete».
    private static readonly TimeSpan CancelCheck = TimeSpan.FromSeconds(1);

    private BackgroundJobServer? server;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        OperationRun.RemoveLeftCopies();
        LogProvider.SetCurrentLogProvider(new HangfireLog(loggers, state));
        // Hangfire takes a server without a queue for a mistake; a host without operations has pages only.
        if (operations.Ids.Count == 0)
            return Task.CompletedTask;
        server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = options.Workers,
                Queues = [.. operations.Ids],
                Activator = new OwnActivator(jobs),
                FilterProvider = new OwnFilters(),
                CancellationCheckInterval = CancelCheck,
                SchedulePollingInterval = options.Tick,
                HeartbeatInterval = TimeSpan.FromSeconds(15),
                ServerTimeout = TimeSpan.FromMinutes(2),
                StopTimeout = TimeSpan.FromSeconds(1),
                ShutdownTimeout = TimeSpan.FromSeconds(30),
            },
            store.Storage);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is null)
            return;
        server.SendStop();
        try
        {
            await server.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host waits no longer. What is cut off now is finished at the next start, as after a kill.
            return;
        }
    }

    public void Dispose() => server?.Dispose();
}
