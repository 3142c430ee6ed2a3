using System.Data;
using Hangfire.PostgreSql;
using Hangfire.Storage;
using Npgsql;

namespace TipAnalytics.Jobs;

/// <summary>Gives out the job that has waited longest, of whichever operation. Hangfire's own queue goes by the name of the queue first, so that an
/// operation late in the alphabet could wait for ever.</summary>
internal sealed class FairQueueProvider(IPersistentJobQueueProvider inner, string connection, string schema, TimeSpan invisible) : IPersistentJobQueueProvider
{
    public IPersistentJobQueue GetJobQueue() => new FairQueue(inner.GetJobQueue(), connection, schema, invisible);

    public IPersistentJobQueueMonitoringApi GetJobQueueMonitoringApi() => inner.GetJobQueueMonitoringApi();
}

internal sealed class FairQueue(IPersistentJobQueue inner, string connection, string schema, TimeSpan invisible) : IPersistentJobQueue
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Once = TimeSpan.FromMilliseconds(200);

    public IFetchedJob Dequeue(string[] queues, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Longest(queues) is not { } queue)
                cancellationToken.WaitHandle.WaitOne(Pause);
            else if (Take(queue, cancellationToken) is { } job)
                return job;
        }
    }

    public void Enqueue(IDbConnection connection, string queue, string jobId) => inner.Enqueue(connection, queue, jobId);

    /// <summary>The queue asks the database once and then waits for more; a token that ends at once keeps it from waiting, for another worker may have been faster.</summary>
    private IFetchedJob? Take(string queue, CancellationToken cancel)
    {
        using var once = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        once.CancelAfter(Once);
        try
        {
            return inner.Dequeue([queue], once.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>The queue whose first job has waited longest; null: none waits.</returns>
    private string? Longest(string[] queues)
    {
        using var opened = new NpgsqlConnection(connection);
        opened.Open();
        using var command = opened.CreateCommand();
        command.CommandText = $"""
            select queue from "{schema}".jobqueue
            where queue = any($1) and (fetchedat is null or fetchedat < now() - $2)
            order by id limit 1
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = queues });
        command.Parameters.Add(new NpgsqlParameter { Value = invisible });
        return (string?)command.ExecuteScalar();
    }
}
