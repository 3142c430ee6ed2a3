using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip backup DIR --to FILE</c>: an operation as one file, without the key.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var file = new Option<string>("--to") { Description = "A new file outside the operation's folder", Required = true };
        var command = new Command("backup", "Writes an operation into one file: definitions, the encrypted vault, releases, receipts; without the key and without files that wait in the inbox") { directory, file };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var summary = terminal.Progress(progress =>
                OperationBackup.Make(new RunOptions(parsed.GetRequiredValue(directory)) { Progress = progress, Cancel = cancel }, parsed.GetRequiredValue(file)));
            Print(terminal, summary);
            terminal.Document(summary);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Print(Terminal terminal, BackupSummary summary)
    {
        terminal.Line($"Back-up of {summary.Operation ?? "an operation"}: {summary.File} ({Terminal.Number(summary.Files)} files, {Terminal.Number((summary.Bytes + 1023) / 1024)} KiB)");
        terminal.Line($"The vault in it is encrypted, as it stands{Opening(summary.Opens)}.");
        terminal.Line($"The key is not in it{(summary.KeyId is { } id ? $" (key {id})" : "")}. Keep the key file in another place, under other rights: together they are as good as plain, and without the key nobody opens the vault, ever.");
        if (summary.InboxFilesLeftOut > 0)
            terminal.Line($"Left out: {Terminal.Number(summary.InboxFilesLeftOut)} files that wait in the inbox. They hold personal data in the clear; take them in first («tip ingest»).");
        foreach (var secret in summary.SecretsLeftOut)
            terminal.Line($"Left out: {secret}, which holds a key, token or password.");
        terminal.Line(summary.KeepUntil is { } day
            ? string.Create(CultureInfo.InvariantCulture, $"Keep it until {day:yyyy-MM-dd} at the latest, then erase it: retention holds for back-ups too.")
            : "It holds no record whose retention ends.");
        foreach (var note in summary.Notes)
            terminal.Line($"Note: {note}");
    }

    internal static string Opening(bool? opens) => opens switch
    {
        true => ", and opens with the key that is here",
        false => ", and does not open with the key that is here",
        _ => "; whether it opens was not tried, as its key is not here or there is no vault yet",
    };
}
