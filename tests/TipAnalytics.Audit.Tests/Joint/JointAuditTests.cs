using TipAnalytics.Audit.Attack;
using TipAnalytics.Audit.Joint;

namespace TipAnalytics.Audit.Tests.Joint;

/// <summary>Three counts (7, 3 and 20) and what releases and a partner say of them: what is a release's own fault, and what was told before it.</summary>
public class JointAuditTests
{
    private static readonly long[] Truth = [7, 3, 20];

    private static readonly Dictionary<string, (int, IReadOnlyList<Statement>)> NoInsiders = [];

    private static Statement Said(long seq, params int[] counts) =>
        new(counts, counts.Sum(at => Truth[at]), counts.Sum(at => Truth[at]), FormattableString.Invariant($"release {seq} on {string.Join('+', counts)}")) { Seq = seq };

    private static (AuditFailure? Failure, int Told) Audit(int[] thresholds, Statement[] released, Statement[]? others = null)
    {
        var report = new AuditReport("last");
        ProtectedGroup[] groups = [.. Enumerable.Range(0, 3).Where(at => Truth[at] < thresholds[^1]).Select(at => new ProtectedGroup([at], thresholds[^1], 0, $"count {at}"))];
        var failure = JointAudit.Check([new("T-01", thresholds, 3, Truth, [], released, groups, groups.Length, 0, NoInsiders) { External = others ?? [] }], 1, report);
        return (failure, report.AlreadyDisclosed);
    }

    [Fact]
    public void What_reached_the_lower_threshold_of_its_release_may_be_told_when_the_threshold_is_raised_later()
    {
        Assert.Equal("A3", Audit([10], [Said(1, 0)]).Failure?.Step);
        Assert.Equal((null, 0), Audit([5, 10], [Said(1, 0), Said(2, 2)]));
        // The second release touches what the first told: its bounds are noted, both.
        Assert.Equal((null, 2), Audit([5, 10], [Said(1, 0), Said(2, 0, 2)]));
        Assert.Equal("A3", Audit([10, 10], [Said(1, 0), Said(2, 0, 2)]).Failure?.Step);
    }

    [Fact]
    public void What_an_earlier_release_told_under_its_own_threshold_is_a_fault_whatever_the_threshold_is_later()
    {
        Assert.Equal("A3", Audit([5, 10], [Said(1, 1)]).Failure?.Step);
        Assert.Equal("A3", Audit([5, 10], [Said(1, 1), Said(2, 1, 2)]).Failure?.Step);
    }

    [Fact]
    public void What_a_later_release_tells_is_its_own_fault_though_the_threshold_was_raised_with_it()
    {
        Assert.Equal("A3", Audit([5, 10], [Said(1, 2), Said(2, 1, 2)]).Failure?.Step);
    }

    [Fact]
    public void What_a_partner_tells_is_noted_and_what_a_release_adds_to_it_is_a_fault()
    {
        Assert.Equal((null, 2), Audit([10, 10], [Said(1, 2)], [Said(2, 1)]));
        // Known when the release came: it should have been silent.
        Assert.Equal("A3", Audit([10, 10], [Said(1, 2), Said(2, 0, 1)], [Said(1, 0)]).Failure?.Step);
        // Published after it.
        Assert.Equal((null, 4), Audit([10, 10, 10], [Said(1, 2), Said(2, 0, 1)], [Said(3, 0)]));
    }

    [Fact]
    public void What_a_partner_tells_excuses_no_release_that_told_it_first() =>
        Assert.Equal("A3", Audit([10, 10], [Said(1, 1)], [Said(2, 1)]).Failure?.Step);
}
