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

    public IFetchedJob Dequeue(string[] queues, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var queue in Waiting(queues))
            {
                if (Take(queue, cancellationToken) is { } job)
                    return job;
            }

            cancellationToken.WaitHandle.WaitOne(Pause);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Enqueue(IDbConnection connection, string queue, string jobId) => inner.Enqueue(connection, queue, jobId);

    /// <summary>The queue asks the database once and then waits for more; a token that ends at once keeps it from waiting, for another worker may have been faster.</summary>
    private IFetchedJob? Take(string queue, CancellationToken cancel)
    {
        using var once = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        once.CancelAfter(50);
        try
        {
            return inner.Dequeue([queue], once.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private List<string> Waiting(string[] queues)
    {
        using var opened = new NpgsqlConnection(connection);
        opened.Open();
        using var command = opened.CreateCommand();
        command.CommandText = $"""
            select queue from "{schema}".jobqueue
            where queue = any($1) and (fetchedat is null or fetchedat < now() - $2)
            group by queue order by min(id)
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = queues });
        command.Parameters.Add(new NpgsqlParameter { Value = invisible });
        using var reader = command.ExecuteReader();
        var waiting = new List<string>();
        while (reader.Read())
            waiting.Add(reader.GetString(0));
        return waiting;
    }
}
