using Microsoft.Extensions.Logging;

namespace TipAnalytics.Jobs;

/// <summary>Whether the database of jobs answers; says so once when that changes, where every part of Hangfire would say it again and again.</summary>
internal sealed class StoreState(JobStore store, ILogger<StoreState> log)
{
    private int away;

    public bool IsAnswering => Volatile.Read(ref away) == 0;

    public void IsAway()
    {
        if (Interlocked.Exchange(ref away, 1) == 0)
            log.LogError("The database of jobs ({Store}) does not answer. Jobs that run go on; nothing is lost, and the others go on when it is back.", store.Name);
    }

    public void IsThere()
    {
        if (Interlocked.Exchange(ref away, 0) == 1)
            log.LogInformation("The database of jobs ({Store}) answers again.", store.Name);
    }
}
