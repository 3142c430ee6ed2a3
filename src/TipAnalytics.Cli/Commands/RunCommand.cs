using System.CommandLine;
using TipAnalytics.Audit;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports;
using TipAnalytics.Reports.Accounts;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip run DIR</c>: ingest, derive and report whatever is due; what a schedule calls.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var asOf = Arguments.AsOf();
        var (who, file) = (PassphrasePrompt.As("Who signs for the draft"), PassphrasePrompt.File());
        var command = new Command("run", "Takes what waits in the inbox, derives, and makes drafts of the reports that are due") { directory, asOf, who, file };
        command.SetAction((parsed, cancel) =>
        {
            var signer = PassphrasePrompt.Drafter(parsed.GetValue(who), parsed.GetValue(file), CommandLine.Current);
            return Task.FromResult(Run(parsed.GetRequiredValue(directory), parsed.GetValue(asOf), signer, CommandLine.Current, cancel));
        });
        return command;
    }

    private static int Run(string directory, DateOnly? asOf, Signer? signer, Terminal terminal, CancellationToken cancel)
    {
        var summary = RunLedger.ByHand(directory, "run", TimeProvider.System, () => terminal.Progress(progress =>
            OperationRun.Run(new RunOptions(directory) { AsOf = asOf, Signer = signer, Progress = progress, Cancel = cancel, Account = IngestAccount.Page, Audit = AuditRun.Draft }, ReportWriter.Write)), RunResult.Of);
        if (summary.UpToDate)
        {
            terminal.Line($"Nothing new: release {summary.ReleaseId} stands.");
            if (ReleaseDesk.StateBeside(directory, summary.ReleaseId!) == "withdrawn")
                terminal.Line("It was withdrawn: what led to that has to be corrected before there is another.");
            foreach (var message in summary.Ingest.Refused)
                terminal.Error(message);
        }
        else
        {
            Print(terminal, Path.GetFullPath(directory), directory, summary);
        }

        terminal.Document(summary);
        return summary.Ingest.ExitCode;
    }

    /// <summary>What was taken and what was made, with where to find it.</summary>
    public static void Print(Terminal terminal, string root, string directory, RunSummary summary)
    {
        PurgeCommand.Print(terminal, directory, summary.Erased);
        IngestCommand.Print(terminal, summary.Ingest);
        terminal.Line();
        PrintRelease(terminal, root, directory, summary);
    }

    /// <summary>The files of a release, with their paths.</summary>
    public static void PrintRelease(Terminal terminal, string root, string directory, RunSummary summary)
    {
        terminal.Line($"Release {summary.ReleaseId}");
        var folder = Path.Combine(root, "releases", summary.ReleaseId!);
        foreach (var file in summary.Files.Where(file => !file.Contains('/', StringComparison.Ordinal)))
            terminal.Line($"  {Path.Combine(folder, file)}");
        foreach (var group in summary.Files.Where(file => file.Contains('/', StringComparison.Ordinal)).GroupBy(file => file[..file.IndexOf('/', StringComparison.Ordinal)]))
            terminal.Line($"  {Path.Combine(folder, group.Key)} ({group.Count()} files)");
        terminal.Line($"Released figures for analysts: {Path.Combine(directory, "data", "indicators.duckdb")}");
        foreach (var note in summary.Notes)
            terminal.Line(note);
        if (summary.Notes.Count > 0)
            terminal.Line($"The inner audit, for the people who release alone: {Path.Combine(root, "data", "audits", $"{summary.ReleaseId}.md")}");
        if (summary.Standing is { } standing)
        {
            terminal.Line();
            ReleaseCommand.PrintNext(terminal, directory, standing);
        }
    }
}
