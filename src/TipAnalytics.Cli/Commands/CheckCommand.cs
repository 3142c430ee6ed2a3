using System.CommandLine;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip check DIR</c>: every definition, without data.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var command = new Command("check", "Checks every definition, binds every model and indicator to empty tables and runs the worked examples; no data needed") { directory };
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var summary = OperationRun.Check(new RunOptions(parsed.GetRequiredValue(directory)));
            terminal.Line($"{summary.OperationName}: {summary.Streams} streams, {summary.Models} models, {summary.Indicators} indicators, {summary.Sources} sources. No faults.");
            foreach (var note in summary.Notes)
                terminal.Line($"Note: {note}");
            terminal.Document(summary);
            return 0;
        });
        return command;
    }
}
