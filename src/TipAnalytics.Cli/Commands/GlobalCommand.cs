using System.CommandLine;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.SideBySide;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip global DIR… --out FOLDER</c>: what several operations have released, side by side.</summary>
internal static class GlobalCommand
{
    public static Command Create()
    {
        var directories = new Argument<string[]>("DIR") { Description = "Folders of operations, or of releases; two or more", Arity = new ArgumentArity(2, 1000) };
        var output = new Option<string>("--out") { Description = "A new folder", Required = true };
        var command = new Command("global", "Puts what several operations have released side by side: a page, CSV and Parquet; from released files only, no vault is opened") { directories, output };
        command.SetAction(parsed =>
        {
            var (terminal, folder) = (CommandLine.Current, parsed.GetRequiredValue(output));
            var rollUp = RollUp.Read(parsed.GetRequiredValue(directories));
            var files = GlobalReport.Write(rollUp, folder);
            foreach (var operation in rollUp.Operations)
                terminal.Line($"{operation.Name}: release {operation.ReleaseId}");
            terminal.Line($"{Terminal.Number(rollUp.Compared.Count)} indicators are measured the same way by two operations or more; {Terminal.Number(rollUp.NotCompared.Select(item => item.IndicatorId).Distinct().Count())} are named with the reason why they are not compared, in one operation or all.");
            foreach (var file in files)
                terminal.Line($"  {Path.Combine(folder, file)}");
            terminal.Document(new { folder, files, rollUp.Audience, rollUp.Operations, compared = rollUp.Compared.Select(indicator => indicator.Id), rollUp.NotCompared });
            return 0;
        });
        return command;
    }
}
