using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Which rejected rows somebody still has to correct.</summary>
public sealed class OpenRowTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    private static SourceRow Good(Vault vault, int row, string id, string version = "") => TestVault.Row(vault, row, id, version, 1, "yes");

    private static SourceRow Bad(Vault vault, int row, string id, string rule = "unknown_area", RowOutcome outcome = RowOutcome.Rejected) => new()
    {
        Row = row, Key = id.Length == 0 ? [] : vault.RecordKeys.Record("monitoring", id), Ended = outcome, Rule = rule, Column = "district",
    };

    private static IEnumerable<string> Open(Vault vault) => OpenRow.Read(vault.Connection).Select(row => $"{row.FileHash} {row.Row} {row.Column} {row.Rule}");

    private static void Load(Vault vault, string name, params SourceRow[] rows) => TestVault.Load(vault, name, rows, TestVault.Source(rejectLimit: 1, refuse: "elsewhere"));

    [Fact]
    public void A_rejected_row_is_open_until_a_file_brings_its_record()
    {
        using var vault = given.Open();
        Load(vault, "march", Good(vault, 2, "a"), Bad(vault, 3, "b"), Bad(vault, 4, "c"));
        Assert.Equal(["march 3 district unknown_area", "march 4 district unknown_area"], Open(vault));
        Load(vault, "corrected", Good(vault, 2, "a"), Good(vault, 3, "b"), Bad(vault, 4, "c"));
        Assert.Equal(["corrected 4 district unknown_area"], Open(vault));
    }

    [Fact]
    public void A_record_that_an_earlier_version_of_serves_is_open_until_a_file_brings_it_again_even_unchanged()
    {
        using var vault = given.Open();
        Load(vault, "first", Good(vault, 2, "a"));
        Load(vault, "second", Bad(vault, 2, "a"));
        Assert.Equal(["second 2 district unknown_area"], Open(vault));
        Load(vault, "third", Good(vault, 5, "a"));
        Assert.Empty(Open(vault));
    }

    [Fact]
    public void Rows_left_out_on_purpose_are_not_open()
    {
        using var vault = given.Open();
        Load(vault, "first", Good(vault, 2, "a"), Bad(vault, 3, "b", "elsewhere"), Bad(vault, 4, "c", "count_withheld"), Bad(vault, 5, "d", "not_approved"));
        Assert.Empty(Open(vault));
    }

    [Fact]
    public void A_row_without_an_id_is_open_until_a_file_has_its_months()
    {
        using var vault = given.Open();
        Load(vault, "january", Good(vault, 2, "a"), Bad(vault, 3, "", "missing_id"));
        Load(vault, "other month", Good(vault, 2, "b") with { PeriodStart = new(2026, 2, 1) });
        Assert.Equal(["january 3 district missing_id"], Open(vault));
        Load(vault, "january again", Good(vault, 2, "a"), Good(vault, 3, "c"));
        Assert.Empty(Open(vault));
    }

    [Fact]
    public void A_record_whose_consent_is_withdrawn_needs_no_correction()
    {
        using var vault = given.Open();
        Load(vault, "first", Good(vault, 2, "a"), Bad(vault, 3, "b"));
        Load(vault, "second", Bad(vault, 3, "b", "", RowOutcome.WithoutConsent));
        Assert.Empty(Open(vault));
    }

    [Fact]
    public void A_row_whose_record_stands_further_down_in_the_same_file_needs_no_correction()
    {
        using var vault = given.Open();
        Load(vault, "first", Bad(vault, 2, "a"), Good(vault, 3, "a"), Bad(vault, 4, "b"), Bad(vault, 5, "b", "", RowOutcome.WithoutConsent), Good(vault, 6, "c"), Bad(vault, 7, "c"));
        Assert.Equal(["first 7 district unknown_area"], Open(vault));
    }

    [Fact]
    public void A_row_of_another_source_with_the_same_id_settles_nothing()
    {
        using var vault = given.Open();
        Load(vault, "first", Good(vault, 2, "a"), Bad(vault, 3, "b"));
        TestVault.Load(vault, "elsewhere", [Good(vault, 2, "b")], TestVault.Source("survey"));
        Assert.Single(Open(vault));
    }

    [Fact]
    public void The_key_of_a_rejected_row_goes_with_the_records_of_its_time()
    {
        using var vault = given.Open();
        Load(vault, "first", Good(vault, 2, "a"), Bad(vault, 3, "b"));
        Erasures.Run(vault, [TestVault.Source()], new(2026, 6, 1));
        Assert.Empty(Open(vault));
        Assert.Equal(["0"], TestVault.Rows(vault, "select count(record_key) from rejection"));
    }

    [Fact]
    public void Every_rule_of_the_program_says_what_it_means_and_what_to_do()
    {
        Assert.All(RowRules.All, rule => Assert.True(rule.Says.EndsWith('.') && rule.Do.EndsWith('.'), rule.Id));
        Assert.Equal(RowRules.All.Count, RowRules.All.Select(rule => rule.Id).Distinct().Count());
        var dialects = DialectFile.Load(CatalogueFolder.Default);
        Assert.All(dialects.SelectMany(dialect => dialect.Refuse.Keys), rule => Assert.NotNull(RowRules.Find(rule)));
    }
}
