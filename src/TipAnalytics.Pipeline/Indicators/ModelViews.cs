using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>What the models stand on besides the streams, and their views. All of it temporary: nothing stays in the vault.</summary>
internal static class ModelViews
{
    /// <summary>One-row table <c>run_settings(as_of, first_month, onset)</c>, <c>code_element</c> with what the codes of typed lists tell of, and <c>stg_ctx</c> with the
    /// register's scores.</summary>
    public static void CreateInputs(DuckDBConnection connection, OperationSetup setup, DateOnly asOf)
    {
        Sql.Run(connection, Sql.Text("model_inputs"));
        Sql.Append(connection, "run_settings", [[asOf, Window.FirstMonth(setup.Operation), setup.Operation.CrisisOnset.Date]]);
        Sql.Append(connection, "code_element",
            from list in setup.Catalogue.CodeLists.Values.OrderBy(list => list.Id, StringComparer.Ordinal)
            from entry in list.Entries
            where entry.Element is not null
            select new object?[] { list.Id, entry.Code, entry.Element });
        Sql.Append(connection, "stg_ctx", setup.Context.Scores.Select(score => new object?[]
        {
            score.Indicator, score.Area, Period.TryParse(score.Period, out var period) ? period.Start : null, score.Score, score.SourceRef,
        }));
    }

    /// <summary>View of one model.</summary>
    /// <exception cref="DuckDBException">The statement does not bind.</exception>
    public static void Create(DuckDBConnection connection, ModelDefinition model) =>
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"create or replace temp view {model.Name} as\n{ModelOrder.Statement(model)}\n"));

    /// <summary>Streams with the records of the operation's sources only (a source whose file is gone has no protocol), or of some of them, and the models
    /// on them.</summary>
    /// <param name="refused">Sources left out.</param>
    /// <param name="seenOn">Records as reports of this day saw them; null: as they see them now.</param>
    public static void CreateFrom(DuckDBConnection connection, OperationSetup setup, IReadOnlyCollection<string> refused, DateOnly? seenOn)
    {
        foreach (var stream in setup.Catalogue.Streams.Values)
            StreamTables.Limit(connection, stream, setup.Sources.Where(source => source.Stream == stream.Id).Select(source => source.Id).Except(refused), seenOn);
        CreateAll(connection, setup.Catalogue);
    }

    public static void CreateAll(DuckDBConnection connection, Catalogue catalogue)
    {
        foreach (var model in ModelOrder.Of(catalogue.Models.Values).Ordered)
            Create(connection, model);
    }
}
