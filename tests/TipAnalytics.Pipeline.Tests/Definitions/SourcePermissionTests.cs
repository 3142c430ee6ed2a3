using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>What may stand behind a release, and the gaps that say what may not.</summary>
public sealed class SourcePermissionTests : IDisposable
{
    private const string Source = "operation/sources/monitoring.yaml";

    private static readonly DateOnly AsOf = new(2026, 8, 15);

    private readonly ExampleOperation given = new();

    public SourcePermissionTests() => given.Replace("operation/operation.yaml", "first_month", "audience: cluster\nfirst_month");

    public void Dispose() => given.Dispose();

    [Fact]
    public void A_source_whose_protocol_permits_all_is_used_and_leaves_no_gap()
    {
        var setup = given.Load();
        Assert.Single(setup.Used(AsOf).Sources);
        Assert.True(SourcePermissions.HasSource(setup, setup.Catalogue.Indicators["CH-05"]));
        Assert.Empty(Gaps(setup));
    }

    [Fact]
    public void A_source_whose_protocol_does_not_name_the_audience_is_not_used()
    {
        var setup = given.Replace(Source, "audiences: [cluster]", "audiences: [hct]").Load();
        Assert.Empty(setup.Used(AsOf).Sources);
        Assert.Equal(["protocol: Household interviews of the monitoring partner: the information-sharing protocol does not name «Protection Cluster members»; nothing here rests on it."], Gaps(setup));
    }

    [Fact]
    public void A_source_that_was_withdrawn_is_not_used_from_that_day_on()
    {
        var setup = given.Replace(Source, "record:", "withdrawn: { on: 2026-08-15, by: Head of programme, reason: New data policy }\nrecord:").Load();
        Assert.Single(setup.Used(AsOf.AddDays(-1)).Sources);
        Assert.Empty(setup.Used(AsOf).Sources);
        Assert.Equal(
            ["erased: Household interviews of the monitoring partner: the provider withdrew it on 2026-08-15 and its records are erased; earlier releases stand, this one does without."], Gaps(setup));
    }

    [Fact]
    public void A_field_that_the_protocol_narrows_keeps_the_records_out_of_the_other_indicators()
    {
        var setup = given.Replace(Source, "minimum_cell", "indicators: { child_away_reason: [] }\n  minimum_cell").Load();
        Assert.Equal(["monitoring"], SourcePermissions.RefusedSources(setup, setup.Catalogue.Indicators["CH-05"]));
        Assert.False(SourcePermissions.HasSource(setup, setup.Catalogue.Indicators["CH-05"]));
        Assert.Equal(
            ["protocol: Household interviews of the monitoring partner: the information-sharing protocol does not permit the answers for CH-05; these do without its records."], Gaps(setup));
    }

    [Fact]
    public void A_narrowed_field_that_is_not_mapped_keeps_nothing_out()
    {
        var setup = given.Replace(Source, "minimum_cell", "indicators: { child_away_reason: [] }\n  minimum_cell")
            .Replace(Source, "  child_away_reason:\n    column: prot_child_sep_reason\n    columns:\n      prot_child_sep_reason/work: left_employment\n", "").Load();
        Assert.Empty(SourcePermissions.RefusedSources(setup, setup.Catalogue.Indicators["CH-05"]));
    }

    [Fact]
    public void Erased_months_are_a_gap() => Assert.Equal(
        ["erased: Household interviews of the monitoring partner: records up to March 2024 are erased at the end of their retention; figures of these months stand in earlier releases only."],
        Gaps(given.Load(), new ErasedRecords(1, "monitoring", "pm_hh", "Partner A", "retention", "", AsOf, new(2023, 1, 1), new(2024, 3, 1), 7)));

    [Theory]
    [InlineData("indicators: { child_away: [CH-06] }", "\"CH-06\" is no indicator that pm_hh permits for \"child_away\". Did you mean \"CH-05\"?")]
    [InlineData("indicators: { head_sex: [CH-05] }", "the stream pm_hh binds \"head_sex\" to no indicator, so it cannot be narrowed here; take it out of protocol.fields, or bind it in streams/pm_hh.yaml")]
    [InlineData("indicators: { other: [CH-05] }", "\"other\" is not among protocol.fields, so it is not permitted for any indicator")]
    public void A_narrowing_that_cannot_hold_is_a_fault(string narrowing, string fault) =>
        Assert.Contains(fault, given.Replace(Source, "minimum_cell", $"{narrowing}\n  minimum_cell").Faults(), StringComparison.Ordinal);

    [Fact]
    public void An_approval_that_ends_before_it_begins_is_a_fault() => Assert.Contains(
        "an approval ends on the day it begins or later",
        given.Replace(Source, "record:", "approval: { by: GBV AoR, on: 2026-01-01, until: 2025-12-31, reference: Decision 7 }\nrecord:").Faults(), StringComparison.Ordinal);

    private static List<string> Gaps(OperationSetup setup, params ErasedRecords[] erased) => [.. ProtocolGaps.Of(setup, erased, AsOf).Select(gap => $"{gap.Kind}: {gap.Text}")];
}
