using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Places that were not found stay on a list in the vault, and their rows come in once somebody has said what they mean.</summary>
public sealed class UnmatchedPlaceTests : IDisposable
{
    private static readonly AreaTree Areas = new([new("LR", "Lake Region", 0, null), new("LR01", "Shore", 1, "LR"), new("LR0101", "North Bay", 2, "LR01")]);

    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void The_account_tells_a_place_its_rule_and_proposals_and_never_how_many_records_it_has()
    {
        using var vault = given.Open();
        var summary = Load(vault, File(vault, "1", rejected: 12)).Places;
        var place = Assert.Single(summary.Unmatched);
        Assert.Equal(("place", "unknown_area", "North Bai", "fewer than 100"), (place.Column, place.Rule, place.Written, place.Rows));
        Assert.Equal(new PlaceProposal("LR0101", "North Bay", 0.88), Assert.Single(place.Proposals));
    }

    [Fact]
    public void The_list_holds_the_last_reading_of_each_file_and_says_whether_it_has_changed()
    {
        using var vault = given.Open();
        Assert.Equal([true, false, true, true], [Note(vault, "1", 12), Note(vault, "1", 12), Note(vault, "2", 30), Note(vault, "1", 14)]);
        Assert.Equal(["2 | North Bai | 30", "1 | North Bai | 14"], Noted(vault));
        Assert.Equal([true, false], [Note(vault, "1", 0), Note(vault, "3", 0)]);
        Assert.Equal(["2 | North Bai | 30"], Noted(vault));
    }

    [Fact]
    public void A_place_of_few_rows_has_no_text_in_the_vault()
    {
        using var vault = given.Open();
        Note(vault, "1", 9);
        Assert.Equal(["1 |  | 9"], Noted(vault));
    }

    [Fact]
    public void A_file_is_read_again_when_a_place_that_was_not_found_may_be_found_now()
    {
        using var vault = given.Open();
        Assert.Equal(1, Load(vault, File(vault, "1", rejected: 1)).Outcomes["accepted"]);
        Assert.True(Load(vault, File(vault, "1", rejected: 1)).AlreadyTaken);

        var again = Load(vault, File(vault, "1", rejected: 0, aliases: [new("NORTH BAI", "LR0101", "", null, null, "", 2)], accepted: 2, hash: "other"));
        Assert.Equal((1, 1), (again.Outcomes["accepted"], again.Outcomes["duplicate"]));
        Assert.True(Load(vault, File(vault, "1", rejected: 0, hash: "a third")).AlreadyTaken);
    }

    [Fact]
    public void A_file_that_is_read_again_stands_where_it_was_first_taken()
    {
        using var vault = given.Open();
        var source = TestVault.Source(rejectLimit: 1) with { Record = new() { Complete = Completeness.Months } };
        SourceFile Of(string name, string hash, params SourceRow[] rows) => File(vault, name, rejected: 0, hash: hash) with { Rows = rows };
        BatchSummary Take(SourceFile file) => BatchLoader.Load(vault, source, TestVault.Stream(), file, new DateOnly(2026, 1, 1));
        var unknown = TestVault.Ended(9, RowOutcome.Rejected, "unknown_area", "place");
        Take(Of("january", "one", TestVault.Row(vault, 2, "a", "no"), unknown));
        Take(Of("february", "one", TestVault.Row(vault, 2, "a", "yes"), TestVault.Row(vault, 3, "b", "yes")));

        var again = Take(Of("january", "other", TestVault.Row(vault, 2, "a", "no"), TestVault.Row(vault, 9, "c", "yes")));

        Assert.Equal((1, 1, 0), (again.Outcomes["accepted"], again.Outcomes["superseded"], again.Removed));
        Assert.Equal(["yes", "yes", "yes"], TestVault.Rows(vault, "select answer from stg_visit"));
    }

    [Fact]
    public void A_state_of_a_server_takes_the_place_of_the_one_before()
    {
        using var vault = given.Open();
        bool Pull(string hash, int rejected) => UnmatchedPlaces.Note(vault, "monitoring", File(vault, hash, rejected) with { Complete = Completeness.All }, new DateOnly(2026, 1, 1));
        Assert.Equal([true, true, true], [Pull("1", 12), Pull("2", 30), Pull("3", 0)]);
        Assert.Empty(Noted(vault));
    }

    [Fact]
    public void The_places_of_a_source_that_is_withdrawn_or_past_its_time_are_forgotten()
    {
        using var vault = given.Open();
        Note(vault, "1", 12);
        Erasures.Run(vault, [TestVault.Source()], new DateOnly(2026, 1, 20));
        Assert.Single(Noted(vault));
        Erasures.Run(vault, [TestVault.Source()], new DateOnly(2026, 4, 1));
        Assert.Empty(Noted(vault));
    }

    private static BatchSummary Load(Vault vault, SourceFile file) => BatchLoader.Load(vault, TestVault.Source(rejectLimit: 1), TestVault.Stream(), file, new DateOnly(2026, 1, 1));

    private static bool Note(Vault vault, string name, int rejected) => UnmatchedPlaces.Note(vault, "monitoring", File(vault, name, rejected), new DateOnly(2026, 1, 1));

    private static IReadOnlyList<string> Noted(Vault vault) => TestVault.Rows(vault, "select file_hash, written, row_count from unmatched_place order by rowid");

    private static SourceFile File(Vault vault, string name, int rejected, IReadOnlyList<PlaceAlias>? aliases = null, int accepted = 1, string hash = "first")
    {
        var tally = new PlaceTally(new Places(Areas, "LR", [], aliases ?? [], [], [], hash), [TestVault.Source()], Identifiers.BuiltIn);
        for (var row = 0; row < rejected; row++)
            tally.AddUnmatched("place", "unknown_area", "North Bai");
        var rows = Enumerable.Range(0, accepted).Select(row => TestVault.Row(vault, row + 2, $"id {row}", "yes"))
            .Concat(Enumerable.Range(0, rejected).Select(row => TestVault.Ended(row + accepted + 2, RowOutcome.Rejected, "unknown_area", "place")));
        return new SourceFile(name, name, "table", [], [], [.. rows], new Dictionary<string, int>()) { Places = tally };
    }
}
