using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace TipAnalytics.Jobs;

/// <summary>Where the queue is kept, and the locks that go with it.</summary>
/// <param name="Name">For people: no user, no password.</param>
internal sealed record JobStore(JobStorage Storage, IJobLocks Locks, string Name)
{
    private const string Schema = "tip_jobs";

    /// <summary>In the memory of this process: what a restart loses of it, the ledgers of the operations bring back.</summary>
    public static JobStore InMemory() => new(new InMemoryStorage(), new MemoryLocks(), "in memory");

    /// <param name="operations">Queues that this process takes jobs from.</param>
    /// <exception cref="Pipeline.MachineException">The database cannot be reached.</exception>
    public static JobStore PostgreSql(string connection, JobsOptions options, IReadOnlyList<string> operations)
    {
        // Hangfire itself would start all the same, and wait without a word.
        JobsConnection.Check(connection);
        var settings = new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            InvisibilityTimeout = options.Invisible,
            UseSlidingInvisibilityTimeout = true,
            QueuePollInterval = options.Tick < TimeSpan.FromSeconds(1) ? options.Tick : TimeSpan.FromSeconds(1),
            DistributedLockTimeout = TimeSpan.FromMinutes(1),
            AllowUnsafeValues = true,
        };
        var storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, settings), settings);
        storage.QueueProviders.Add(new FairQueueProvider(new PostgreSqlJobQueueProvider(storage, settings), connection, Schema, options.Invisible), operations);
        return new(storage, new PostgresLocks(connection), JobsConnection.Name(connection));
    }
}
