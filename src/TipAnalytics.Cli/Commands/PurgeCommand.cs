using System.CommandLine;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip purge DIR</c>: retention and withdrawals, with a receipt.</summary>
internal static class PurgeCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var asOf = Arguments.AsOf();
        var command = new Command("purge", "Erases records past their retention or of a provider that withdrew, with a receipt; releases that stand are not touched") { directory, asOf };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var root = parsed.GetRequiredValue(directory);
            var summary = RunLedger.ByHand(root, "purge", TimeProvider.System, () => terminal.Progress(progress => OperationRun.Purge(new RunOptions(root) { AsOf = parsed.GetValue(asOf), Progress = progress, Cancel = cancel })), RunResult.Of);
            if (summary.Erased.Count == 0)
                terminal.Line("Nothing to erase: no record is past its retention or withdrawn.");
            Print(terminal, root, summary.Erased);
            foreach (var note in summary.Notes)
                terminal.Line($"Note: {note}");
            terminal.Document(summary);
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>What was erased and where its receipts are; nothing when there is none.</summary>
    public static void Print(Terminal terminal, string directory, IReadOnlyList<Receipt> erased)
    {
        if (erased.Count == 0)
            return;
        terminal.Table(["source", "erased by", "months", "records"], [.. erased.Select(receipt => (IReadOnlyList<string>)
        [
            receipt.SourceId, receipt.Reason, receipt.FirstMonth == receipt.LastMonth ? $"{receipt.FirstMonth}" : $"{receipt.FirstMonth} to {receipt.LastMonth}", receipt.Records,
        ])]);
        terminal.Line($"Receipts: {Path.Combine(directory, "data", "receipts")}");
    }
}
