using System.CommandLine;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip new DIR</c>: a new operation with commented files and a key.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A new folder" };
        var command = new Command("new", "Scaffolds an operation with commented files, and makes the key of its vault") { directory };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(directory), CommandLine.Current));
        return command;
    }

    private static int Run(string directory, Terminal terminal)
    {
        var root = Path.GetFullPath(directory);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            throw new MachineException($"{directory}: the folder is not empty. Give a new one: nothing is overwritten.");
        ShippedFiles.CopyOperation("_template", root);
        var key = OperationKey.Create(root);
        terminal.Line($"{directory} is ready. Next:");
        terminal.Line("  1. operation.yaml: name, country, crisis onset; boundaries/: the COD boundaries of your country");
        terminal.Line("  2. sources/: one file per provider and dataset; delete those you do not have");
        terminal.Line("  3. context-analysis.yaml: the context register; a report needs one answer at least");
        terminal.Line($"  4. tip check {directory}");
        terminal.Line();
        terminal.Line($"The key of its vault is {key}");
        terminal.Line("Keep it apart from back-ups of the operation. A lost key is final: nobody can read the vault without it.");
        terminal.Document(new { folder = root, key_file = key });
        return 0;
    }
}
