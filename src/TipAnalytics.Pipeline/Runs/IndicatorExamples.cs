using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Runs the worked examples of the indicators through the statements of the derivation, so that a wrong formula, model or example is found without data.</summary>
internal sealed class IndicatorExamples : IDisposable
{
    // The rows of an example are told apart by their area.
    private const string Row = "row ";
    private static readonly DateOnly AsOf = new(2026, 3, 15);
    private static readonly DateOnly Month = new(2026, 1, 1);

    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly OperationSetup setup;

    private IndicatorExamples(OperationSetup setup)
    {
        this.setup = setup;
        connection.Open();
        Sql.Run(connection, Sql.Text("closed_in"));
        StreamTables.Create(connection, setup.Catalogue.Streams.Values);
        ModelViews.CreateInputs(connection, setup with { Context = new() { Answers = [], Scores = [] } }, AsOf);
        ModelViews.CreateAll(connection, setup.Catalogue);
        Sql.Run(connection, Sql.Text("observation_tables"));
    }

    /// <returns>One fault an example that says something else than the indicator, by file. For a catalogue that binds.</returns>
    public static IReadOnlyList<DefinitionFault> Check(OperationSetup setup)
    {
        using var run = new IndicatorExamples(setup);
        return [.. from indicator in setup.Catalogue.Indicators.Values.OrderBy(indicator => indicator.Id, StringComparer.Ordinal)
                   from example in indicator.Examples
                   from message in run.Differences(indicator, example)
                   select new DefinitionFault(indicator.File, LineOf(indicator, example), $"example «{example.Says}»: {message}")];
    }

    public void Dispose() => connection.Dispose();

    private IEnumerable<string> Differences(IndicatorDefinition indicator, IndicatorExample example)
    {
        var table = ExampleTable.Read(example.Rows);
        return indicator.Kind switch
        {
            IndicatorKind.Share => Share(indicator, example, table),
            IndicatorKind.Level => Figure(example, Level(indicator, table)),
            IndicatorKind.Convergence => Figure(example, Families(table)),
            IndicatorKind.Coverage => Figure(example, Coverage(table)),
            _ => Figure(example, State(indicator, table)),
        };
    }

    private IEnumerable<string> Share(IndicatorDefinition indicator, IndicatorExample example, ExampleTable table)
    {
        Fill(indicator.Stream!, table, apart: true);
        ModelRows(indicator);
        Sql.Run(connection, "delete from observation");
        Sql.Run(connection, ObservationStatement.Share(indicator, setup.Catalogue));
        var rows = Sql.Read(
            connection,
            "select area_code, sum(universe_count)::bigint, sum(base_count)::bigint, sum(signal_count)::bigint, sum(base_weight)::double, sum(signal_weight)::double from observation where split = 'all' group by area_code order by area_code",
            row => (Area: row.GetString(0), Universe: row.GetInt64(1), Base: row.GetInt64(2), Signal: row.GetInt64(3), Weight: row.GetDouble(4), SignalWeight: row.GetDouble(5))).ToDictionary(row => row.Area, StringComparer.Ordinal);
        for (var at = 0; at < table.Rows.Count; at++)
        {
            var row = rows.GetValueOrDefault(Area(at));
            var result = row.Universe == 0 ? "outside" : row.Base == 0 ? "undetermined" : row.Signal > 0 ? "signal" : "no signal";
            if (result != table.Rows[at][^1])
                yield return FormattableString.Invariant($"row {at + 1} is «{result}», not «{table.Rows[at][^1]}»");
        }

        var (signal, whole) = (rows.Values.Sum(row => row.Signal), rows.Values.Sum(row => row.Base));
        foreach (var difference in Figure(example, FormattableString.Invariant($"{signal} of {whole}")))
            yield return difference;
        if (example.Weighted is { } weighted && Percent(rows.Values.Sum(row => row.SignalWeight) / rows.Values.Sum(row => row.Weight)) is var percent && percent != weighted)
            yield return FormattableString.Invariant($"the weighted share is {percent} %, not {weighted} %");
    }

    private string Level(IndicatorDefinition indicator, ExampleTable table)
    {
        if (indicator.Stream is { } stream)
        {
            Fill(stream, table, apart: false);
        }
        else
        {
            Sql.Run(connection, "delete from stg_ctx");
            foreach (var row in table.Rows)
                Sql.Run(connection, "insert into stg_ctx (indicator_id, area_code, period_start, score) values ($indicator, 'row 1', $month, try_cast($score as integer))", ("indicator", indicator.Id), ("month", Month), ("score", row[0]));
        }

        ModelRows(indicator);
        Sql.Run(connection, "delete from level_observation");
        Sql.Run(connection, Derivation.LevelStatement(connection, indicator));
        var value = Sql.Read(connection, "select max(value) from level_observation", row => row.IsDBNull(0) ? (decimal?)null : row.GetDecimal(0)).Single();
        return value is { } known ? known.ToString("0.###", CultureInfo.InvariantCulture) : "unknown";
    }

