using System.CommandLine;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip derive DIR</c>: observations into the vault; says where there is data, no figures.</summary>
internal static class DeriveCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var asOf = Arguments.AsOf();
        var command = new Command("derive", "Derives observations from the records in the vault; prints which indicators have data and for when, no figures") { directory, asOf };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var root = parsed.GetRequiredValue(directory);
            var summary = RunLedger.ByHand(root, "derive", TimeProvider.System, () => terminal.Progress(progress => OperationRun.Derive(
                new RunOptions(root) { AsOf = parsed.GetValue(asOf), Progress = progress, Cancel = cancel })), RunResult.Of);
            terminal.Table(["indicator", "title", "data"], [.. summary.Indicators.Select(indicator => (IReadOnlyList<string>)
            [
                indicator.Id, indicator.Title,
                indicator.FirstMonth is { } first ? $"{first} to {indicator.LastMonth}" : indicator.HasSource ? "no data yet" : "no source here",
            ])]);
            terminal.Document(summary);
            return Task.FromResult(0);
        });
        return command;
    }
}
