using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip runs DIR</c>: the run ledger.</summary>
internal static class RunsCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var last = Arguments.Number("--last", "So many of the newest; default 20", 20, least: 1, most: int.MaxValue);
        var command = new Command("runs", "Lists what was done with an operation: what, why, when, from which files, how it ended") { directory, last };
        command.SetAction(parsed =>
        {
            var (terminal, root) = (CommandLine.Current, parsed.GetRequiredValue(directory));
            var zone = OperationPlan.Read(root).Zone;
            var runs = RunHistory.Of(new RunLedger(root, TimeProvider.System).Read()).Take(parsed.GetValue(last)).ToList();
            if (runs.Count == 0)
                terminal.Line("Nothing has been done with this operation yet.");
            else
                terminal.Table(["begun", "what", "why", "ended as", "seconds", "from"], [.. runs.Select(run => (IReadOnlyList<string>)
                [
                    TimeZoneInfo.ConvertTime(run.At, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), run.Job, RunWords.Cause(run, zone), RunWords.Outcome(run),
                    run.Seconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "", RunWords.Inputs(run),
                ])]);
            foreach (var message in runs.SelectMany(run => run.Messages).Distinct())
                terminal.Line(message);
            terminal.Document(new { runs });
        });
        return command;
    }
}
