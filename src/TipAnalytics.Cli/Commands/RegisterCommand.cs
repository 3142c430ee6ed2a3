using System.CommandLine;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports;
using TipAnalytics.Reports.Forms;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip register DIR form OUT [--lang L]</c>, <c>tip register DIR read FILE</c>: the context register goes out to be filled in, and comes back.</summary>
internal static class RegisterCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var command = new Command("register", "The context register as a document or workbook to fill in, and back") { directory, Form(directory), Read(directory) };
        command.SetAction(_ =>
        {
            CommandLine.Current.Error("Say what to do: «tip register DIR form FILE.xlsx», «tip register DIR read FILE.xlsx».");
            return 2;
        });
        return command;
    }

    private static Command Form(Argument<string> directory)
    {
        var file = new Argument<string>("OUT") { Description = "File to write: .docx or .xlsx" };
        var language = new Option<string?>("--lang") { Description = $"Language of the form, one of {string.Join(", ", ReportWriter.Languages)}; default: the operation's" };
        language.AcceptOnlyFromAmong([.. ReportWriter.Languages]);
        var command = new Command("form", "Writes the form, with what the register says already; restricted answers are left out") { file, language };
        RequireType(command, file);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is { } path && File.Exists(path))
                result.AddError($"{path}: is there already. Give another name: a form that somebody may have filled in is not overwritten.");
        });
        command.SetAction(parsed =>
        {
            var (terminal, path) = (CommandLine.Current, parsed.GetRequiredValue(file));
            var form = RegisterDesk.Form(new RunOptions(parsed.GetRequiredValue(directory)), parsed.GetValue(language));
            Write(path, RegisterFormFile.Write(form, Path.GetExtension(path).ToLowerInvariant()));
            var questions = form.Parts.SelectMany(part => part.Questions).ToList();
            var due = form.Factors.SelectMany(factor => factor.Areas).SelectMany(area => area).Count(entry => entry["score"].Length == 0);
            terminal.Line($"{path}: {Terminal.Number(questions.Count)} questions, {Terminal.Number(due)} scores due, {Terminal.Number(form.Events.Count)} events. Fill it in, then: tip register {parsed.GetRequiredValue(directory)} read {path}");
            terminal.Document(new { file = path, questions = questions.Count, scores_due = due, events = form.Events.Count, kept_back = questions.SelectMany(question => question.Entries).Count(entry => entry.Kept is not null) });
            return 0;
        });
        return command;
    }

    private static Command Read(Argument<string> directory)
    {
        var file = new Argument<string>("FILE") { Description = "A form that was filled in: .docx or .xlsx" };
        var command = new Command("read", "Puts the entries of a form into context-analysis.yaml, all or none; exit 10 when one is wrong") { file };
        RequireType(command, file);
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var summary = RegisterDesk.Read(new RunOptions(parsed.GetRequiredValue(directory)), RegisterFormFile.Read(parsed.GetRequiredValue(file)));
            foreach (var added in summary.Added)
                terminal.Line($"  added    {Named(added)}");
            foreach (var changed in summary.Changed)
                terminal.Line($"  changed  {Named(changed)}: {string.Join(", ", changed.Fields)}");
            terminal.Line($"{summary.File}: {Terminal.Number(summary.Added.Count)} added, {Terminal.Number(summary.Changed.Count)} changed, {Terminal.Number(summary.Unchanged)} as before, {Terminal.Number(summary.Empty)} left empty");
            terminal.Document(summary);
            return 0;
        });
        return command;
    }

    private static string Named(RegisterChange change) =>
        string.Join(' ', new[] { change.Section is "events" or "statements" ? change.Section[..^1] : "", change.What, change.Geo }.Where(word => word.Length > 0));

    private static void RequireType(Command command, Argument<string> file) => command.Validators.Add(result =>
    {
        if (result.GetValue(file) is { } path && !RegisterFormFile.Types.Contains(Path.GetExtension(path).ToLowerInvariant()))
            result.AddError($"{path}: give a file that ends with {string.Join(" or ", RegisterFormFile.Types)}.");
        else if (result.GetValue(file) is { } named && RegisterDesk.RefusedName(named) is { } reason)
            result.AddError($"{named}: the file name {reason}. Give another name.");
    });

    /// <exception cref="MachineException">The file cannot be written.</exception>
    private static void Write(string path, byte[] bytes)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew);
            file.Write(bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{path}: could not be written. Check that its folder is there and may be written to.");
        }
    }
}
