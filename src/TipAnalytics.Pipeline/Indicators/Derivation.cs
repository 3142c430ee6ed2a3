using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Records of the vault → observations: additive sums at the finest cell, none of them a record.</summary>
internal static class Derivation
{
    /// <summary>Makes the tables of <c>observation_tables.sql</c> anew, in one transaction. Months outside the window (before the first,
    /// after the last closed one) are left out. Counts are whole numbers and weights decimals, so the same vault gives the same sums.</summary>
    /// <param name="vault">Open vault with <c>stg_STREAM</c> of every stream of the catalogue.</param>
    /// <param name="asOf">Decides which months are closed and which cases are open.</param>
    /// <param name="seenOn">Records as reports of this day saw them; null: as they see them now.</param>
    /// <param name="progress">Gets the id of each indicator before it is derived.</param>
    public static void Run(
        DuckDBConnection vault, OperationSetup setup, DateOnly asOf, IProgress<string>? progress = null, DateOnly? seenOn = null, CancellationToken cancel = default)
    {
        ModelViews.CreateInputs(vault, setup, asOf);
        ModelViews.CreateFrom(vault, setup, [], seenOn);
        FromViews(vault, setup, asOf, progress, seenOn, cancel);
    }

    /// <summary>The part after the views, for views made otherwise.</summary>
    internal static void FromViews(
        DuckDBConnection vault, OperationSetup setup, DateOnly asOf, IProgress<string>? progress = null, DateOnly? seenOn = null, CancellationToken cancel = default)
    {
        using var transaction = vault.BeginTransaction();
        Sql.Run(vault, Sql.Text("observation_tables"));
        var window = new (string, object)[] { ("first_month", Window.FirstMonth(setup.Operation)), ("last_month", Window.LastClosedMonth(setup.Operation, asOf)) };
        foreach (var stream in SourcedStreams(setup))
        {
            cancel.ThrowIfCancellationRequested();
            Sql.Run(vault, Sql.Text("report_month").Replace("{stream}", stream.Id, StringComparison.Ordinal), window);
            if (stream.Kind == StreamKind.Survey)
                Sql.Run(vault, Sql.Text("design").Replace("{stream}", stream.Id, StringComparison.Ordinal), window);
        }

        var onsets = setup.Areas.All.Select(area => (area.Code, Onset: setup.Operation.CrisisOnset.Of(area.Code, setup.Areas))).ToList();
        Sql.Append(vault, "onset_at", onsets.Select(area => new object?[] { area.Code, area.Onset }));
        Sql.Append(vault, "panel_period",
            from stream in SourcedStreams(setup).Where(HasPanel)
            from onset in onsets.Select(area => area.Onset).Distinct().Order()
            from row in PanelPeriods(stream, setup.Operation, asOf, onset)
            select row);
        Sql.Run(vault, Sql.Text("panel_point"));
        if (Sql.Has(vault, "panel_member"))
            Sql.Run(vault, Sql.Text("panel_kept"));
        var released = Released.Read(vault);
        var narrowed = "";
        foreach (var model in setup.Indicators.Where(indicator => IsFed(indicator, setup)).GroupBy(indicator => ModelKey(setup, indicator))
            .OrderBy(model => Refused(model.Key).Length).ThenBy(model => Refused(model.Key), StringComparer.Ordinal).ThenBy(model => model.Key, StringComparer.Ordinal))
        {
            if (Refused(model.Key) is var refused && refused != narrowed)
                ModelViews.CreateFrom(vault, setup, (narrowed = refused).Split(' '), seenOn);
            // Rows of the model are worked out once for all its indicators; signal and base of a record live only inside one statement.
            Sql.Run(vault, Sql.Text("model_rows").Replace("{model}", model.First().Model!, StringComparison.Ordinal), window);
            if (model.Any(indicator => indicator.Kind == IndicatorKind.Share))
                Sql.Run(vault, Sql.Text("model_presence").Replace("{model}", model.Key, StringComparison.Ordinal));
            foreach (var indicator in model)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Report(indicator.Id);
                Sql.Run(vault, indicator.Kind == IndicatorKind.Share ? ObservationStatement.Share(indicator, setup.Catalogue) : LevelStatement(vault, indicator));
                if (indicator.Kind == IndicatorKind.Share)
                    Sql.Run(vault, ObservationStatement.Atoms(indicator, setup.Catalogue, released.Splits(indicator.Id)));
            }

            Sql.Run(vault, "drop table model_rows");
        }

        if (narrowed.Length > 0)
            ModelViews.CreateFrom(vault, setup, [], seenOn);
        transaction.Commit();
    }

    /// <summary>The indicator's model, and after it the sources that may not enter the indicator: <c>gbv_incident without gbv-incidents</c>.</summary>
    internal static string ModelKey(OperationSetup setup, IndicatorDefinition indicator) =>
        SourcePermissions.RefusedSources(setup, indicator) is { Count: > 0 } refused ? $"{indicator.Model}{Without}{string.Join(' ', refused)}" : indicator.Model!;

    private const string Without = " without ";

    private static string Refused(string modelKey) => modelKey.Contains(Without, StringComparison.Ordinal) ? modelKey[(modelKey.IndexOf(Without, StringComparison.Ordinal) + Without.Length)..] : "";

    /// <summary>Streams that a source of the operation feeds, by id.</summary>
    internal static IEnumerable<StreamDefinition> SourcedStreams(OperationSetup setup) =>
        setup.Sources.Select(source => source.Stream).Distinct().Order(StringComparer.Ordinal).Select(id => setup.Catalogue.Streams[id]);

    /// <summary>A designed sample has no reporting points: who is interviewed is the design's choice, not the partners' effort.</summary>
    internal static bool HasPanel(StreamDefinition stream) => stream.Kind is not (StreamKind.Survey or StreamKind.Reference);

    /// <summary>Share or level with a source; a level without a stream is fed by the register.</summary>
    internal static bool IsFed(IndicatorDefinition indicator, OperationSetup setup) =>
        indicator.Kind is IndicatorKind.Share or IndicatorKind.Level
        && SourcePermissions.HasSource(setup, indicator);

    private static IEnumerable<object?[]> PanelPeriods(StreamDefinition stream, OperationDefinition operation, DateOnly asOf, DateOnly onset) =>
        from period in Window.Periods(operation, asOf, Window.GrainOf(stream))
        where Window.IsCrisis(period, onset) || Window.IsBaseline(period, onset)
        from month in Months(period)
        select new object?[] { stream.Id, onset, month, period.Start, Window.IsCrisis(period, onset) };

    private static IEnumerable<DateOnly> Months(Period period)
    {
        for (var month = period.Start; month <= period.End; month = month.AddMonths(1))
            yield return month;
    }

    internal static string LevelStatement(DuckDBConnection vault, IndicatorDefinition indicator)
    {
        var columns = Sql.Read(vault, "select column_name from (describe model_rows)", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        return Sql.Text("level_observation")
            .Replace("{indicator}", indicator.Id, StringComparison.Ordinal)
            .Replace("{value}", indicator.Value, StringComparison.Ordinal)
            .Replace("{known}", columns.Contains("known_count") ? "known_count" : "null", StringComparison.Ordinal)
            .Replace("{parts}", columns.Contains("function_count") ? "function_count" : "null", StringComparison.Ordinal)
            .Replace("{universe}", indicator.Universe ?? "true", StringComparison.Ordinal);
    }
}
