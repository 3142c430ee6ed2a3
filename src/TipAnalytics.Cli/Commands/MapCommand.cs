using System.CommandLine;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip map FILE (--stream S | --against SOURCE.yaml) [--form XLSFORM] [--sheet NAME] [--header-rows N] [--out FILE]</c>: a proposed source definition, or the mapping of
/// a further form version, from a header or a form.</summary>
internal static class MapCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An export, or a form (XLSForm)" };
        var stream = new Option<string?>("--stream") { Description = "Stream the data belong to, e.g. pm_hh" };
        var against = new Option<string?>("--against") { Description = "Source definition of which the export is a further form version, e.g. sources/my-source.yaml" };
        var form = new Option<string?>("--form") { Description = "The form (XLSForm) of the export" };
        var sheet = new Option<string?>("--sheet") { Description = "Worksheet of the export; default: the first" };
        var rows = Arguments.Number("--header-rows", "Rows of the header of the export", 1, least: 1, most: 100);
        var target = new Option<string?>("--out") { Description = "Write the proposal into this file, e.g. sources/my-source.yaml" };
        var command = new Command("map", "Proposes a source definition from the header of an export or from its form; reads no row, and a person has the last word") { file, stream, against, form, sheet, rows, target };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(target);
            var summary = Mapping.Propose(
                parsed.GetRequiredValue(file), parsed.GetValue(stream), parsed.GetValue(form), parsed.GetValue(sheet), path is null ? null : Path.GetFileNameWithoutExtension(path), parsed.GetValue(against),
                parsed.GetValue(rows));
            if (path is not null)
                ProposalFile.Write(path, summary.Yaml);
            Print(CommandLine.Current, summary, path);
            CommandLine.Current.Document(summary);
            return 0;
        });
        return command;
    }

    private static void Print(Terminal terminal, MapSummary summary, string? path)
    {
        terminal.Table(["field", "confidence", "column", "why"], [.. summary.Fields.Select(field => (IReadOnlyList<string>)
        [
            field.Field, field.Confidence, field.Columns.Count == 1 ? field.Columns[0] : $"{field.Columns[0]} and {Terminal.Number(field.Columns.Count - 1)} more",
            $"{field.Reason}{(field.IsCountrySpecific ? "; country-specific slots" : "")}{(field.Gaps.Count > 0 ? $"; no code for {string.Join(", ", field.Gaps)}" : "")}",
        ])]);
        terminal.Line();
        foreach (var key in summary.Keys)
            terminal.Line($"{key.Key}: {key.Column}{(key.Note.Length > 0 ? $" ({key.Note})" : "")}");
        terminal.Line();
        foreach (var indicator in summary.Indicators.Where(indicator => indicator.Stream == summary.Stream))
            terminal.Line(Mapping.Words(indicator));
        foreach (var indicator in summary.Indicators.Where(indicator => indicator.Stream != summary.Stream))
            terminal.Line($"{Mapping.Words(indicator)} (stream {indicator.Stream})");
        terminal.Line();
        if (summary.Against is { } against)
        {
            foreach (var (words, fields) in new[] { ("The same as in", against.Same), ("Other columns than in", against.Other), ("Gone, in", against.Gone), ("New, not in", against.New) })
                terminal.Line($"{words} {against.File}: {(fields.Count > 0 ? string.Join(", ", fields) : "nothing")}");
            terminal.Line();
        }

        if (summary.NotToBeTaken.Count > 0)
            terminal.Line($"Not to be taken: {string.Join(", ", summary.NotToBeTaken)}");
        foreach (var column in summary.CannotBeUsed)
            terminal.Line($"Not to be mapped: {column.Column} {column.Why}.");
        if (summary.ReadLikeValues > 0)
            terminal.Line($"{Terminal.Number(summary.ReadLikeValues)} column names read like values and are not shown: is the header missing?");
        terminal.Line($"{Terminal.Number(summary.Unused)} columns are not used. Low proposals are comments in the file; nothing is taken until the mapping is reviewed.");
        if (path is not null)
            terminal.Line($"Written: {path}. Fill what is empty, compare it with the form, then run «tip check».");
        else
            terminal.Raw(terminal.IsJson ? "" : $"\n{summary.Yaml}");
    }
}
