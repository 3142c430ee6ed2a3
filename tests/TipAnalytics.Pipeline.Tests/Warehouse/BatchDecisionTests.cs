using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>What becomes of each row. «replaced» is accepted as the newer version of a record that was there.</summary>
public sealed class BatchDecisionTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void Within_a_file_the_greatest_version_wins() => Decide("""
        file | id | version | answer | outcome
        1    | a  | 2       | second | accepted
        1    | a  | 1       | first  | superseded
        1    | b  | 1       | other  | accepted
        """, "second, other");

    [Fact]
    public void Within_a_file_a_repeated_row_is_a_duplicate_and_of_equal_versions_the_later_row_wins() => Decide("""
        file | id | version | answer | outcome
        1    | a  | 1       | yes    | duplicate
        1    | a  | 1       | yes    | accepted
        1    | b  | 1       | old    | superseded
        1    | b  | 1       | new    | accepted
        """, "yes, new");

    [Fact]
    public void Without_versions_the_later_row_and_the_later_file_win() => Decide("""
        file | id | version | answer | outcome
        1    | a  |         | first  | superseded
        1    | a  |         | second | accepted
        2    | a  |         | third  | replaced
        3    | a  |         | third  | duplicate
        """, "third");

    [Fact]
    public void A_newer_version_replaces_what_an_earlier_file_brought() => Decide("""
        file | id | version | answer | outcome
        1    | a  | 1       | first  | accepted
        1    | b  | 1       | other  | accepted
        2    | a  | 2       | second | replaced
        3    | a  | 2       | second | duplicate
        """, "other, second");

    [Fact]
    public void An_older_version_that_comes_late_changes_nothing() => Decide("""
        file | id | version | answer | outcome
        1    | a  | 2       | second | accepted
        2    | a  | 1       | first  | superseded
        2    | a  | 1       | first  | duplicate
        3    | a  | 1       | third  | superseded
        """, "second");

    [Fact]
    public void The_same_version_with_another_content_replaces_the_earlier_file() => Decide("""
        file | id | version | answer | outcome
        1    | a  | 1       | yes    | accepted
        2    | a  | 1       | no     | replaced
        """, "no");

    [Fact]
    public void A_source_that_lost_its_version_column_still_brings_its_corrections() => Decide("""
        file | id | version | answer | outcome
        1    | a  | 2       | yes    | accepted
        2    | a  |         | no     | replaced
        3    | a  |         | no     | duplicate
        """, "no");

    [Fact]
    public void A_source_that_gained_a_version_column_takes_the_versions_over() => Decide("""
        file | id | version | answer | outcome
        1    | a  |         | yes    | accepted
        2    | a  | 2       | yes    | replaced
        3    | a  | 1       | no     | superseded
        """, "yes");

    [Fact]
    public void Numbers_that_are_written_otherwise_are_the_same_numbers()
    {
        var stream = TestVault.Stream("visit", ("score", FieldType.Decimal));
        using var vault = given.Open(stream);
        TestVault.Load(vault, "first", [TestVault.Row(vault, 2, "a", "", 1.5m, 2m)], stream: stream);
        var again = TestVault.Load(vault, "second", [TestVault.Row(vault, 2, "a", "", 1.50m, 2.000m)], stream: stream);
        Assert.Equal(1, again.Outcomes["duplicate"]);
        var changed = TestVault.Load(vault, "third", [TestVault.Row(vault, 2, "a", "", 1.5m, 2.001m)], stream: stream);
        Assert.Equal(1, changed.Replaced);
    }

    [Fact]
    public void The_same_id_in_two_sources_is_two_records()
    {
        using var vault = given.Open();
        TestVault.Load(vault, "first", [TestVault.Row(vault, 2, "a", "yes")]);
        var other = TestVault.Load(vault, "first", [TestVault.Row(vault, 2, "a", "yes")], TestVault.Source("survey"));
        Assert.Equal(1, other.Outcomes["accepted"]);
        Assert.Equal(["monitoring", "survey"], TestVault.Rows(vault, "select source_id from stg_visit order by record_id"));
    }

    private void Decide(string table, string held)
    {
        var rows = table.Split('\n').Skip(1).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select((cells, at) => (File: cells[0], Id: cells[1], Version: cells[2], Answer: cells[3], Outcome: cells[4], Row: at + 2)).ToList();
        using var vault = given.Open();
        foreach (var file in rows.GroupBy(row => row.File))
        {
            var batch = TestVault.Load(vault, file.Key, file.Select(row => TestVault.Row(vault, row.Row, row.Id, row.Version, 1, row.Answer)));
            string Counts(IEnumerable<(string Outcome, int Count)> counts) => $"file {file.Key}: " + string.Join(", ", counts.Where(count => count.Count > 0).Select(count => $"{count.Outcome} {count.Count}"));
            var expected = new[] { "accepted", "replaced", "duplicate", "superseded" }.Select(outcome => (outcome, file.Count(row => row.Outcome == outcome)));
            Assert.Equal(Counts(expected), Counts(
            [
                ("accepted", batch.Outcomes["accepted"] - batch.Replaced), ("replaced", batch.Replaced), ("duplicate", batch.Outcomes["duplicate"]), ("superseded", batch.Outcomes["superseded"]),
            ]));
        }

        Assert.Equal(held, string.Join(", ", TestVault.Rows(vault, "select answer from stg_visit order by record_id")));
    }
}
