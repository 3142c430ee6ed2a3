using Hangfire.Logging;
using Microsoft.Extensions.Logging;

namespace TipAnalytics.Jobs;

/// <summary>What Hangfire says, without the texts of exceptions: these are libraries' and may hold anything. A database that is away is said once, by <see cref="StoreState"/>.</summary>
internal sealed class HangfireLog(ILoggerFactory factory, StoreState state) : ILogProvider
{
    public ILog GetLogger(string name)
    {
        try
        {
            return new Lines(factory.CreateLogger(name), state, ofStore: name.StartsWith("Hangfire.PostgreSql", StringComparison.Ordinal));
        }
        catch (ObjectDisposedException)
        {
            // Hangfire has one log for the whole process, and its host has ended.
            return new Lines(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, state, ofStore: false);
        }
    }

    /// <param name="ofStore">The storage itself speaks: of its own retries, mostly.</param>
    private sealed class Lines(ILogger log, StoreState state, bool ofStore) : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception)
        {
            var level = ofStore ? Microsoft.Extensions.Logging.LogLevel.Debug : Level(logLevel);
            if (messageFunc is null)
                return log.IsEnabled(level);
            if (exception is not null && StoreFailure.Is(exception))
            {
                state.IsAway();
                return true;
            }

            // A job that ends as failed or is put off is said by the job itself.
            if (exception is TryLaterException or JobFailedException or OperationCanceledException)
                return true;
            if (exception is null)
                log.Log(level, "{Message}", messageFunc());
            else
                log.Log(level, "Hangfire: {Exception}", exception.GetType().FullName);
            return true;
        }

        // Its information is of no use to whoever runs an operation.
        private static Microsoft.Extensions.Logging.LogLevel Level(Hangfire.Logging.LogLevel level) => level switch
        {
            Hangfire.Logging.LogLevel.Trace => Microsoft.Extensions.Logging.LogLevel.Trace,
            Hangfire.Logging.LogLevel.Debug or Hangfire.Logging.LogLevel.Info => Microsoft.Extensions.Logging.LogLevel.Debug,
            Hangfire.Logging.LogLevel.Warn => Microsoft.Extensions.Logging.LogLevel.Warning,
            Hangfire.Logging.LogLevel.Error => Microsoft.Extensions.Logging.LogLevel.Error,
            _ => Microsoft.Extensions.Logging.LogLevel.Critical,
        };
    }
}
