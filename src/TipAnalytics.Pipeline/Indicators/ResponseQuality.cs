using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>How well the questions behind an indicator were answered in an area, over the last twelve closed months. Nothing in it depends on what was answered.</summary>
/// <param name="Answered">Share of usable answers among those asked, 0–1.</param>
/// <param name="Flagged">Share of the stream's records that a logic rule flags.</param>
/// <param name="NearDuplicates">Share of records that are a copy of another, of those with enough answers to tell.</param>
internal sealed record ResponseQuality(string IndicatorId, string AreaCode, double Answered, double Flagged, double NearDuplicates)
{
    public const int Months = 12;

    /// <summary>First and last month looked at.</summary>
    public static (DateOnly First, DateOnly Last) Span(OperationDefinition operation, DateOnly asOf)
    {
        var last = Window.LastClosedMonth(operation, asOf);
        return (last.AddMonths(1 - Months), last);
    }

    /// <returns>One entry an indicator and area with an answer, by indicator, then area.</returns>
    public static IReadOnlyList<ResponseQuality> Read(DuckDBConnection vault, OperationSetup setup, DateOnly asOf)
    {
        RollUp.Create(vault, setup, asOf);
        var (first, last) = Span(setup.Operation, asOf);
        // Records of the sources that may enter the indicator; most indicators of a stream rest on the same.
        var records = new Dictionary<(string Stream, string Sources), Dictionary<string, (double Flagged, double Copies)>>();
        Dictionary<string, (double Flagged, double Copies)> RecordsOf(IndicatorDefinition indicator)
        {
            var sources = string.Join(", ", SourcePermissions.SourcesOf(setup, indicator).Select(source => $"'{source.Id}'").Order(StringComparer.Ordinal));
            if (!records.TryGetValue((indicator.Stream!, sources), out var known))
                records[(indicator.Stream!, sources)] = known = Records(vault, setup, setup.Catalogue.Streams[indicator.Stream!], sources, first, last);
            return known;
        }

        return [.. from row in Sql.Read(
                       vault, Sql.Text("answered"), row => (Indicator: row.GetString(0), Area: row.GetString(1), Base: row.GetInt64(2), Asked: row.GetInt64(3)), ("first", first), ("last", last))
                   let indicator = setup.Catalogue.Indicators.GetValueOrDefault(row.Indicator)
                   where row.Asked > 0 && indicator is { Stream: not null } && SourcePermissions.HasSource(setup, indicator)
                   let record = RecordsOf(indicator).GetValueOrDefault(row.Area)
                   select new ResponseQuality(row.Indicator, row.Area, (double)row.Base / row.Asked, record.Flagged, record.Copies)];
    }

    private static Dictionary<string, (double Flagged, double Copies)> Records(DuckDBConnection vault, OperationSetup setup, StreamDefinition stream, string sources, DateOnly first, DateOnly last)
    {
        var flags = setup.Catalogue.RulesOf(stream.Id).Where(rule => rule.Action == RuleAction.Flag).Select(RuleSql.OnRecords).DefaultIfEmpty("false");
        return Sql.Read(
            vault,
            Sql.Text("record_quality")
                .Replace("{flagged}", string.Join(" or ", flags), StringComparison.Ordinal)
                .Replace("{answers}", SourceQualityChecks.AnswersSql(stream), StringComparison.Ordinal)
                .Replace("{sources}", sources, StringComparison.Ordinal)
                .Replace("{stream}", stream.Id, StringComparison.Ordinal),
            row => (Area: row.GetString(0), Flagged: Share(row.GetInt64(2), row.GetInt64(1)), Copies: Share(row.GetInt64(3) - row.GetInt64(4), row.GetInt64(3))),
            ("answers", SourceQualityChecks.Answers), ("first", first), ("last", last))
        .ToDictionary(row => row.Area, row => (row.Flagged, row.Copies), StringComparer.Ordinal);
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
