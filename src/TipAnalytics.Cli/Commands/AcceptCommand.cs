using System.CommandLine;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip accept DIR --source ID [--file FILE] [--column NAME] --by ROLE --reason TEXT</c>: a held file may be taken.</summary>
internal static class AcceptCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var source = new Option<string>("--source") { Description = "Source whose file is held", Required = true };
        var file = new Option<string?>("--file") { Description = "Only this held file, by name" };
        var column = new Option<string?>("--column") { Description = "Only this column or field, for later files too" };
        var by = new Option<string>("--by") { Description = "Role of the person who accepts, never a name", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why the change is known and wanted", Required = true };
        var command = new Command("accept", "Accepts a change for which a file is held (a column gone, values not understood); the next ingest takes the file") { directory, source, file, column, by, reason };
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var summary = OperationRun.Accept(
                new RunOptions(parsed.GetRequiredValue(directory)), parsed.GetRequiredValue(source), parsed.GetValue(file), parsed.GetValue(column),
                parsed.GetRequiredValue(by), parsed.GetRequiredValue(reason));
            terminal.Line(summary.Subjects.Count > 0
                ? $"Accepted: {string.Join(", ", summary.Subjects)}. It is written in {summary.File}; the next ingest takes the file."
                : $"Nothing new: this was accepted before, see {summary.File}.");
            terminal.Document(summary);
            return 0;
        });
        return command;
    }
}
