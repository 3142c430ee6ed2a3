using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip query DIR [SQL] [--indicator ID] [--area P] [--from P] [--to P] [--by SPLIT]</c>: reads released figures only.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var sql = new Argument<string?>("SQL") { Description = "One SELECT over the released store", Arity = ArgumentArity.ZeroOrOne };
        var indicator = new Option<string[]>("--indicator") { Description = "Indicator id; may be repeated", DefaultValueFactory = _ => [] };
        var area = new Option<string[]>("--area") { Description = "P-code; may be repeated", DefaultValueFactory = _ => [] };
        var from = Period("--from", "First period, e.g. 2025-Q1 or 2025-01");
        var to = Period("--to", "Last period");
        var by = new Option<string?>("--by") { Description = "Disaggregation, e.g. head_sex; default: none" };
        var format = new Option<string>("--format") { Description = "table, csv, json or parquet", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json", "parquet");
        var output = new Option<string?>("--output", "-o") { Description = "File to write; needed for parquet" };
        var command = new Command("query", "Reads released figures (data/indicators.duckdb), nothing else")
        {
            directory, sql, indicator, area, from, to, by, format, output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(format) == "parquet" && result.GetValue(output) is null)
                result.AddError("--format parquet needs --output FILE.");
        });
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var root = parsed.GetRequiredValue(directory);
            using var store = IndicatorStore.Open(Path.Combine(root, "data", "indicators.duckdb"));
            var filter = new CellFilter(
                parsed.GetRequiredValue(indicator), parsed.GetRequiredValue(area), parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(by));
            if (store.Unknown(filter) is { } wrong)
            {
                terminal.Error(wrong);
                terminal.Document(new { error = wrong, exit_code = 2 });
                return 2;
            }

            var result = parsed.GetValue(sql) is { } text ? store.Query(text) : store.Select(filter);
            var chosen = terminal.IsJson ? "json" : parsed.GetRequiredValue(format);
            if (chosen == "parquet")
                ParquetFile.Write(result, parsed.GetValue(output)!);
            else if (parsed.GetValue(output) is { } path)
                File.WriteAllText(path, QueryOutput.Text(result, chosen));
            else
                terminal.Raw(QueryOutput.Text(result, chosen));
            if (ReleaseDesk.StateBeside(root, store.ReleaseId) is { } state and not "published")
                terminal.Note(state == "withdrawn" ? $"Release {store.ReleaseId} was withdrawn: do not use these figures." : $"Release {store.ReleaseId} is a draft: these figures are not to be handed on.");
            return 0;
        });
        return command;
    }

    private static Option<Period?> Period(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (Pipeline.Period.TryParse(result.Tokens[0].Value, out var period))
                return period;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: give a period as 2026-09, 2026-Q3, 2026-H2 or 2026."));
            return null;
        },
    };
}
