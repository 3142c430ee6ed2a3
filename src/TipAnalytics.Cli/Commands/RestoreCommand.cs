using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip restore FILE DIR [--replace]</c>: an operation from its back-up.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A back-up" };
        var directory = new Argument<string>("DIR") { Description = "A new folder; with --replace an operation" };
        var replace = new Option<bool>("--replace") { Description = "Puts the back-up in the place of the operation that is there; what waits in its inbox, its receipts and later withdrawals are kept" };
        var forget = new Option<bool>("--forget-releases") { Description = "With --replace: releases that the back-up does not know stay as files only; nothing later is protected against them" };
        var command = new Command("restore", "Makes an operation from its back-up, every file compared with its hash, and erases what is past its retention") { file, directory, replace, forget };
        command.Validators.Add(result =>
        {
            if (result.GetValue(forget) && !result.GetValue(replace))
                result.AddError("--forget-releases goes with --replace.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var root = parsed.GetRequiredValue(directory);
            var summary = terminal.Progress(progress => OperationBackup.Restore(
                new RunOptions(root) { Progress = progress, Cancel = cancel }, parsed.GetRequiredValue(file), parsed.GetValue(replace), parsed.GetValue(forget)));
            Print(terminal, root, summary);
            terminal.Document(summary);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Print(Terminal terminal, string root, RestoreSummary summary)
    {
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{summary.Operation ?? "The operation"} is in {root}, from the back-up of {summary.MadeOn:yyyy-MM-dd} ({summary.Files} files, every hash right)."));
        terminal.Line($"The vault is as it was{BackupCommand.Opening(summary.Opens)}.");
        if (summary.Opens == true)
            terminal.Line(summary.Erased.Count == 0 ? "No record is past its retention or withdrawn." : "Erased again, as past its retention or withdrawn:");
        PurgeCommand.Print(terminal, root, summary.Erased);
        foreach (var kept in summary.Kept)
            terminal.Line($"Kept of what was there: {kept}");
        foreach (var note in summary.Notes)
            terminal.Line($"Note: {note}");
        if (summary.KeyId is { } id && summary.Opens is null)
            terminal.Line($"Its key file is {id}.key: put it where keys are kept on this machine, or set TIP_KEY_FILE to its path.");
    }
}
