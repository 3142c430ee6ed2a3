using System.Diagnostics;
using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using Xunit.Abstractions;
using static TipAnalytics.Pipeline.Tests.Trends.TrendTables;

namespace TipAnalytics.Pipeline.Tests.Trends;

/// <summary>Many areas, indicators and months at once. <c>TIP_TREND_AREAS</c> sets the number of areas (500 for a large country); the time is printed.</summary>
public class ManySeriesTests(ITestOutputHelper output)
{
    private const int Months = 48;

    [Fact]
    public async Task Many_series_are_judged_the_same_on_one_thread_and_on_many_and_in_any_order()
    {
        var areas = int.TryParse(Environment.GetEnvironmentVariable("TIP_TREND_AREAS"), out var asked) ? asked : 40;
        var indicators = Enumerable.Range(0, areas >= 500 ? 40 : 10).Select(i => Name("I", i)).ToArray();
        var random = new Random(500);
        ReleasedTable[] tables = [.. indicators.Select(id => new ReleasedTable(id, "", PeriodGrain.Month,
            [.. Enumerable.Range(0, areas).SelectMany(area => Cells(id, Shares(random), "all", "all", Name("LR", area), 400, PeriodGrain.Month))]))];
        var context = Context(indicators, family: id => FamilyNames[int.Parse(id[1..], CultureInfo.InvariantCulture) % 5]) with
        {
            Areas = new AreaTree([new("LR", "Lake Region", 0, null), .. Enumerable.Range(0, areas).Select(area => new Area(Name("LR", area), "", 1, "LR"))]),
            LastMonth = new(PeriodGrain.Month, 12 * 2023 + Months - 1),
        };

        var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var many = TrendAnalysis.Analyse(tables, context);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{areas} areas x {indicators.Length} indicators x {Months} months: {watch.Elapsed.TotalSeconds:0.00} s, {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.00} CPU s on {Environment.ProcessorCount} cores"));

        ReleasedTable[] shuffled = [.. tables.Reverse().Select(table => new ReleasedTable(table.IndicatorId, "", table.Grain, [.. table.Cells.Reverse()]))];
        var one = await Task.Factory.StartNew(
            () => TrendAnalysis.Analyse(shuffled, context), CancellationToken.None, TaskCreationOptions.None,
            new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ConcurrentScheduler);

        Assert.Equal(areas * indicators.Length, many.Findings.Count);
        Assert.Equal(many.Findings, one.Findings);
        Assert.Equal(many.Findings.Select(finding => finding.PUp), one.Findings.Select(finding => finding.PUp));
    }

    private static string Shares(Random random) => string.Join(' ', Enumerable.Range(0, Months).Select(_ => random.Next(15, 28)));

    private static string Name(string start, int number) => string.Create(CultureInfo.InvariantCulture, $"{start}{number:00}");
}