    private string Families(ExampleTable table)
    {
        var states = table.Rows
            .Where(row => Value(row[1]) is not null && setup.Catalogue.Indicators[row[0]] is { ElevatedFrom: not null })
            .GroupBy(row => setup.Catalogue.Indicators[row[0]].Family)
            .Select(family => Convergence.StateOf([.. family.Select(row => DriverLevels.IsElevated(setup.Catalogue.Indicators[row[0]], Value(row[1])!.Value))])).ToList();
        return FormattableString.Invariant($"{states.Count(state => state == FamilyState.Elevated)} of {states.Count(state => state != FamilyState.Unknown)} known");
    }

    private static string Coverage(ExampleTable table)
    {
        var received = table.Rows.Select(row => row[1] == "yes").Reverse().ToList();
        return CoverageTables.State(back => back < received.Count && received[back], quartersPerRound: 1);
    }

    private string State(IndicatorDefinition indicator, ExampleTable table)
    {
        var values = table.Rows.ToDictionary(row => row[0], row => (Value(row[1]), Value(row[2])), StringComparer.Ordinal);
        var switchedOn = setup.Catalogue.Indicators.Where(known => values.ContainsKey(known.Key)).ToDictionary(StringComparer.Ordinal);
        return AreaStates.Holds(indicator, switchedOn, id => values[id]) switch { true => "yes", false => "no", null => "undetermined" };
    }

    /// <summary>Puts the rows of an example in the place of the stream's records.</summary>
    /// <param name="apart">Each row stands in an area of its own.</param>
    private void Fill(string stream, ExampleTable table, bool apart)
    {
        Sql.Run(connection, $"delete from \"rec_{stream}\"");
        var fields = setup.Catalogue.Streams[stream].Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        var columns = table.Values.ToList();
        string[] own = columns.Contains("period") ? [] : ["period_start"];
        var parameters = new List<(string, object)>();
        var rows = table.Rows.Select((row, at) =>
        {
            IEnumerable<object> values = [at, stream, Area(apart ? at : 0), Month, .. own.Select(_ => (object)Month), .. columns.Select((column, place) => Stored(column, row[place]))];
            return $"({string.Join(", ", values.Select(value =>
            {
                parameters.Add((FormattableString.Invariant($"p{parameters.Count}"), value));
                return "$" + parameters[^1].Item1;
            }))})";
        }).ToList();
        Sql.Run(
            connection,
            $"insert into \"rec_{stream}\" (record_id, source_id, area_code, shown_from, {string.Join(", ", own.Concat(columns.Select(column => $"\"{ExampleTable.Stored(column)}\"")))}) values {string.Join(", ", rows)}",
            [.. parameters]);

        object Stored(string column, string cell) =>
            cell.Length == 0 ? DBNull.Value
            : column == "period" || fields.GetValueOrDefault(column)?.Type == FieldType.Month ? cell + "-01"
            : cell == ExampleTable.None && fields.GetValueOrDefault(column)?.Type == FieldType.Codes ? ""
            : cell;
    }

    private void ModelRows(IndicatorDefinition indicator) => Sql.Run(
        connection, Sql.Text("model_rows").Replace("{model}", indicator.Model!, StringComparison.Ordinal), ("first_month", Month.AddYears(-1)), ("last_month", Month.AddMonths(2)));

    private static IEnumerable<string> Figure(IndicatorExample example, string figure)
    {
        if (figure != example.Figure)
            yield return $"the figure is «{figure}», not «{example.Figure}»";
    }

    private static string Area(int row) => FormattableString.Invariant($"{Row}{row + 1}");

    private static decimal? Value(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int Percent(double share) => (int)Math.Round(100 * share, MidpointRounding.AwayFromZero);

    /// <summary>Line of the example's first words; 1 where it cannot be found.</summary>
    private static int LineOf(IndicatorDefinition indicator, IndicatorExample example) =>
        File.Exists(indicator.File) ? Math.Max(1, File.ReadLines(indicator.File).ToList().FindIndex(line => line.Contains(example.Says, StringComparison.Ordinal)) + 1) : 1;
}
