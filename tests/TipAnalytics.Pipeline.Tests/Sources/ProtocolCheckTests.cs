using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Sources;

public sealed class ProtocolCheckTests
{
    [Theory]
    [InlineData("2025-01-01", true, "2024-06-01", null)]
    [InlineData("2024-06-01", true, "2024-06-01", null)]
    [InlineData("2024-05-31", true, "2024-06-01", "The approval of «Source» is dated 2024-06-01, after the day of this run (2024-05-31). Correct «approval.on» in sources/source.yaml, or take the data once it is in force.")]
    [InlineData("2025-01-01", true, null, "Data of the stream gbv_ir need a recorded approval by GBV AoR. Add it under «approval» in sources/source.yaml.")]
    [InlineData("2025-01-01", false, null, null)]
    [InlineData("2028-01-01", true, "2024-06-01", "The information-sharing protocol of «Source» ended on 2027-12-31. Renew it with its parties, then change expires_on in sources/source.yaml.")]
    [InlineData("2021-12-31", true, "2024-06-01", "The information-sharing protocol of «Source» begins on 2022-01-01 only.")]
    public void A_source_is_taken_only_under_a_protocol_and_an_approval_in_force(string asOf, bool needsApproval, string? approvedOn, string? refusal)
    {
        var day = DateOnly.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture);
        var stream = new StreamDefinition { Id = "gbv_ir", Title = "", Kind = StreamKind.Incidents, Unit = "incident", Fields = [], OnByDefault = !needsApproval, ApprovalBy = "GBV AoR" };
        var plain = ExportFolder.Source();
        var source = new SourceDefinition
        {
            Id = plain.Id, Title = plain.Title, Stream = plain.Stream, Provider = plain.Provider, Dialect = plain.Dialect, File = plain.File, Protocol = plain.Protocol,
            Record = plain.Record, Period = plain.Period, Area = plain.Area, Fields = plain.Fields,
            Approval = approvedOn is null ? null : new() { By = "GBV AoR", On = DateOnly.Parse(approvedOn, System.Globalization.CultureInfo.InvariantCulture), Reference = "1" },
        };
        Assert.Equal(refusal, ProtocolCheck.Refusal(source, stream, day));
    }

    /// <summary>The protocol ends on 2027-12-31.</summary>
    [Theory]
    [InlineData(true, "2028-01-01", null, "ended on 2027-12-31")]
    [InlineData(false, "2028-01-01", null, null)]
    [InlineData(true, "2027-12-31", null, null)]
    [InlineData(true, "2027-06-01", "2027-05-31", "withdrew it on 2027-05-31")]
    [InlineData(false, "2027-06-01", "2027-05-31", "withdrew it on 2027-05-31")]
    [InlineData(false, "2027-05-30", "2027-05-31", null)]
    public void Reporting_on_an_earlier_day_gives_no_right_to_what_has_ended_since(bool isPulled, string today, string? withdrawnOn, string? refusal)
    {
        static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var stream = new StreamDefinition { Id = "pm_hh", Title = "", Kind = StreamKind.Interviews, Unit = "household", Fields = [] };
        var source = ExportFolder.Source() with { Withdrawn = withdrawnOn is null ? null : new() { On = Day(withdrawnOn), By = "Head of programme", Reason = "New data policy" } };
        var found = ProtocolCheck.Refusal(source, stream, asOf: new(2027, 1, 1), Day(today), isPulled);
        Assert.Equal(refusal is null, found is null);
        Assert.Contains(refusal ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-06-30", null, null)]
    [InlineData("2025-07-01", null, "The approval of «Source» ended on 2025-06-30. Have it renewed by GBV AoR, then change «approval» in sources/source.yaml.")]
    [InlineData("2025-03-31", "2025-04-01", null)]
    [InlineData("2025-04-01", "2025-04-01", "The provider of «Source» withdrew it on 2025-04-01. Should it share again, take «withdrawn» out of sources/source.yaml.")]
    public void A_source_is_not_taken_after_its_approval_ended_or_its_provider_withdrew(string asOf, string? withdrawnOn, string? refusal)
    {
        static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var stream = new StreamDefinition { Id = "gbv_ir", Title = "", Kind = StreamKind.Incidents, Unit = "incident", Fields = [], OnByDefault = false, ApprovalBy = "GBV AoR" };
        var plain = ExportFolder.Source();
        var source = new SourceDefinition
        {
            Id = plain.Id, Title = plain.Title, Stream = plain.Stream, Provider = plain.Provider, Dialect = plain.Dialect, File = plain.File, Protocol = plain.Protocol,
            Record = plain.Record, Period = plain.Period, Area = plain.Area, Fields = plain.Fields,
            Approval = new() { By = "GBV AoR", On = new(2024, 6, 1), Until = new(2025, 6, 30), Reference = "1" },
            Withdrawn = withdrawnOn is null ? null : new() { On = Day(withdrawnOn), By = "Head of programme", Reason = "New data policy" },
        };
        Assert.Equal(refusal, ProtocolCheck.Refusal(source, stream, Day(asOf)));
    }
}
