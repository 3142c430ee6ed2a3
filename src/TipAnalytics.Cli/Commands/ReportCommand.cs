using System.CommandLine;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip report DIR [--product P]…</c>: a release from what is in the vault.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var asOf = Arguments.AsOf();
        var product = new Option<string[]>("--product") { Description = $"One of {string.Join(", ", ReportWriter.Products)}; default: the operation's" };
        product.AcceptOnlyFromAmong([.. ReportWriter.Products]);
        var command = new Command("report", "Makes a release from what is in the vault: disclosure control, trends, documents, tables") { directory, product, asOf };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var chosen = parsed.GetValue(product) is { Length: > 0 } products ? products : null;
            var root = parsed.GetRequiredValue(directory);
            var summary = terminal.Progress(progress => OperationRun.Report(
                new RunOptions(root) { AsOf = parsed.GetValue(asOf), Progress = progress, Cancel = cancel }, ReportWriter.Write, chosen));
            RunCommand.PrintRelease(terminal, Path.GetFullPath(root), root, summary);
            terminal.Document(summary);
            return Task.FromResult(0);
        });
        return command;
    }
}
