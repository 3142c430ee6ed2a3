using System.Globalization;
using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class BatchAccountingTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void Outcomes_add_to_the_rows_and_the_vault_holds_what_a_plain_loop_would_keep()
    {
        // Few ids, versions and answers, so that they meet; 0 is «no version».
        var row = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 9]);
        var sample = 0;
        using var vault = given.Open();
        row.Array[0, 12].Array[1, 4].Sample(files =>
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"s{sample++}");
            var held = new Dictionary<int, (string Version, string Answer)>();
            foreach (var (rows, number) in files.Select((rows, at) => (rows, at)))
            {
                var batch = TestVault.Load(
                    vault, string.Create(CultureInfo.InvariantCulture, $"{number}"),
                    rows.Select((cells, at) => cells.Item4 switch
                    {
                        0 => TestVault.Ended(at + 2, RowOutcome.WithoutConsent),
                        1 => TestVault.Ended(at + 2, RowOutcome.Rejected, "unknown_area"),
                        _ => TestVault.Row(vault, at + 2, Text(cells.Item1), Version(cells.Item2), 1, Text(cells.Item3)),
                    }),
                    TestVault.Source(source, rejectLimit: 1));
                Assert.Equal(rows.Length, batch.Outcomes.Values.Sum());
                Assert.Equal(rows.Count(cells => cells.Item4 == 0), batch.Outcomes["without_consent"]);
                Assert.Equal(rows.Count(cells => cells.Item4 == 1), batch.Outcomes["rejected"]);
                var before = held.Count;
                Keep(held, rows.Where(cells => cells.Item4 > 1).Select(cells => (cells.Item1, Version(cells.Item2), Text(cells.Item3))));
                Assert.Equal(held.Count - before, batch.Outcomes["accepted"] - batch.Replaced);
            }

            Assert.Equal(
                held.Values.Select(record => $"{record.Version} | {record.Answer}").Order(StringComparer.Ordinal),
                TestVault.Rows(vault, $"select version, answer from rec_visit where source_id = '{source}'").Order(StringComparer.Ordinal));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        using var vault = given.Open();
        TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "yes")]);
        var hash = vault.ContentHash;
        var again = TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "no")]);
        Assert.True(again.AlreadyTaken);
        Assert.Equal(hash, vault.ContentHash);
        Assert.Equal(["yes"], TestVault.Rows(vault, "select answer from stg_visit"));
    }

    [Fact]
    public void A_batch_over_the_reject_limit_is_held_and_leaves_nothing()
    {
        using var vault = given.Open();
        var held = TestVault.Load(vault, "round-3.csv", [.. Good(vault, 8), TestVault.Ended(10, RowOutcome.Rejected, "unknown_area", "admin2"), TestVault.Ended(11, RowOutcome.Rejected, "malformed")]);
        Assert.Equal(
            "round-3.csv: held back, nothing of it was taken. 2 of 10 rows were rejected (malformed 1, unknown_area 1), more than the limit of 10 %; the first is row 10, column \"admin2\". "
            + "Correct the export, or the mapping in sources/monitoring.yaml.", held.Held);
        foreach (var table in new[] { "rec_visit", "batch", "rejection", "emptied" })
            Assert.Empty(TestVault.Rows(vault, $"select 1 from {table}"));

        var corrected = TestVault.Load(vault, "round-3.csv", [.. Good(vault, 9), TestVault.Ended(11, RowOutcome.Rejected, "malformed")]);
        Assert.Null(corrected.Held);
        Assert.Equal(9, corrected.Outcomes["accepted"]);
    }

    [Fact]
    public void Rows_refused_on_purpose_do_not_count_towards_the_limit()
    {
        using var vault = given.Open();
        var refused = Enumerable.Range(7, 5).Select(row => TestVault.Ended(row, RowOutcome.Rejected, "reported_elsewhere", "status"));
        var batch = TestVault.Load(vault, "file", [.. Good(vault, 5), .. refused], TestVault.Source(refuse: "reported_elsewhere"));
        Assert.Null(batch.Held);
        Assert.Equal((5, 5), (batch.Outcomes["accepted"], batch.Outcomes["rejected"]));
    }

    [Fact]
    public void A_file_that_breaks_off_leaves_nothing()
    {
        using var vault = given.Open();
        IEnumerable<SourceRow> Broken()
        {
            yield return TestVault.Row(vault, 2, "a", "yes");
            throw new SourceDataException("file: cut off.");
        }

        Assert.Throws<SourceDataException>(() => TestVault.Load(vault, "file", Broken()));
        Assert.Empty(TestVault.Rows(vault, "select 1 from rec_visit"));
        Assert.Equal(1, TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "yes")]).Outcomes["accepted"]);
    }

    [Fact]
    public void A_number_that_its_column_cannot_hold_rejects_its_row_and_is_quoted_nowhere()
    {
        var stream = TestVault.Stream("visit", ("score", FieldType.Decimal));
        using var vault = given.Open(stream);
        var batch = TestVault.Load(
            vault, "file",
            [
                TestVault.Row(vault, 2, "a", "", 1_000_000_000_000m, 1m),
                TestVault.Row(vault, 3, "b", "", 1, -1_000_000_000_000m),
                TestVault.Row(vault, 4, "c", "", 1, 999_999_999_998.9999999m),
            ],
            TestVault.Source(rejectLimit: 1), stream);
        Assert.Equal(
            [new RejectedRow("file", null, 2, "survey_weight", "number_too_large"), new RejectedRow("file", null, 3, "score", "number_too_large")],
            batch.FirstRejections);
        Assert.Equal(1, batch.Outcomes["accepted"]);
    }

    private static IEnumerable<SourceRow> Good(Vault vault, int count) => Enumerable.Range(2, count).Select(row => TestVault.Row(vault, row, Text(row), "yes"));

    private static void Keep(Dictionary<int, (string Version, string Answer)> held, IEnumerable<(int Id, string Version, string Answer)> rows)
    {
        foreach (var versions in rows.GroupBy(row => row.Id))
        {
            var best = versions.Aggregate((kept, next) => string.CompareOrdinal(next.Version, kept.Version) >= 0 ? next : kept);
            if (!held.TryGetValue(best.Id, out var there) || best.Version.Length == 0 || string.CompareOrdinal(best.Version, there.Version) >= 0)
            {
                // A duplicate changes nothing, also when it names no version.
                if (!(best.Version.Length == 0 && there.Answer == best.Answer))
                    held[best.Id] = (best.Version, best.Answer);
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Version(int number) => number == 0 ? "" : Text(number);
}
