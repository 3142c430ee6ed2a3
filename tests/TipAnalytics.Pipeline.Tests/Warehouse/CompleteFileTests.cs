using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Which records a file takes out of the vault.</summary>
public sealed class CompleteFileTests : IDisposable
{
    private static readonly DateOnly January = new(2026, 1, 1);
    private static readonly DateOnly February = new(2026, 2, 1);

    private readonly TestVault given = new();
    private readonly Vault vault;
    private int row = 1;

    public CompleteFileTests() => vault = given.Open();

    public void Dispose()
    {
        vault.Dispose();
        given.Dispose();
    }

    [Theory]
    [InlineData(Completeness.None, "a 2026-01, b 2026-01, c 2026-02", 0)]
    [InlineData(Completeness.Months, "a 2026-01, c 2026-02", 1)]
    [InlineData(Completeness.All, "a 2026-01", 2)]
    internal void A_complete_file_takes_out_what_it_does_not_have(Completeness complete, string held, int removed)
    {
        Load("first", complete, Row("a", January), Row("b", January), Row("c", February));
        var batch = Load("second", complete, Row("a", January));
        Assert.Equal((1, removed), (batch.Rows, batch.Removed));
        Assert.Equal(batch.Rows, batch.Outcomes.Values.Sum());
        Assert.Equal(held, Held());
    }

    [Fact]
    public void The_same_complete_file_again_changes_nothing_and_files_count_in_the_order_of_taking()
    {
        Load("old", Completeness.All, Row("a", January));
        Load("new", Completeness.All, Row("a", January), Row("b", January));
        Assert.True(Load("old", Completeness.All, Row("a", January)).AlreadyTaken);
        Assert.Equal("a 2026-01, b 2026-01", Held());
        Assert.Equal(1, Load("old, other bytes", Completeness.All, Row("a", January)).Removed);
        Assert.Equal("a 2026-01", Held());
    }

    [Fact]
    public void A_record_that_moved_to_another_month_is_one_record()
    {
        Load("first", Completeness.Months, Row("a", January), Row("b", January));
        Load("second", Completeness.Months, Row("a", February));
        Assert.Equal("a 2026-02, b 2026-01", Held());
    }

    [Fact]
    public void A_complete_file_says_nothing_of_another_source()
    {
        Load("first", Completeness.All, Row("a", January));
        TestVault.Load(vault, "second", [Row("b", January)], Source(Completeness.All, "survey"));
        Assert.Equal("a 2026-01, b 2026-01", Held());
    }

    [Fact]
    public void A_broken_row_still_stands_for_its_record()
    {
        Load("first", Completeness.All, Row("a", January), Row("b", January), Row("c", January));
        Load("second", Completeness.All, Row("a", January), Ended("b", RowOutcome.Rejected, "unknown_area"));
        Assert.Equal("a 2026-01, b 2026-01", Held());
    }

    [Fact]
    public void A_complete_file_without_a_record_is_held_back()
    {
        Load("first", Completeness.All, Row("a", January));
        Assert.Equal(
            "second: held back, nothing of it was taken. No row of it can be a record, and as a file that is complete it would take out every record of «monitoring». "
            + "Export it again; a provider that takes its data back is noted under «withdrawn» in sources/monitoring.yaml.",
            Load("second", Completeness.All).Held);
        Assert.Null(Load("third", Completeness.Months).Held);
        Assert.Equal("a 2026-01", Held());
    }

    [Theory]
    [InlineData("without_consent")]
    [InlineData("not_approved")]
    public void A_record_whose_newer_version_is_without_consent_or_refused_goes(string why)
    {
        Load("first", Completeness.None, Row("a", January, "1"), Row("b", January, "1"));
        var row = why == "without_consent" ? Ended("a", RowOutcome.WithoutConsent, null, "2") : Ended("a", RowOutcome.Rejected, why, "2");
        Assert.Equal(1, Load("second", Completeness.None, row).Removed);
        Assert.Equal("b 2026-01", Held());
    }

    [Fact]
    public void Consent_counts_in_the_order_of_the_versions_not_of_the_rows()
    {
        var given = Load("first", Completeness.None, Ended("a", RowOutcome.WithoutConsent, null, "2"), Row("a", January, "1"), Row("b", January, "3"), Ended("b", RowOutcome.WithoutConsent, null, "2"));
        Assert.Equal((1, 1, 2), (given.Outcomes["accepted"], given.Outcomes["superseded"], given.Outcomes["without_consent"]));
        Assert.Equal("b 2026-01", Held());
        Assert.Equal(0, Load("second", Completeness.None, Ended("b", RowOutcome.WithoutConsent, null, "2")).Removed);
        Assert.Equal(1, Load("third", Completeness.None, Ended("b", RowOutcome.WithoutConsent)).Removed);
    }

