using DuckDB.NET.Data;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Recount;

/// <summary>Own counts of all indicators as of a day.</summary>
/// <param name="Shares">By indicator id: share indicators that are switched on and fed.</param>
/// <param name="Levels">Indicator id → area and month (or start of the model's period) → value, parts known, parts.</param>
internal sealed record OperationCount(
    IReadOnlyDictionary<string, IndicatorCount> Shares, IReadOnlyDictionary<string, IReadOnlyDictionary<(string Area, DateOnly Month), (double? Value, long? Known, long? Parts)>> Levels)
{
    /// <summary>Source id → mean number of reporting points a period before the onset and since.</summary>
    public IReadOnlyDictionary<string, (int Before, int Since)> Points { get; init; } = new Dictionary<string, (int, int)>();

    /// <param name="figures">What was released: by which splits and period lengths.</param>
    /// <param name="seenOn">Records as reports of this day saw them; null: as they see them now.</param>
    /// <param name="kept">What takes the place of periods whose records are gone, as the release <paramref name="keptUpTo"/> and those before it kept it.</param>
    public static OperationCount Read(DuckDBConnection vault, OperationSetup whole, IReadOnlyCollection<LedgerFigure> figures, DateOnly asOf, DateOnly? seenOn, KeptCounts kept, long keptUpTo)
    {
        var setup = whole.Used(asOf);
        var released = figures.ToLookup(figure => figure.IndicatorId, StringComparer.Ordinal);
        var shares = new Dictionary<string, IndicatorCount>(StringComparer.Ordinal);
        var levels = new Dictionary<string, IReadOnlyDictionary<(string, DateOnly), (double?, long?, long?)>>(StringComparer.Ordinal);
        AuditViews.Create(vault, setup, [], asOf, seenOn);
        var points = ReportingPoints.Read(vault, setup, asOf);
        var fed = setup.Indicators.Where(indicator => indicator.Model is not null && indicator.Kind is IndicatorKind.Share or IndicatorKind.Level && (SourcePermissions.HasSource(setup, indicator) || (indicator.Kind == IndicatorKind.Share && kept.Has(indicator.Id))));
        foreach (var group in fed.GroupBy(indicator => string.Join(' ', Refused(setup, indicator)), StringComparer.Ordinal))
        {
            // Panels look at all sources of a stream.
            AuditViews.Create(vault, setup, [], asOf, seenOn);
            var panels = group.Select(indicator => indicator.Stream).OfType<string>().Distinct()
                .ToDictionary(id => id, id => Panels.Expression(vault, setup, setup.Catalogue.Streams[id], asOf), StringComparer.Ordinal);
            string? rows = null;
            if (group.Key.Length > 0)
                AuditViews.Create(vault, setup, group.Key.Split(' '), asOf, seenOn);
            foreach (var indicator in group.OrderBy(indicator => indicator.Model, StringComparer.Ordinal))
            {
                // Rows of a model are worked out once for all its indicators.
                if (indicator.Model != rows)
                    Query.Run(vault, $"create or replace temp table audit_rows as select * from {rows = indicator.Model}");
                if (indicator.Kind == IndicatorKind.Level)
                {
                    levels[indicator.Id] = Level(vault, setup, indicator, asOf);
                    continue;
                }

                shares[indicator.Id] = IndicatorCount.Read(
                    vault, setup, indicator, asOf, [.. released[indicator.Id].Select(figure => figure.Split).Distinct()],
                    [.. released[indicator.Id].Select(figure => figure.Period.Grain).Distinct().Order()], panels[indicator.Stream!],
                    splits => kept.Of(whole, asOf, indicator, keptUpTo, isNow: seenOn is null, splits));
            }
        }

        return new(shares, levels) { Points = points };
    }

    /// <summary>Sources of the stream whose records may not enter; all of them where the approval of the indicator does not hold.</summary>
    private static IEnumerable<string> Refused(OperationSetup setup, IndicatorDefinition indicator) => setup.Unapproved.Contains(indicator.Id)
        ? setup.Sources.Where(source => source.Stream == indicator.Stream).Select(source => source.Id).Order(StringComparer.Ordinal)
        : SourcePermissions.RefusedSources(setup, indicator);

    private static Dictionary<(string, DateOnly), (double?, long?, long?)> Level(DuckDBConnection vault, OperationSetup setup, IndicatorDefinition indicator, DateOnly asOf)
    {
        var columns = Query.Read(vault, "select column_name from (describe audit_rows)", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        string Most(string column) => columns.Contains(column) ? $"cast(max({column}) as bigint)" : "cast(null as bigint)";
        return Query.Read(
                vault,
                IndicatorCount.Fill(
                    "levels.sql", ("value", indicator.Value!), ("universe", indicator.Universe ?? "true"), ("known", Most("known_count")), ("parts", Most("function_count"))),
                row => (Key: (row.GetString(0), row.GetFieldValue<DateOnly>(1)), Value: (row.IsDBNull(2) ? (double?)null : row.GetDouble(2), row.IsDBNull(3) ? (long?)null : row.GetInt64(3), row.IsDBNull(4) ? (long?)null : row.GetInt64(4))),
                ("first", AuditViews.FirstMonth(setup)), ("last", AuditViews.LastMonth(setup, asOf)))
            .ToDictionary(row => row.Key, row => row.Value);
    }
}
