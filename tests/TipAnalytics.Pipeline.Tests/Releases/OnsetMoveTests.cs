using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>What the ledger knows of onsets, and what the next release says of those that moved.</summary>
public class OnsetMoveTests
{
    private static readonly DateOnly First = new(2025, 1, 1);
    private static readonly DateOnly Later = new(2025, 7, 1);

    [Fact]
    public void The_ledger_keeps_the_onsets_of_every_release_and_gives_those_before_one()
    {
        using var operation = new SmallLedger("VI-05");
        operation.Add("2025-01", "X1", 30, ("organisation", "a"), ("gbv_type", "rape"), ("age_group", "adult"));
        var onset = operation.Setup.Operation.CrisisOnset;
        var (date, source) = (onset.Date, onset.Source);
        operation.Release("2025-05-15");
        onset.Areas["X1"] = new() { Date = Later, Title = "Later", Source = "Province" };
        operation.Release("2025-08-14");

        var ledger = ReleaseLedger.Before(operation.Connection, "next");
        Assert.Equal([(new DateOnly(2025, 5, 15), date, source, 0), (new DateOnly(2025, 8, 14), date, source, 1)], ledger.Onsets.Select(release => (release.AsOf, release.Onset, release.Source, release.Own.Count)));
        Assert.Equal((Later, "Province"), ledger.Onsets[1].Own["X1"]);
        // Made again, the second release knows what it knew then.
        Assert.Single(ReleaseLedger.Before(operation.Connection, "2025-08-14").Onsets);
        Assert.Equal([("X1", new DateOnly(2025, 5, 15), date, Later)], Moves(operation.Setup.Areas, [.. ledger.Onsets]).Select(move => (move.AreaCode, move.Since, move.Before, move.Now)));
    }

    [Fact]
    public void A_moved_onset_is_new_in_the_next_release_and_stays_known_in_those_after_it()
    {
        var areas = SmallLedger.Tree("X11");
        ReleasedOnsets[] releases = [Of(5, First), Of(8, Later), Of(11, Later)];
        Assert.Equal(new("X", new(2025, 5, 15), First, Later, "8", true), Assert.Single(Moves(areas, releases[..2])));
        Assert.Equal(new("X", new(2025, 5, 15), First, Later, "8", false), Assert.Single(Moves(areas, releases)));
        Assert.Empty(Moves(areas, [Of(5, First), Of(8, First)]));
        Assert.Empty(Moves(areas, [Of(5, First)]));
    }

    [Fact]
    public void An_area_whose_own_onset_is_withdrawn_has_that_of_the_area_around_it()
    {
        var areas = SmallLedger.Tree("X11");
        var before = Of(5, First, ("X1", new(2025, 3, 1)), ("X11", Later));
        Assert.Equal([("X11", Later, new DateOnly(2025, 3, 1), "X1")], Moves(areas, [before, Of(8, First, ("X1", new(2025, 3, 1)))]).Select(move => (move.AreaCode, move.Before, move.Now, move.Source)));
        // The country's moved: areas that have their own keep it.
        Assert.Equal(["X"], Moves(areas, [before, Of(8, new(2025, 2, 1), ("X1", new(2025, 3, 1)), ("X11", Later))]).Select(move => move.AreaCode));
    }

    private static IReadOnlyList<OnsetMove> Moves(AreaTree areas, ReleasedOnsets[] releases) => ReleasedOnsets.Moves(releases, "X", areas);

    private static ReleasedOnsets Of(int month, DateOnly onset, params (string Area, DateOnly Onset)[] own) => new(
        new(2025, month, 15), onset, $"{month}", own.ToDictionary(each => each.Area, each => (each.Onset, each.Area), StringComparer.Ordinal));
}
