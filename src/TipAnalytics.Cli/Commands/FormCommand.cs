using System.CommandLine;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip form XLSFORM [--operation DIR] [--map FILE] [--stream S]</c>: checks a questionnaire before it is used.</summary>
internal static class FormCommand
{
    public static Command Create()
    {
        var form = new Argument<string>("XLSFORM") { Description = "A questionnaire (XLSForm, XLSX)" };
        var operation = new Option<string?>("--operation") { Description = "Folder of an operation: says which questions its sources ask already" };
        var stream = new Option<string?>("--stream") { Description = "Stream of the proposed mapping; default: the one the form fits best" };
        var target = new Option<string?>("--map") { Description = "Write a proposed source definition into this file" };
        var command = new Command("form", "Checks a questionnaire: direct questions and what to ask instead, identifiers, indicators it could feed; exit 10 when something must go")
        {
            form, operation, stream, target,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(target);
            var summary = FormCheck.Check(
                parsed.GetRequiredValue(form), parsed.GetValue(operation), parsed.GetValue(stream), path is null ? null : Path.GetFileNameWithoutExtension(path));
            if (path is not null)
                ProposalFile.Write(path, summary.Yaml);
            Print(CommandLine.Current, summary, path);
            CommandLine.Current.Document(summary);
            return summary.ExitCode;
        });
        return command;
    }

    private static void Print(Terminal terminal, FormSummary summary, string? path)
    {
        var languages = summary.Languages.Where(language => language.Length > 0).ToList();
        terminal.Line($"{summary.File}: {Terminal.Number(summary.Questions)} questions{(languages.Count > 0 ? $" in {string.Join(", ", languages)}" : "")}");
        terminal.Line();
        terminal.Line(summary.MustGo.Count == 0 ? "No direct or blunt question was found. Read the form all the same: words can be put in many ways." : "Must go:");
        foreach (var hit in summary.MustGo)
        {
            terminal.Line($"  {hit.Question}{(hit.Option is null ? "" : $", option {hit.Option}")} ({hit.Rule}: {hit.Title})");
            terminal.Line($"    «{OneLine(hit.Words)}»{(hit.Language.Length > 0 ? $" ({hit.Language})" : "")}");
            terminal.Line($"    {hit.Why}");
            terminal.Line($"    {Way(hit)}");
        }

        if (summary.Sensitive.Count > 0)
        {
            terminal.Line();
            terminal.Line("Deserves a note; take it together with the other reasons of protection, and send what is known of it to the monitoring and reporting mechanism, not into a survey:");
            foreach (var hit in summary.Sensitive)
                terminal.Line($"  {hit.Question}, option {hit.Option} ({hit.Rule}): «{OneLine(hit.Words)}»");
        }

        if (summary.Identifiers.Count > 0)
        {
            terminal.Line();
            terminal.Line("Asks for what identifies a person. Leave out what is not needed; none of it is ever taken:");
            foreach (var kind in summary.Identifiers.GroupBy(identifier => identifier.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
                terminal.Line($"  {kind.Key}: {Named([.. kind.Select(identifier => identifier.Question)])}");
        }

        if (summary.AskedAlready.Count > 0)
        {
            terminal.Line();
            terminal.Line("Asked already by a source of the operation; ask again only where that cannot serve:");
            foreach (var question in summary.AskedAlready)
                terminal.Line($"  {question.Question}: {question.Field} of {string.Join(", ", question.Sources)}");
        }

        terminal.Line();
        terminal.Line("Indicators it could feed as it stands:");
        foreach (var indicator in summary.CouldFeed)
            terminal.Line($"  {indicator.Id} {indicator.Title} ({indicator.Stream})");
        if (summary.CouldFeed.Count == 0)
            terminal.Line("  none");
        if (summary.WithAdditions.Count > 0)
        {
            terminal.Line();
            terminal.Line("With additions:");
            foreach (var indicator in summary.WithAdditions)
                terminal.Line($"  {indicator.Indicator} {indicator.Title} ({indicator.Stream}): {string.Join("; ", indicator.Lacks.Select(field => $"{field.Field} («{field.Label}»)"))}");
        }

        terminal.Line();
        terminal.Line(path is null ? $"«--map FILE» writes a proposed source definition ({summary.Stream})." : $"Written: {path}, a proposed source definition ({summary.Stream}). A person has to review it.");
    }

    private static string Way(FormHit hit)
    {
        var way = hit.Do switch
        {
            "trained_staff" => "Take it out; only trained staff in a service may ask it.",
            "community" => "Take it out; ask key informants whether it is reported in the community.",
            _ => "Take it out.",
        };
        var instead = hit.Instead.Select(alternative => alternative.Title.Length == 0 ? alternative.Indicator : $"{alternative.Indicator} ({alternative.Title})").ToList();
        return instead.Count == 0 ? way : $"{way} What serves the purpose: {string.Join(", ", instead)}.";
    }

    private static string OneLine(string words) => words.ReplaceLineEndings(" ") is { Length: > 200 } text ? $"{text[..200]}…" : words.ReplaceLineEndings(" ");

    private static string Named(List<string> questions) =>
        $"{string.Join(", ", questions.Take(12))}{(questions.Count > 12 ? $" and {Terminal.Number(questions.Count - 12)} more" : "")}";
}
