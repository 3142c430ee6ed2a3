using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Audit.Recount;

/// <summary>The models of the definitions as views over the vault's records; all of it temporary.</summary>
internal static class AuditViews
{
    /// <param name="refused">Sources left out.</param>
    /// <param name="asOf">Day the models take for today.</param>
    /// <param name="seenOn">Records as reports of this day saw them; null: as they see them now.</param>
    /// <exception cref="DefinitionException">A model does not bind to what the vault holds.</exception>
    public static void Create(DuckDBConnection vault, OperationSetup setup, IReadOnlyCollection<string> refused, DateOnly asOf, DateOnly? seenOn)
    {
        Query.Run(vault, EmbeddedSql.Read(typeof(AuditViews), "inputs.sql"));
        Query.Run(
            vault, "insert into run_settings values ($as_of, $first_month, $onset)",
            ("as_of", asOf), ("first_month", FirstMonth(setup)), ("onset", setup.Operation.CrisisOnset.Date));
        foreach (var list in setup.Catalogue.CodeLists.Values)
        {
            foreach (var entry in list.Entries.Where(entry => entry.Element is not null))
                Query.Run(vault, "insert into code_element values ($list, $code, $element)", ("list", list.Id), ("code", entry.Code), ("element", entry.Element));
        }

        foreach (var score in setup.Context.Scores)
        {
            Query.Run(
                vault, "insert into stg_ctx values ($indicator, $area, $period, $score, $source)",
                ("indicator", score.Indicator), ("area", score.Area), ("period", Period.TryParse(score.Period, out var period) ? period.Start : null), ("score", score.Score), ("source", score.SourceRef));
        }

        foreach (var stream in setup.Catalogue.Streams.Values)
            StreamTables.Limit(vault, stream, setup.Sources.Where(source => source.Stream == stream.Id && !refused.Contains(source.Id)).Select(source => source.Id), seenOn);
        Bind(vault, [.. setup.Catalogue.Models.Values]);
    }

    public static DateOnly FirstMonth(OperationSetup setup) => DateOnly.ParseExact(setup.Operation.FirstMonth, "yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>First day of the last month that had been over for long enough on a day.</summary>
    public static DateOnly LastMonth(OperationSetup setup, DateOnly asOf)
    {
        var month = new DateOnly(asOf.Year, asOf.Month, 1);
        while (month.AddMonths(1).AddDays(-1).AddDays(setup.Operation.CloseAfterDays) > asOf)
            month = month.AddMonths(-1);
        return month;
    }

    /// <summary>A model stands on streams and other models: those that do not bind yet wait for the rest.</summary>
    private static void Bind(DuckDBConnection vault, List<ModelDefinition> waiting)
    {
        while (waiting.Count > 0)
        {
            var bound = waiting.RemoveAll(model => IsBound(vault, model));
            if (bound == 0)
                throw new DefinitionException($"{waiting[0].File}: the model does not bind to the vault, so its figures cannot be counted again. Run «tip check».");
        }
    }

    private static bool IsBound(DuckDBConnection vault, ModelDefinition model)
    {
        try
        {
            Query.Run(vault, $"create or replace temp view {model.Name} as\n{model.Sql.TrimEnd().TrimEnd(';')}\n");
            return true;
        }
        catch (DuckDBException)
        {
            return false;
        }
    }
}
