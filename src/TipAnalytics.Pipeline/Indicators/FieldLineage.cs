using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Which fields of which streams an indicator really rests on, through whatever models: those that the engine's plan reads. A column that no plan
/// reads cannot change the figure.</summary>
internal static partial class FieldLineage
{
    // Where a plan names the columns it reads of a table.
    private static readonly string[] Places = ["Projections", "Filters"];

    /// <summary>Keeps the plan of a query over empty tables from being «nothing». For a connection that is used for plans only.</summary>
    public static void Prepare(DuckDBConnection connection) => Sql.Run(connection, "set disabled_optimizers = 'statistics_propagation,empty_result_pullup'");

    /// <returns>By stream and field, in the order of the catalogue. What a model merely joins counts as read.</returns>
    public static IReadOnlyList<(StreamDefinition Stream, FieldDefinition Field)> Of(DuckDBConnection connection, Catalogue catalogue, IndicatorDefinition indicator) =>
        Of(connection, catalogue, indicator.Model!, indicator.Expressions.Concat(indicator.Answers).Concat(indicator.DisaggregateBy));

    /// <summary>As above, of expressions over a model.</summary>
    public static IReadOnlyList<(StreamDefinition Stream, FieldDefinition Field)> Of(DuckDBConnection connection, Catalogue catalogue, string model, IEnumerable<string> used)
    {
        using var read = Plan(connection, $"select {string.Join(", ", used.Select(part => $"(\n{part}\n)"))} from {model}");
        var columns = read.RootElement.EnumerateArray().SelectMany(Columns).ToHashSet();
        return [.. from stream in catalogue.Streams.Values.OrderBy(stream => stream.Id, StringComparer.Ordinal)
                   from field in stream.Fields
                   where columns.Contains(($"rec_{stream.Id}", field.Name))
                   select (stream, field)];
    }

    /// <returns>Streams whose records a model reads in any way, if only to count them, by id.</returns>
    public static IReadOnlyList<StreamDefinition> Streams(DuckDBConnection connection, Catalogue catalogue, string model)
    {
        using var read = Plan(connection, $"select * from {model}");
        var tables = read.RootElement.EnumerateArray().SelectMany(Tables).ToHashSet(StringComparer.Ordinal);
        return [.. catalogue.Streams.Values.Where(stream => tables.Contains($"rec_{stream.Id}")).OrderBy(stream => stream.Id, StringComparer.Ordinal)];
    }

    private static JsonDocument Plan(DuckDBConnection connection, string query) =>
        JsonDocument.Parse(Sql.Read(connection, $"explain (format json) {query}", row => row.GetString(1)).Single());

    private static IEnumerable<string> Tables(JsonElement node) =>
        node.GetProperty("children").EnumerateArray().SelectMany(Tables).Concat(
            node.GetProperty("extra_info").TryGetProperty("Table", out var table) ? [table.GetString()!.Split('.')[^1]] : []);

    private static IEnumerable<(string Table, string Column)> Columns(JsonElement node)
    {
        foreach (var below in node.GetProperty("children").EnumerateArray().SelectMany(Columns))
            yield return below;
        var info = node.GetProperty("extra_info");
        if (!info.TryGetProperty("Table", out var table))
            yield break;
        var name = table.GetString()!.Split('.')[^1];
        foreach (var word in Places.SelectMany(key => Texts(info, key)).SelectMany(text => Word().Matches(text)).Select(match => match.Value))
            yield return (name, word);
    }

    private static IEnumerable<string> Texts(JsonElement info, string key) =>
        !info.TryGetProperty(key, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString()!)
        : [value.GetString()!];

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();
}
