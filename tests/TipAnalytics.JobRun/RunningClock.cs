using System.Globalization;

namespace TipAnalytics.JobRun;

/// <summary>A clock that runs fast, the same for all processes that are given its text: origin in real time, origin in its own time, factor, and the
/// moment at which it stands still. What is measured between two moments (waits, durations) stays real.</summary>
internal sealed class RunningClock(DateTimeOffset real, DateTimeOffset own, double factor, DateTimeOffset end) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => own + (System.GetUtcNow() - real) * factor is var now && now < end ? now : end;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{real:O} {own:O} {factor} {end:O}");

    public static RunningClock Parse(string text)
    {
        var parts = text.Split(' ');
        return new(DateTimeOffset.Parse(parts[0], CultureInfo.InvariantCulture), DateTimeOffset.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture), DateTimeOffset.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}
