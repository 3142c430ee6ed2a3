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
}
