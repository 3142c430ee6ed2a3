using System.Data.Common;
using System.Net.Sockets;

namespace TipAnalytics.Jobs;

/// <summary>The database of jobs is away: work that runs goes on, and what has to be stored waits.</summary>
internal static class StoreFailure
{
    public static bool Is(Exception failure) =>
        failure is DbException or TimeoutException or SocketException or ObjectDisposedException or Hangfire.Storage.DistributedLockTimeoutException
        || failure is Hangfire.BackgroundJobClientException { InnerException: { } inner } && Is(inner)
        || failure is AggregateException many && many.InnerExceptions.All(Is)
        || failure is InvalidOperationException { InnerException: { } cause } && Is(cause)
        || failure.GetType().Namespace == "Hangfire.PostgreSql";
}