    [Fact]
    public void A_month_whose_rows_all_ended_is_a_month_of_the_file()
    {
        Load("first", Completeness.Months, Row("a", January), Row("b", January), Row("c", February));
        Load("second", Completeness.Months, Ended("a", RowOutcome.Rejected, "unknown_area") with { PeriodStart = January });
        Assert.Equal("a 2026-01, c 2026-02", Held());
    }

    [Fact]
    public void A_version_that_was_refused_keeps_older_ones_out_that_come_in_later_files_and_gives_way_to_newer_ones()
    {
        Load("first", Completeness.None, Ended("a", RowOutcome.WithoutConsent, null, "2"), Ended("b", RowOutcome.Rejected, "not_approved", "2"), Ended("c", RowOutcome.Rejected, "unknown_area", "2"), Row("d", January, "2"));
        var batch = Load("second", Completeness.None, Row("a", January, "1"), Row("b", January, "1"), Row("c", January, "1"), Row("d", January, "1"));
        Assert.Equal((1, 3), (batch.Outcomes["accepted"], batch.Outcomes["superseded"]));
        Assert.Equal("c 2026-01, d 2026-01", Held());
        Load("third", Completeness.None, Row("a", February, "3"), Row("b", February, "2"));
        Assert.Equal("a 2026-02, b 2026-02, c 2026-01, d 2026-01", Held());
        Load("fourth", Completeness.None, Ended("a", RowOutcome.WithoutConsent, null, "4"), Ended("a", RowOutcome.WithoutConsent, null, "1"));
        Assert.Equal(["2", "2", "4"], TestVault.Rows(vault, "select version from refused_record order by version"));
    }

    [Fact]
    public void Without_versions_the_later_file_counts_and_nothing_is_kept_in_mind()
    {
        Load("first", Completeness.None, Ended("a", RowOutcome.WithoutConsent));
        Load("second", Completeness.None, Row("a", January));
        Assert.Equal("a 2026-01", Held());
        Assert.Equal(["0"], TestVault.Rows(vault, "select count(*) from refused_record"));
    }

    [Theory]
    [InlineData(2026, 1, false, "1")]    // the month of the note may still be kept
    [InlineData(2026, 3, false, "0")]    // no older version could come in any more
    [InlineData(2026, 1, true, "0")]
    public void What_is_kept_in_mind_goes_with_the_retention_and_with_the_provider(int year, int month, bool isWithdrawn, string left)
    {
        Load("first", Completeness.None, Ended("a", RowOutcome.WithoutConsent, null, "2"));
        var source = TestVault.Source();
        if (isWithdrawn)
            source = source with { Withdrawn = new() { On = new(2026, 1, 1), By = "Head of programme", Reason = "New policy" } };
        Erasures.Run(vault, [source], new DateOnly(year, month, 15));
        Assert.Equal([left], TestVault.Rows(vault, "select count(*) from refused_record"));
    }

    private BatchSummary Load(string name, Completeness complete, params SourceRow[] rows) => TestVault.Load(vault, name, rows, Source(complete));

    private static SourceDefinition Source(Completeness complete, string id = "monitoring")
    {
        var plain = TestVault.Source(id, rejectLimit: 1);
        return new()
        {
            Id = plain.Id, Title = plain.Title, Stream = plain.Stream, Provider = plain.Provider, Dialect = plain.Dialect, Protocol = plain.Protocol, File = plain.File,
            Period = plain.Period, Area = plain.Area, Fields = plain.Fields, RejectLimit = plain.RejectLimit,
            Record = new() { Complete = complete, Refuse = new() { ["not_approved"] = new() { Column = "status", Values = [] } } },
        };
    }

    private SourceRow Row(string id, DateOnly month, string version = "") => new()
    {
        Row = ++row, Key = vault.RecordKeys.Record("monitoring", id), Version = version, PeriodStart = month, AreaCode = "LR0101", Values = [id],
    };

    private SourceRow Ended(string id, RowOutcome outcome, string? rule = null, string version = "") =>
        new() { Row = ++row, Ended = outcome, Rule = rule, Key = vault.RecordKeys.Record("monitoring", id), Version = version };

    private string Held() => string.Join(", ", TestVault.Rows(vault, "select answer || ' ' || strftime(period_start, '%Y-%m') from stg_visit order by answer"));
}
