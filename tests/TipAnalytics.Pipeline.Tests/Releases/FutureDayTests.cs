using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>A mistyped year would let retention erase records and a release fix months that are not over.</summary>
[Collection("Environment")]
public class FutureDayTests
{
    [Fact]
    public void A_day_that_has_not_come_is_refused_before_anything_is_erased_or_fixed()
    {
        using var operation = new SmallOperation();
        operation.Draft();
        var before = FileHash.Of(operation.VaultFile);
        var later = operation.Options with { AsOf = new(2027, 8, 15) };

        foreach (var command in new Action[] { () => operation.Draft(asOf: "2027-08-15"), () => OperationRun.Purge(later), () => OperationRun.Ingest(later), () => OperationRun.Derive(later) })
        {
            var refusal = Assert.Throws<ReleaseBlockedException>(command);
            Assert.StartsWith("Nothing done: 2027-08-15 has not come yet.", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(12, refusal.ExitCode);
        }

        Assert.Equal(before, FileHash.Of(operation.VaultFile));
    }

    [Fact]
    public void A_day_that_has_begun_in_the_zone_of_the_operation_has_come()
    {
        using var operation = new SmallOperation();
        var evening = operation.Options with { Clock = new Standing(new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero)) };

        Assert.Equal(new DateOnly(2026, 9, 2), OperationRun.Purge(evening with { AsOf = new(2026, 9, 2) }).AsOf);
        Assert.Throws<ReleaseBlockedException>(() => OperationRun.Purge(evening with { AsOf = new(2026, 9, 3) }));
    }

    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
