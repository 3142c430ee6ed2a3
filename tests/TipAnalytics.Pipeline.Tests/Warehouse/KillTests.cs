using System.Diagnostics;
using System.Globalization;
using TipAnalytics.KillRun;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>A real process ingests and commits for ever and is killed. 10 kills in the suite; more with <c>TIP_KILL_RUNS=500</c>,
/// at other moments with <c>TIP_KILL_SEED=2</c>.</summary>
public sealed class KillTests
{
    [Fact]
    public void After_a_kill_at_any_moment_the_vault_holds_the_last_commit_or_the_newer_complete_one()
    {
        using var given = new TestVault();
        var random = new Random(Setting("TIP_KILL_SEED", 1));
        var (start, round) = Durations(given);
        var committed = 0;
        for (var kill = 0; kill < Setting("TIP_KILL_RUNS", 10); kill++)
        {
            using var child = new KilledProcess("ingest", given.Data, given.KeyFile);
            // Every second kill falls into the rounds of taking and committing, the others anywhere from the process's start to its first commit.
            var isInRounds = kill % 2 == 0;
            if (isInRounds)
                child.WaitFor("committed");
            var said = child.KillAfter(random.NextDouble() * (isInRounds ? 2 * round : start));
            committed = Math.Max(committed, Last(said, "committed "));
            var taken = Math.Max(committed, Last(said, "taken "));

            using var vault = Vault.Open(given.Data, VaultKey.Read(given.KeyFile), [NumberedBatches.Stream]);
            Assert.InRange(NumberedBatches.Count(vault), committed, taken);
            committed = NumberedBatches.Count(vault);
            Assert.Empty(WorkingCopyTests.CopiesOf(child.Id));
            Assert.False(File.Exists(given.File + ".tmp"));
        }

    }

    /// <summary>How long this machine takes today from a process's start to its first commit, and for a round of taking and committing.</summary>
    private static (TimeSpan Start, TimeSpan Round) Durations(TestVault given)
    {
        var clock = Stopwatch.StartNew();
        using var child = new KilledProcess("ingest", given.Data, given.KeyFile);
        child.WaitFor("committed 1");
        var start = clock.Elapsed;
        child.WaitFor("committed 2");
        return (start, clock.Elapsed - start);
    }

    private static int Last(IReadOnlyList<string> said, string start) =>
        said.Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => int.Parse(line[start.Length..], CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

    private static int Setting(string name, int value) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : value;
}
