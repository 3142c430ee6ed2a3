using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Indicators;

public class ApprovalTests
{
    [Theory]
    [InlineData("2026-01-31", false)]
    [InlineData("2026-02-01", true)]
    [InlineData("2026-06-30", true)]
    [InlineData("2026-07-01", false)]
    public void An_indicator_that_needs_an_approval_is_fed_only_while_it_holds(string day, bool isFed)
    {
        var setup = TestCatalogue.Operation(only: "EC-04");
        var operation = setup.Operation;
        var approved = setup with
        {
            Operation = new OperationDefinition
            {
                Id = operation.Id, Name = operation.Name, Country = operation.Country, AreaVersion = operation.AreaVersion, Boundaries = operation.Boundaries, CrisisOnset = operation.CrisisOnset,
                FirstMonth = operation.FirstMonth, Indicators = ["EC-04", "CH-09"], Audience = "Cluster",
                Approvals = new() { ["EC-04"] = new() { By = "GBV AoR", On = new(2026, 2, 1), Until = new(2026, 6, 30), Reference = "Decision 1" } },
            },
            Sources = [new SourceDefinition
            {
                Id = "pm_ki", Title = "Informants", Stream = "pm_ki", Provider = "Test", Dialect = "table", Record = new(), Period = new(), Area = new(), Fields = [],
                Protocol = new() { Parties = [], Purpose = "", AgreedOn = new(2023, 1, 1), ExpiresOn = new(2030, 1, 1), LowestLevel = 2, Audiences = ["Cluster"], MinimumCell = 5, RetentionMonths = 60, Fields = [] },
            }],
        };
        var used = approved.Used(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));

        Assert.Equal(isFed, SourcePermissions.HasSource(used, setup.Catalogue.Indicators["EC-04"]));
        Assert.True(SourcePermissions.HasSource(used, setup.Catalogue.Indicators["CH-09"]));
    }
}
