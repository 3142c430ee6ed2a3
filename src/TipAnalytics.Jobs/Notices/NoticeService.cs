using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Notices;

/// <summary>Tells people what they have to act on, apart from the jobs: a mail server that is down fails no job, and is tried again.</summary>
internal sealed class NoticeService(JobsOptions options, ReachedOperations operations, JobStore store, ILogger<NoticeService> log) : BackgroundService
{
    private static readonly TimeSpan WaitAfterFailure = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Operation, string Channel), DateTimeOffset> notBefore = [];

    /// <summary>Tells what has not been told yet.</summary>
    public async Task TellAsync(CancellationToken cancel)
    {
        foreach (var operation in operations.All.Where(operation => operation.Plan.Notices is not null))
        {
            using var turn = store.Locks.Try($"notices {operation.Plan.Id}");
            if (turn is null)
                continue;
            if (operation.Plan.Notices is { Mail: { Count: > 0 } mail })
                await Tell(operation, "mail", notice => Mailer.SendAsync(notice, mail, options.Environment, cancel));
            if (operation.Plan.Notices is { WebhookEnv: { } variable })
                await Tell(operation, "webhook", notice => Webhook.SendAsync(notice, variable, options.Environment, cancel));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Tick, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                await TellAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is MachineException || StoreFailure.Is(failure))
            {
                // The ledger or the database is away, which is said elsewhere; the next look tells.
                continue;
            }
            catch (Exception bug) when (bug is not OutOfMemoryException and not OperationCanceledException)
            {
                log.LogError("Notices could not be sent ({Exception}); it is tried again.", bug.GetType().FullName);
            }
        }
    }

    private async Task Tell(ReachedOperation operation, string channel, Func<Notice, Task> send)
    {
        var now = options.Clock.GetUtcNow();
        if (Notice.Of(operation.Plan, operation.Ledger.Read(), channel, now) is not { } notice)
            return;
        var key = (operation.Plan.Id, channel);
        if (notBefore.TryGetValue(key, out var moment) && now < moment && moment - now <= WaitAfterFailure)
            return;
        try
        {
            await send(notice);
            operation.Ledger.Append(operation.Ledger.Line("", RunEvent.Told, channel));
            notBefore.Remove(key);
            log.LogInformation("{Operation}: {ItemCount} matters told by {Channel}", operation.Plan.Id, notice.Items.Count, channel);
        }
        catch (NoticeException failure)
        {
            notBefore[key] = now + WaitAfterFailure;
            log.LogWarning("{Operation}: nobody could be told by {Channel}: {Reason} It is tried again in {Minutes} minutes.", operation.Plan.Id, channel, failure.Message, WaitAfterFailure.TotalMinutes);
        }
    }
}

/// <summary>A notice did not get out; says why and what to do, without address and password.</summary>
internal sealed class NoticeException(string message) : Exception(message);
