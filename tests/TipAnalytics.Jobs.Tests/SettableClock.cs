namespace TipAnalytics.Jobs.Tests;

/// <summary>Days as the test says; waits and durations are real.</summary>
internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    private long ticks = now.UtcTicks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Set(DateTimeOffset moment) => Interlocked.Exchange(ref ticks, moment.UtcTicks);
}
