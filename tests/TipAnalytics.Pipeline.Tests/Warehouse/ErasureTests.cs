using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Retention of 6 months: on any day of July 2026 the months from January on may be there.</summary>
public sealed class ErasureTests : IDisposable
{
    private const string Mark = "QZ-ERASED-55D0";

    private static readonly DateOnly July = new(2026, 7, 15);

    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Theory]
    [InlineData("2026-06-30", "2025-12-01")]
    [InlineData("2026-07-01", "2026-01-01")]
    [InlineData("2026-07-31", "2026-01-01")]
    public void A_month_may_be_kept_until_as_many_months_have_begun_since_as_the_protocol_says(string asOf, string oldest) =>
        Assert.Equal(Day(oldest), Retention.OldestMonth(Source().Protocol, Day(asOf)));

    [Fact]
    public void Records_past_their_retention_are_erased_and_noted_and_a_second_time_there_is_nothing_to_erase()
    {
        using var vault = given.Open();
        Load(vault, "first", new(2026, 6, 1), Row(vault, 2, "a", "2025-11-01"), Row(vault, 3, "b", "2025-12-01"), Row(vault, 4, "c", "2026-01-01"));
        Assert.Equal(
            [new ErasedRecords(1, "monitoring", "visit", "Partner A", "retention", "records are kept for 6 months under the protocol of 2024-01-01", July, Day("2025-12-01"), Day("2025-12-01"), 1)],
            Erasures.Run(vault, [Source()], July));
        Assert.Equal(["c"], TestVault.Rows(vault, "select answer from stg_visit order by answer"));
        Assert.Empty(Erasures.Run(vault, [Source()], July));
        Assert.Single(Erasures.Read(vault.Connection));
    }

    [Fact]
    public void Erased_values_are_in_no_byte_of_the_vault()
    {
        using (var vault = given.Open())
        {
            Load(vault, "first", new(2026, 6, 1), Row(vault, 2, Mark, "2025-12-01"), Row(vault, 3, "c", "2026-01-01"));
            vault.Commit();
            Assert.True(Holds(Mark));
            Erasures.Run(vault, [Source()], July);
            vault.Commit();
            Assert.Equal(["c"], TestVault.Rows(vault, "select answer from stg_visit"));
        }

        Assert.False(Holds(Mark));
    }

    [Fact]
    public void Erased_months_that_come_again_are_known_and_change_nothing()
    {
        using var vault = given.Open();
        Load(vault, "first", new(2026, 6, 1), Row(vault, 2, "b", "2025-12-01"), Row(vault, 3, "c", "2026-01-01"));
        Erasures.Run(vault, [Source()], July);
        // Most of a cumulative export is past its time: no sign of a broken file.
        var again = Load(vault, "second", July, Row(vault, 2, "a", "2025-11-01"), Row(vault, 3, "b", "2025-12-01"), Row(vault, 4, "c", "2026-01-01"));
        Assert.Null(again.Held);
        Assert.Equal(2, again.RejectedByRule["past_retention"]);
        Assert.Equal(1, again.Outcomes["duplicate"]);
        Assert.Empty(again.FirstRejections);
        Assert.Equal(["c"], TestVault.Rows(vault, "select answer from stg_visit"));
    }

    [Fact]
    public void The_records_of_a_provider_that_withdrew_are_erased_from_that_day_on_and_no_others()
    {
        using var vault = given.Open();
        Load(vault, "first", new(2026, 6, 1), Row(vault, 2, "a", "2026-01-01"), Row(vault, 3, "b", "2026-05-01"));
        TestVault.Load(vault, "other", [Row(vault, 2, "c", "2026-05-01")], TestVault.Source("survey"));
        var hash = vault.ContentHash;
        var withdrawn = Source(new() { On = July, By = "Head of programme", Reason = "New data policy." });
        Assert.Empty(Erasures.Run(vault, [withdrawn], July.AddDays(-1)));

        var erased = Assert.Single(Erasures.Run(vault, [withdrawn], July));

        Assert.Equal(("withdrawal", "withdrawn on 2026-07-15 by Head of programme: New data policy", 2L), (erased.Reason, erased.Rule, erased.RecordCount));
        Assert.Equal(["c"], TestVault.Rows(vault, "select answer from stg_visit"));
        Assert.NotEqual(hash, vault.ContentHash);
        Assert.Equal(["survey"], TestVault.Rows(vault, "select source_id from batch"));
        // Should the provider come back, its files are not «taken before».
        Assert.False(Load(vault, "first", July, Row(vault, 2, "a", "2026-01-01")).AlreadyTaken);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static BatchSummary Load(Vault vault, string name, DateOnly asOf, params SourceRow[] rows) => BatchLoader.Load(
        vault, Source(), TestVault.Stream(), new SourceFile(name, name, "table", [], [], rows, new Dictionary<string, int>()), asOf);

    private static SourceRow Row(Vault vault, int row, string id, string month) => new()
    {
        Row = row, Key = vault.RecordKeys.Record("monitoring", id), PeriodStart = Day(month), AreaCode = "LR0101", Values = [id],
    };

    private static SourceDefinition Source(WithdrawalDefinition? withdrawn = null)
    {
        var plain = TestVault.Source();
        return new()
        {
            Id = plain.Id, Title = plain.Title, Stream = plain.Stream, Provider = plain.Provider, Dialect = plain.Dialect, File = plain.File, Record = plain.Record,
            Period = new() { Column = "month" }, Area = plain.Area, Fields = plain.Fields, Withdrawn = withdrawn,
            Protocol = new()
            {
                Parties = [], Purpose = "", AgreedOn = new(2024, 1, 1), ExpiresOn = new(2028, 1, 1), LowestLevel = 2, Audiences = [], MinimumCell = 5, RetentionMonths = 6, Fields = [],
            },
        };
    }

    private bool Holds(string mark)
    {
        var plain = Path.Combine(given.Root, "look.duckdb");
        VaultFile.Read(given.File, plain, VaultKey.Read(given.KeyFile));
        var holds = File.ReadAllBytes(plain).AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0;
        File.Delete(plain);
        return holds;
    }
}
