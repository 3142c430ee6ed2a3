using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>How far records of a stream can be told from each other by what the vault keeps of them (k-anonymity with k = 5).</summary>
/// <param name="Columns">What is looked at: month, area, and the fields of sensitivity medium or more that hold one code or a month.</param>
/// <param name="FewPercent">Share of the records that share all of it with fewer than four others, in whole per cent.</param>
/// <param name="Cure">Coarsenings, in the order in which each helps most, until the share is below 5 %, three at most: «by quarter», «one area level up»,
/// «without sex». Empty when it is below already.</param>
/// <param name="FewPercentWithCure">The share after them.</param>
public sealed record KeptCombinations(string Stream, IReadOnlyList<string> Columns, int FewPercent, IReadOnlyList<string> Cure, int FewPercentWithCure)
{
    private const double Tolerable = 0.05;
    private const int MostSteps = 3;

    /// <returns>One entry a stream of people with records, in the order given.</returns>
    /// <exception cref="MachineException">Memory or space ran out.</exception>
    internal static IReadOnlyList<KeptCombinations> Read(DuckDBConnection connection, IEnumerable<StreamDefinition> streams, AreaTree areas)
    {
        try
        {
            Areas(connection, areas);
            return [.. streams.Where(stream => stream.Kind != StreamKind.Reference).Select(stream => Of(connection, stream)).OfType<KeptCombinations>()];
        }
        catch (DuckDBException failure)
        {
            throw new MachineException($"What is kept of the records could not be looked through: {StorageFailure.Reason(failure)}. Nothing was stored; run again when that is mended.");
        }
    }

    private static KeptCombinations? Of(DuckDBConnection connection, StreamDefinition stream)
    {
        var kept = new Grouping("month", IsAreaKept: true, [.. stream.Fields.Where(IsTelling).Select(field => field.Name)]);
        if (Few(connection, stream, kept) is not { } few)
            return null;
        var (cure, grouping, left) = (new List<string>(), kept, few);
        while (left >= Tolerable && cure.Count < MostSteps)
        {
            var best = grouping.Coarser().Select(step => (step.Name, step.Grouping, Few: Few(connection, stream, step.Grouping)!.Value)).MinBy(step => step.Few);
            if (best.Name is null)
                break;
            cure.Add(best.Name);
            (grouping, left) = (best.Grouping, best.Few);
        }

        // A step may help only together with the next, but steps that do not help at all are no cure.
        return new(stream.Id, ["month", "area", .. kept.Fields], Percent(few), left < few ? cure : [], Percent(left));
    }

    private static bool IsTelling(FieldDefinition field) => field.Sensitivity != "low" && (field.Type is FieldType.Code or FieldType.Month);

    /// <returns>0–1; null without records.</returns>
    private static double? Few(DuckDBConnection connection, StreamDefinition stream, Grouping grouping)
    {
        using var command = connection.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(KeptCombinations), "kept.sql")
            .Replace("{stream}", stream.Id, StringComparison.Ordinal).Replace("{columns}", grouping.Sql, StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt64(0) is > 0 and var all ? (double)reader.GetInt64(1) / all : null;
    }

    private static int Percent(double share) => (int)Math.Round(100 * share, MidpointRounding.AwayFromZero);

    private static void Areas(DuckDBConnection connection, AreaTree areas)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "create or replace temp table area_above (area_code varchar, parent_code varchar)";
            command.ExecuteNonQuery();
        }

        using var appender = connection.CreateAppender("area_above");
        foreach (var area in areas.All)
            appender.CreateRow().AppendValue(area.Code).AppendValue(area.Parent ?? area.Code).EndRow();
    }

    /// <param name="Time">month, quarter or year.</param>
    /// <param name="IsAreaKept">False: one level up.</param>
    private sealed record Grouping(string Time, bool IsAreaKept, IReadOnlyList<string> Fields)
    {
        public string Sql => string.Join(", ", new[] { $"date_trunc('{Time}', record.period_start)", IsAreaKept ? "area_code" : "area_above.parent_code" }
            .Concat(Fields.Select(name => $"record.{StreamTables.Quote(name)}")));

        public IEnumerable<(string Name, Grouping Grouping)> Coarser()
        {
            if (Time != "year")
            {
                var longer = Time == "month" ? "quarter" : "year";
                yield return (string.Create(CultureInfo.InvariantCulture, $"by {longer}"), this with { Time = longer });
            }

            if (IsAreaKept)
                yield return ("one area level up", this with { IsAreaKept = false });
            foreach (var field in Fields)
                yield return ($"without {field}", this with { Fields = [.. Fields.Where(other => other != field)] });
        }
    }
}
