using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace TipAnalytics.Jobs;

/// <summary>Locks over all processes on one queue. The vault's own lock, a file in the operation's folder, holds besides for whoever else works there; on
/// a folder shared by machines it needs a file system that locks (NFS 4, SMB), so machines with such a share are to have one PostgreSQL.</summary>
internal interface IJobLocks
{
    /// <returns>Null: somebody else has it. Disposing gives it up; so does the end of the process.</returns>
    IDisposable? Try(string name);
}

internal sealed class MemoryLocks : IJobLocks
{
    private readonly ConcurrentDictionary<string, object> held = new(StringComparer.Ordinal);

    public IDisposable? Try(string name) => held.TryAdd(name, name) ? new Held(() => held.TryRemove(name, out _)) : null;

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}

/// <summary>Advisory locks of a session: they go with its connection, where those of Hangfire's own table would stay behind a killed process until they
/// run out, and run out under a long job.</summary>
internal sealed class PostgresLocks(string connection) : IJobLocks
{
    // Also behind a machine that lost its power the server ends the session, within half a minute.
    private readonly string session = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Timeout = 5, KeepAlive = 10 }.ConnectionString;

    public IDisposable? Try(string name)
    {
        var opened = new NpgsqlConnection(session);
        try
        {
            opened.Open();
            using var command = opened.CreateCommand();
            command.CommandText = "select set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false), pg_try_advisory_lock($1)";
            command.Parameters.Add(new NpgsqlParameter { Value = Number(name) });
            using var answer = command.ExecuteReader();
            answer.Read();
            if (answer.GetBoolean(3))
                return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        opened.Dispose();
        return null;
    }

    private static long Number(string name) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"tipanalytics {name}")));
}
