using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>What the vault says of one source.</summary>
/// <param name="FirstMonth">Null when nothing was received.</param>
/// <param name="FormVersions">Versions seen, in ordinal order.</param>
/// <param name="HasLateReports">A record was taken after its month had closed, and after an earlier batch had reached that month; the back-fill of a new source is not late.</param>
internal sealed record SourceFacts(string SourceId, Period? FirstMonth, Period? LastMonth, IReadOnlyList<string> FormVersions, bool HasLateReports)
{
    /// <returns>One entry a source of the operation, by id, also where nothing was received.</returns>
    public static IReadOnlyList<SourceFacts> Read(DuckDBConnection vault, OperationSetup setup)
    {
        var seen = Derivation.SourcedStreams(setup)
            .SelectMany(stream => Sql.Read(
                vault, Sql.Text("source_facts").Replace("{stream}", stream.Id, StringComparison.Ordinal),
                row => new SourceFacts(
                    row.GetString(0),
                    Period.Containing(row.GetFieldValue<DateOnly>(1), PeriodGrain.Month),
                    Period.Containing(row.GetFieldValue<DateOnly>(2), PeriodGrain.Month),
                    row.IsDBNull(3) ? [] : row.GetString(3).Split('\u001f'),
                    !row.IsDBNull(4) && row.GetBoolean(4)),
                ("close_after_days", setup.Operation.CloseAfterDays)))
            .ToDictionary(facts => facts.SourceId, StringComparer.Ordinal);
        return [.. setup.Sources.OrderBy(source => source.Id, StringComparer.Ordinal)
            .Select(source => seen.GetValueOrDefault(source.Id, new(source.Id, null, null, [], false)))];
    }
}
