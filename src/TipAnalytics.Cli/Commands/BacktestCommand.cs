using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip backtest DIR</c>: when each finding would first have been said, and whether it stood.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var asOf = Arguments.AsOf();
        var by = Arguments.Choice("--by", "ingest: as the files were taken; month: as if every month had been complete when it closed", ArrivalOrder.Ingest);
        var command = new Command("backtest", "Replays the history through the same protection and tests; prints when each rise or fall would first have been said and whether it stood") { directory, asOf, by };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var summary = terminal.Progress(progress => OperationRun.Backtest(
                new RunOptions(parsed.GetRequiredValue(directory)) { AsOf = parsed.GetValue(asOf), Progress = progress, Cancel = cancel }, parsed.GetValue(by)));
            Print(terminal, summary);
            terminal.Document(summary);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Print(Terminal terminal, BacktestSummary summary)
    {
        terminal.Line($"Replayed as of {string.Join(", ", summary.Days.Select(Day))}.");
        if (summary is { By: ArrivalOrder.Ingest, ArrivalDays: <= 1 })
            terminal.Line("All files were taken on one day, so there is no order of arrival to replay. «--by month» replays as if every month had been complete when it closed.");
        if (summary.Findings.Count == 0)
        {
            terminal.Line("No rise or fall would have been said on any of these days.");
            return;
        }

        terminal.Line();
        terminal.Table(["indicator", "area", "first said", "as", "then"], [.. summary.Findings.Select(finding => (IReadOnlyList<string>)
        [
            finding.IndicatorId, finding.AreaCode, Day(finding.FirstSaid), Words(finding.FirstStatus),
            finding.Stood ? "stood" : string.Join(", ", finding.Statuses.Skip(IndexOf(summary, finding) + 1).Select(Words)),
        ])]);
        terminal.Line();
        terminal.Line($"{summary.Findings.Count(finding => finding.Stood)} of {summary.Findings.Count} stood on every later day.");
    }

    private static int IndexOf(BacktestSummary summary, BacktestFinding finding) => summary.Days.ToList().IndexOf(finding.FirstSaid);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Words(TrendStatus status) => status switch
    {
        TrendStatus.RisingClear => "rise",
        TrendStatus.RisingProbable => "likely rise",
        TrendStatus.FallingClear => "fall",
        TrendStatus.FallingProbable => "likely fall",
        TrendStatus.NoClearChange => "no clear change",
        TrendStatus.Constant => "constant",
        TrendStatus.ReportingArtefactPossible => "possible reporting artefact",
        TrendStatus.NotComparable => "not comparable",
        TrendStatus.Withheld => "not shown",
        _ => "insufficient data",
    };
}
