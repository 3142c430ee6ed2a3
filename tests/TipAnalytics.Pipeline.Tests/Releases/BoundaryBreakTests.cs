using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Tests.Indicators;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>Which series a change of units stands between.</summary>
public class BoundaryBreakTests
{
    [Theory]
    [InlineData("Split", "X19", "X11 X12", "X11 X12")] // both lie in X1, which stays what it was
    [InlineData("Split", "X11", "X11 X12", "X11 X12")]
    [InlineData("Redrawn", "X19 X29", "X12 X21", "X1 X2 X12 X21")] // across X1 and X2: so these changed too
    [InlineData("Merged", "X18 X19", "X11", "")] // the same ground
    [InlineData("Renamed", "X19", "X11", "")]
    [InlineData("Merged", "X11 X21", "X29", "X1 X2")] // boundaries of before: X29 is in one of them now
    public void Areas_on_other_ground_than_before_are_not_compared(string kind, string old, string now, string areas)
    {
        var change = new AreaChange { Kind = Enum.Parse<AreaChangeKind>(kind), From = new(2024, 7, 1), Old = [.. old.Split(' ')], New = [.. now.Split(' ')], Reason = "Law 7", By = "", On = default };
        var setup = TestCatalogue.Operation(only: "CH-01");
        setup = setup with { Places = new Places(setup.Areas, "X", [], [], [change], []) };
        var breaks = SeriesBreaks.Of(setup, [], new(PeriodGrain.Month, 12L * 2023), new(PeriodGrain.Month, 12L * 2025));
        Assert.Equal(areas, string.Join(' ', breaks.Select(found => found.AreaCode).OrderBy(code => code!.Length).ThenBy(code => code, StringComparer.Ordinal)));
        Assert.All(breaks, found => Assert.Equal((BreakKind.Boundary, true, "2024-07", "Law 7"), (found.Kind, found.Stops, found.From.ToString(), found.Reason)));
    }
}
