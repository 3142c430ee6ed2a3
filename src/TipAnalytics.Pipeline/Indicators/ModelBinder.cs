using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Binds every model, indicator and quality rule to empty tables, so that a wrong column or filter is found without data.</summary>
internal static partial class ModelBinder
{
    private static readonly string[] RecordColumns =
        ["record_id", "source_id", "period_start", "area_code", "survey_weight", "stratum", "cluster", "organisation", "reporting_point"];

    /// <returns>All faults, by file and line; empty when everything binds. The database's own words are in them: there is no data here that they could quote.</returns>
    public static IReadOnlyList<DefinitionFault> Bind(OperationSetup setup)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Sql.Run(connection, Sql.Text("closed_in"));
        FieldLineage.Prepare(connection);
        StreamTables.Create(connection, setup.Catalogue.Streams.Values);
        ModelViews.CreateInputs(connection, setup, setup.Operation.AsOf ?? setup.Operation.CrisisOnset.Date);
        var (ordered, circular) = ModelOrder.Of(setup.Catalogue.Models.Values);
        var faults = circular
            .Select(model => new DefinitionFault(model.File, 1, $"model \"{model.Name}\" reads itself through {Names(circular.Where(other => other != model))}. Models may not go in circles."))
            .ToList();
        var unbound = circular.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var model in ordered)
        {
            if (Try(() => ModelViews.Create(connection, model)) is { } message)
            {
                unbound.Add(model.Name);
                // The view's own first line stands before the file's first.
                faults.Add(new(model.File, Math.Max(1, LineIn(message) - 1), $"model \"{model.Name}\" does not bind: {FirstLine(message)}"));
            }
        }

        foreach (var indicator in setup.Catalogue.Indicators.Values.OrderBy(indicator => indicator.Id, StringComparer.Ordinal))
        {
            var own = BindIndicator(connection, setup.Catalogue, indicator, unbound).ToList();
            faults.AddRange(own);
            if (own.Count == 0 && indicator.Model is { } model && !unbound.Contains(model))
            {
                var used = FieldLineage.Of(connection, setup.Catalogue, indicator);
                faults.AddRange(Purpose(used, indicator));
                var read = FieldLineage.Streams(connection, setup.Catalogue, model);
                faults.AddRange(LevelOfPeople(read, indicator));
                faults.AddRange(ReportsAgainstOthers(connection, setup.Catalogue, read, indicator));
                faults.AddRange(SignalElements.Check(connection, setup.Catalogue, indicator, used).Select(message => Fault(indicator, indicator.Parts.Count > 0 ? "parts" : "model", message)));
            }
        }

        faults.AddRange(setup.Catalogue.QualityRules.SelectMany(rule => BindRule(connection, setup.Catalogue, rule)));
        return [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Message, StringComparer.Ordinal)];
    }

    /// <summary>A field that its stream binds to indicators is used by no other, through no model.</summary>
    private static IEnumerable<DefinitionFault> Purpose(IReadOnlyList<(StreamDefinition Stream, FieldDefinition Field)> lineage, IndicatorDefinition indicator) =>
        lineage
            .Where(used => used.Field.Indicators.Count > 0 && !used.Field.Indicators.Contains(indicator.Id))
            .Select(used => Fault(
                indicator, "model",
                $"{indicator.Id} rests on \"{used.Field.Name}\" of {used.Stream.Id}, which is bound to {string.Join(", ", used.Field.Indicators)}. Take it out of the indicator or its model, or have the purpose agreed and add {indicator.Id} to the field's indicators in {used.Stream.File}."));

    /// <summary>Levels are released as they are, so they rest on the register and on reference streams alone. A level that read records of people would be an unprotected
    /// figure of them, and could divide them by a population (rules PG-2 and PG-4).</summary>
    private static IEnumerable<DefinitionFault> LevelOfPeople(IReadOnlyList<StreamDefinition> read, IndicatorDefinition indicator) =>
        indicator.Kind != IndicatorKind.Level ? [] : read
            .Where(stream => stream.Kind != StreamKind.Reference)
            .Select(stream => Fault(
                indicator, "model",
                $"{indicator.Id} is a level, and its model reads records of {stream.Id}: levels are released without protection, so they rest on the context register and reference streams only. Make it a share, or take {stream.Id} out of the model."));

    /// <summary>Incidents, cases and what key informants say are set against records of their own stream alone: not against people, households, areas, services or
    /// another stream (rule PG-2). A share counts rows of its model, so the model reads that stream only, and makes no row of its own.</summary>
    private static IEnumerable<DefinitionFault> ReportsAgainstOthers(DuckDBConnection connection, Catalogue catalogue, IReadOnlyList<StreamDefinition> read, IndicatorDefinition indicator)
    {
        if (indicator.Kind != IndicatorKind.Share || catalogue.Streams.GetValueOrDefault(indicator.Stream ?? "") is not { } own)
            yield break;
        foreach (var other in read.Where(stream => stream.Id != own.Id && (IsReported(stream) || IsReported(own))))
            yield return Fault(
                indicator, "model",
                $"{indicator.Id} is a share of records of {own.Id}, and its model reads records of {other.Id} too: what is reported is never set against people, households, areas, services or another stream. Take {other.Id} out of the model, or the indicator to {other.Id}.");
        // The tables of all streams are empty here.
        if (IsReported(own) && Sql.Read(connection, $"select exists (select 1 from {indicator.Model})", row => row.GetBoolean(0)).Single())
            yield return Fault(indicator, "model", $"{indicator.Id} is a share of records of {own.Id}, and its model has rows where there is no record: what is reported is never set against a number from elsewhere. Take out what makes these rows.");
    }

    private static bool IsReported(StreamDefinition stream) => stream.Kind is StreamKind.Incidents or StreamKind.Cases or StreamKind.KeyInformants;

    private static IEnumerable<DefinitionFault> BindIndicator(DuckDBConnection connection, Catalogue catalogue, IndicatorDefinition indicator, HashSet<string> unbound)
    {
        if (indicator.Kind is not (IndicatorKind.Share or IndicatorKind.Level))
            yield break;
        if (indicator.Model is null || !catalogue.Models.ContainsKey(indicator.Model))
        {
            yield return Fault(indicator, "model", $"{indicator.Id} needs a model; there is none named \"{indicator.Model}\". Known: {string.Join(", ", catalogue.Models.Keys.Order(StringComparer.Ordinal))}.");
            yield break;
        }

        if (unbound.Contains(indicator.Model))
            yield break;  // said once, under the model
        var columns = Sql.Read(connection, $"select column_name, column_type from (describe {indicator.Model})", row => (Name: row.GetString(0), Type: row.GetString(1)))
            .ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        foreach (var (key, column) in RecordColumns.Select(column => ("model", column))
            .Concat(indicator.Answers.Select(column => ("answers", column)))
            .Concat(indicator.DisaggregateBy.Select(column => ("disaggregate_by", column)))
            .Where(used => !columns.ContainsKey(used.Item2)))
            yield return Fault(indicator, key, $"{key}: model \"{indicator.Model}\" has no column \"{column}\".");
        if (indicator.Kind == IndicatorKind.Level
            && (indicator.Value is null || !columns.TryGetValue(indicator.Value, out var valueType) || !Number().IsMatch(valueType)))
            yield return Fault(indicator, "value", $"value: name a column of model \"{indicator.Model}\" that holds a number.");
        if (indicator.Kind == IndicatorKind.Share && indicator.SignalFilter is null)
            yield return Fault(indicator, "id", $"{indicator.Id} has no signal.");
        foreach (var (key, filter) in new[] { ("universe", indicator.Universe), ("base", indicator.Base), ("signal", indicator.Signal) }
            .Concat(indicator.Parts.SelectMany(part => new[] { ("parts", part.Base), ("parts", part.Signal) })))
        {
            if (filter is null)
                continue;
            // A filter is one expression: brackets and a line end keep a comment or a second statement from slipping in.
            string? type = null;
            var message = Try(() => type = Sql.Read(
                connection, $"select column_type from (describe select (\n{filter}\n) as filter from {indicator.Model})", row => row.GetString(0)).Single());
            if (message is not null)
                yield return Fault(indicator, key, $"{key} does not bind: {FirstLine(message)}");
            else if (type != "BOOLEAN")
                yield return Fault(indicator, key, $"{key} must be true or false for each row; this is {type}.");
        }
    }

    /// <summary>A rule is asked of the rows of a file and of records, so it reads neither the record's number nor a model.</summary>
    private static IEnumerable<DefinitionFault> BindRule(DuckDBConnection connection, Catalogue catalogue, QualityRule rule)
    {
        foreach (var stream in rule.Streams.Where(catalogue.Streams.ContainsKey))
        {
            string? type = null;
            var message = Try(() => type = Sql.Read(
                connection,
                $"select column_type from (describe select try((\n{rule.When}\n)) as filter from (select * exclude (record_id), null::bigint as {QualityRule.DoorColumn} from stg_{stream}))",
                row => row.GetString(0)).Single());
            if (message is not null)
                yield return new(rule.File, rule.Line, $"when does not bind to {stream}: {FirstLine(message)}");
            else if (type != "BOOLEAN")
                yield return new(rule.File, rule.Line, $"when must be true or false for each record of {stream}; this is {type}.");
        }
    }

    private static string? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (DuckDBException exception)
        {
            return exception.Message;
        }
    }

    private static DefinitionFault Fault(IndicatorDefinition indicator, string key, string message) =>
        new(indicator.File, LineOf(indicator.File, key), message);

    /// <summary>Line of a top-level key; 1 where the file or the key is not there.</summary>
    private static int LineOf(string file, string key) =>
        !File.Exists(file) ? 1 : Math.Max(1, File.ReadLines(file).ToList().FindIndex(line => line.StartsWith(key + ":", StringComparison.Ordinal)) + 1);

    private static int LineIn(string message) =>
        DatabaseLine().Match(message) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 2;

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();

    private static string Names(IEnumerable<ModelDefinition> models) => string.Join(", ", models.Select(model => $"\"{model.Name}\"").DefaultIfEmpty("itself"));

    [GeneratedRegex(@"LINE (\d+):")]
    private static partial Regex DatabaseLine();

    [GeneratedRegex("^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DOUBLE|FLOAT|DECIMAL.*)$")]
    private static partial Regex Number();
}
