using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Logic rules on the rows of one file.</summary>
internal static class BatchQuality
{
    /// <summary>Takes the rows out of <c>incoming</c> that a rule rejects, with a note in <c>ended</c>: they still stand for their records. Of several rules the
    /// first by name.</summary>
    public static IReadOnlyList<(int Row, byte[] Key, string Rule)> Refused(DuckDBConnection connection, IReadOnlyList<QualityRule> rules)
    {
        var refused = new List<(int Row, byte[] Key, string Rule)>();
        foreach (var rule in rules.Where(rule => rule.Action == RuleAction.Reject))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"insert into ended select file_position, row_number, record_key, version, false, false, false, period_start, area_code, false from incoming where {RuleSql.OnIncoming(rule)}";
            command.ExecuteNonQuery();
            command.CommandText = $"delete from incoming where {RuleSql.OnIncoming(rule)} returning row_number, record_key";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                refused.Add(((int)reader.GetInt64(0), Bytes(reader.GetStream(1)), rule.Id));
        }

        return [.. refused.OrderBy(row => row.Row).ThenBy(row => row.Rule, StringComparer.Ordinal)];
    }

    private static byte[] Bytes(Stream key)
    {
        using (key)
        {
            var bytes = new byte[key.Length];
            key.ReadExactly(bytes);
            return bytes;
        }
    }

    /// <summary>Counts for how many records of the batch each rule holds.</summary>
    /// <returns>Rules that could be asked, by name.</returns>
    public static IReadOnlyList<QualityFlag> Count(DuckDBConnection connection, StreamDefinition stream, IReadOnlyList<QualityRule> rules, long batchId)
    {
        var counted = rules.Where(rule => rule.Action != RuleAction.Reject).OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        if (counted.Count == 0)
            return [];
        using var command = connection.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(BatchQuality), "rule_counts.sql")
            .Replace("{counts}", string.Join(",\n    ", counted.Select(rule => $"count(*) filter (where {RuleSql.OnRecords(rule)}), count(*) filter (where {RuleSql.IsAsked(rule)})")), StringComparison.Ordinal)
            .Replace("{stream}", stream.Id, StringComparison.Ordinal);
        command.Parameters.Add(new DuckDBParameter("batch", batchId));
        using var reader = command.ExecuteReader();
        reader.Read();
        return [.. counted.Select((rule, i) => new QualityFlag(rule.Id, rule.Title, YamlBinder.Word(rule.Action), (int)reader.GetInt64(2 * i), (int)reader.GetInt64((2 * i) + 1)))
            .Where(flag => flag.Checked > 0)];
    }

    /// <summary>How many enumerators stand out, of those judged; null where nobody is named.</summary>
    public static EnumeratorSummary? Enumerators(EnumeratorTally? tally) =>
        tally?.Counts() is { } counts ? new(counts.Enumerators, counts.Judged, counts.RoundNumbers, counts.RepeatedAnswers, counts.Outlying) : null;
}
