using System.CommandLine;
using System.Globalization;
using TipAnalytics.Audit;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip audit DIR [--release ID]</c>: attacks what is released, all of it together.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var release = new Option<string?>("--release") { Description = "Up to this release, and its files; default: everything released" };
        var command = new Command("audit", "Reads every number of the releases, counts again, and attacks all of them together; ends with 12 at the first thing that is wrong") { directory, release };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var report = terminal.Progress(progress => AuditRun.Run(new RunOptions(parsed.GetRequiredValue(directory)) { Progress = progress, Cancel = cancel }, parsed.GetValue(release)));
            if (report is null)
                terminal.Line("Nothing was released yet, so there is nothing to audit.");
            else
                Print(terminal, parsed.GetRequiredValue(directory), report);
            terminal.Document(report ?? (object)new { released = false });
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Print(Terminal terminal, string directory, AuditReport report)
    {
        terminal.Line($"Release {report.ReleaseId}: nothing found. This page tells about hidden cells: it stays inside.");
        terminal.Table(["number", "value"], [.. report.Numbers().Select(number => (IReadOnlyList<string>)[number.Name, number.Value.ToString(CultureInfo.InvariantCulture)])]);
        terminal.Line($"The same numbers: {Path.Combine(directory, "data", "audits", $"{report.ReleaseId}-audit.json")}");
    }
}
