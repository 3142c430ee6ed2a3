using System.CommandLine;
using TipAnalytics.Audit;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports;
using TipAnalytics.Reports.Accounts;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip demo [DIR]</c>: the invented operation, complete, from its export files to the reports.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A new folder for the demonstration", DefaultValueFactory = _ => "demo" };
        var command = new Command("demo", "Copies the invented operation, runs everything, prints what it made and how to open it") { directory };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetRequiredValue(directory), CommandLine.Current, cancel)));
        return command;
    }

    private static int Run(string directory, Terminal terminal, CancellationToken cancel)
    {
        var root = Path.GetFullPath(directory);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            throw new MachineException($"{directory}: the folder is not empty. Give a new one: the demonstration overwrites nothing.");
        ShippedFiles.CopyOperation("lake-region", root);
        ShippedFiles.CopySampleExports("lake-region", root);
        var key = OperationKey.Create(root);

        var summary = RunLedger.ByHand(root, "run", TimeProvider.System, () => terminal.Progress(progress =>
            OperationRun.Run(new RunOptions(root) { Progress = progress, Cancel = cancel, Account = IngestAccount.Page, Audit = AuditRun.Draft }, ReportWriter.Write)), RunResult.Of);
        terminal.Line($"Lake Region (an invented operation) is in {directory}");
        terminal.Line();
        RunCommand.Print(terminal, root, directory, summary);
        terminal.Line();
        terminal.Line($"The key of its vault is {key}");
        terminal.Line("Keep a key apart from back-ups of the operation. Without it the vault cannot be read by anybody, ever.");
        terminal.Line($"Query it: tip query {directory} --indicator CH-01 --area LR02");
        terminal.Document(new { folder = root, key_file = key, summary.ReleaseId, summary.Standing, summary.Files, summary.Ingest });
        return summary.Ingest.ExitCode;
    }
}
