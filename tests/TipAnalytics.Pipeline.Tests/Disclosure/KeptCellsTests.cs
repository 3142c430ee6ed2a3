using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using Xunit.Abstractions;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class KeptCellsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(60, 0.3, 14)]
    [InlineData(60, 0.08, 4)]
    [InlineData(35, 0.15, 4)]
    public void More_is_published_than_by_hiding_every_whole_of_a_hidden_part(int interviews, double share, int quarters)
    {
        var table = HouseholdSurvey.Table(1, quarters, interviews, share);
        Release(HouseholdSurvey.Table(2, 1, interviews, share), Areas(6, 5));
        var before = Environment.CpuUsage.TotalTime;

        var (released, audit) = Release(table, Areas(6, 5));

        var naive = PublishedByHidingWholes(table, Areas(6, 5));
        output.WriteLine($"{(Environment.CpuUsage.TotalTime - before).TotalMilliseconds:0} ms of processor time for {quarters} quarters; naive rule {naive}; {audit}");
        foreach (var shape in released.Cells.Concat(released.PanelCells).GroupBy(cell => (cell.AreaLevel, cell.Split)))
            output.WriteLine($"{shape.Key}: {shape.Count(IsReleased)} of {shape.Count()}");
        Assert.Equal((0, audit.Targets), (audit.Disclosed, audit.CertifiedUp + audit.CertifiedDown));
        Assert.True(audit.CellsPublished > naive);
    }

    /// <summary>The rule of thumb: a whole is hidden with any of its parts.</summary>
    private static int PublishedByHidingWholes(IndicatorTable table, AreaTree areas)
    {
        var rules = new PrimaryRules(StreamKind.Interviews, 5, 30);
        var all = table.Cells.Where(cell => cell.Split == "all").ToDictionary(cell => (cell.AreaCode, cell.Period));
        var hidden = table.Cells.Where(cell => rules.Status(cell, all[(cell.AreaCode, cell.Period)], true) is not PrimaryStatus.Open).ToHashSet();
        for (var pass = 0; pass < 4; pass++)
        {
            foreach (var part in hidden.ToList())
            {
                hidden.UnionWith(table.Cells.Where(whole => whole.Period == part.Period
                    && ((whole.AreaCode == part.AreaCode && whole.Split == "all")
                        || (whole.Level == part.Level - 1 && areas.At(part.AreaCode, whole.Level)?.Code == whole.AreaCode && (whole.Split, whole.Category) == (part.Split, part.Category)))));
            }
        }
        return table.Cells.Count - hidden.Count;
    }
}
