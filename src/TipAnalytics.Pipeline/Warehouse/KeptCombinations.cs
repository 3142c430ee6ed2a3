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
    private const int TolerablePercent = 5;
    private const int MostSteps = 3;

    /// <summary>Few records are nearly alone; there is nothing to cure.</summary>
    public bool IsTolerable => FewPercent < TolerablePercent;

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
        Execute(connection, EmbeddedSql.Read(typeof(KeptCombinations), "kept_groups.sql")
            .Replace("{fields}", string.Concat(kept.Fields.Select((name, i) => $",\n        {StreamTables.Quote(name)} as {Field(i)}")), StringComparison.Ordinal)
            .Replace("{stream}", stream.Id, StringComparison.Ordinal));
        if (Look(connection, kept.Fields, kept) is not { } look)
            return null;
        var few = look.Few;
        var (cure, left) = (new List<string>(), few);
        while (Percent(left) >= TolerablePercent && cure.Count < MostSteps && look.Steps.Count > 0)
        {
            var best = look.Steps.MinBy(step => step.Few);
            cure.Add(best.Name);
            left = best.Few;
            if (Percent(left) >= TolerablePercent && cure.Count < MostSteps)
                look = Look(connection, kept.Fields, best.Grouping) ?? look;
        }

        // A step may help only together with the next, but steps that do not help at all are no cure.
        return new(stream.Id, ["month", "area", .. kept.Fields], Percent(few), left < few ? cure : [], Percent(left));
    }

    private static bool IsTelling(FieldDefinition field) => field.Sensitivity != "low" && (field.Type is FieldType.Code or FieldType.Month);

    /// <summary>A way of looking and all that are one step coarser, in one pass. Shares of 0–1.</summary>
    /// <param name="fields">As they are numbered in <c>kept_group</c>.</param>
    /// <returns>Null without records.</returns>
    private static (double Few, IReadOnlyList<(string Name, Grouping Grouping, double Few)> Steps)? Look(DuckDBConnection connection, IReadOnlyList<string> fields, Grouping grouping)
    {
        var steps = grouping.Coarser().ToList();
        var ways = steps.Select(step => step.Grouping).Prepend(grouping).Select(way => way.Columns(fields)).ToList();
        // Only columns that stand in one of the ways may be asked for.
        var asked = AllColumns(fields).Where(column => ways.Exists(way => way.Contains(column))).ToList();
        using var command = connection.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(KeptCombinations), "kept.sql")
            .Replace("{columns}", string.Join(", ", asked), StringComparison.Ordinal)
            .Replace("{sets}", string.Join(", ", ways.Select(way => $"({string.Join(", ", way)})")), StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var shares = new Dictionary<long, double>();
        while (reader.Read())
            shares[reader.GetInt64(0)] = (double)reader.GetInt64(2) / reader.GetInt64(1);
        if (shares.Count == 0)
            return null;
        double Of(string[] way) => shares[asked.Aggregate(0L, (bits, column) => (bits << 1) | (way.Contains(column) ? 0L : 1L))];
        return (Of(ways[0]), [.. steps.Select((step, i) => (step.Name, step.Grouping, Of(ways[i + 1])))]);
    }

    private static string[] AllColumns(IReadOnlyList<string> fields) => ["month", "quarter", "year", "area_code", "parent_code", .. fields.Select((_, i) => Field(i))];

    private static string Field(int at) => string.Create(CultureInfo.InvariantCulture, $"field_{at}");

    private static int Percent(double share) => (int)Math.Round(100 * share, MidpointRounding.AwayFromZero);

    private static void Areas(DuckDBConnection connection, AreaTree areas)
    {
        Execute(connection, "create or replace temp table area_above (area_code varchar, parent_code varchar)");
        using var appender = connection.CreateAppender("area_above");
        foreach (var area in areas.All)
            appender.CreateRow().AppendValue(area.Code).AppendValue(area.Parent ?? area.Code).EndRow();
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <param name="Time">month, quarter or year.</param>
    /// <param name="IsAreaKept">False: one level up.</param>
    private sealed record Grouping(string Time, bool IsAreaKept, IReadOnlyList<string> Fields)
    {
        /// <param name="all">Fields as they are numbered in the statement.</param>
        public string[] Columns(IReadOnlyList<string> all) =>
            [Time, IsAreaKept ? "area_code" : "parent_code", .. all.Select((name, i) => (name, i)).Where(field => Fields.Contains(field.name)).Select(field => Field(field.i))];

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
