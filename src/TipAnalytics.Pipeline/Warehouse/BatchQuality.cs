using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Logic rules on the rows of one file.</summary>
internal static class BatchQuality
{
    /// <summary>Takes the rows out of <c>incoming</c> that a rule rejects, with a note in <c>ended</c>: they still stand for their records. Of several rules the
    /// first by name.</summary>
    public static IReadOnlyList<(int Row, string Rule)> Refused(DuckDBConnection connection, IReadOnlyList<QualityRule> rules)
    {
        var refused = new List<(int, string)>();
        foreach (var rule in rules.Where(rule => rule.Action == RuleAction.Reject))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"insert into ended select row_number, record_key, version, false from incoming where {RuleSql.OnIncoming(rule)}";
            command.ExecuteNonQuery();
            command.CommandText = $"delete from incoming where {RuleSql.OnIncoming(rule)} returning row_number";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                refused.Add(((int)reader.GetInt64(0), rule.Id));
        }

        return [.. refused.Order()];
    }

    /// <summary>Counts, by month into the table <c>quality</c>, for how many records of the batch each rule held.</summary>
    /// <returns>Rules that could be asked, by name.</returns>
    public static IReadOnlyList<QualityFlag> Count(DuckDBConnection connection, StreamDefinition stream, IReadOnlyList<QualityRule> rules, string sourceId, long batchId)
    {
        var counted = rules.Where(rule => rule.Action != RuleAction.Reject).ToList();
        if (counted.Count == 0)
            return [];
        var months = Months(connection, stream, counted, batchId);
        using (var appender = connection.CreateAppender("quality"))
        {
            foreach (var (month, rule, found, asked) in months.Where(row => row.Asked > 0))
            {
                appender.CreateRow().AppendValue(sourceId).AppendValue(batchId).AppendValue(month).AppendNullValue()
                    .AppendValue("rule").AppendValue(rule.Id).AppendValue(found).AppendValue(asked).EndRow();
            }
        }

        return [.. months.GroupBy(row => row.Rule)
            .Select(rule => new QualityFlag(rule.Key.Id, rule.Key.Title, YamlBinder.Word(rule.Key.Action), (int)rule.Sum(row => row.Found), (int)rule.Sum(row => row.Asked)))
            .Where(flag => flag.Checked > 0)
            .OrderBy(flag => flag.Rule, StringComparer.Ordinal)];
    }

    /// <summary>Into the table <c>quality</c>: how many enumerators stand out, of those judged.</summary>
    public static EnumeratorSummary? Enumerators(DuckDBConnection connection, EnumeratorTally? tally, string sourceId, long batchId)
    {
        if (tally?.Counts() is not { } counts)
            return null;
        using var appender = connection.CreateAppender("quality");
        foreach (var (subject, found) in new[] { ("round_numbers", counts.RoundNumbers), ("repeated_answers", counts.RepeatedAnswers), ("outlying", counts.Outlying) })
        {
            appender.CreateRow().AppendValue(sourceId).AppendValue(batchId).AppendNullValue().AppendNullValue()
                .AppendValue("enumerators").AppendValue(subject).AppendValue((long)found).AppendValue((long)counts.Judged).EndRow();
        }

        return new(counts.Enumerators, counts.Judged, counts.RoundNumbers, counts.RepeatedAnswers, counts.Outlying);
    }

    private static List<(DateOnly Month, QualityRule Rule, long Found, long Asked)> Months(DuckDBConnection connection, StreamDefinition stream, List<QualityRule> rules, long batchId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select period_start, {string.Join(", ", rules.Select(rule => $"count(*) filter (where {RuleSql.OnRecords(rule)}), count(*) filter (where {RuleSql.IsAsked(rule)})"))}
            from {StreamTables.Quote($"rec_{stream.Id}")} where batch_id = $batch
            group by period_start order by period_start
            """;
        command.Parameters.Add(new DuckDBParameter("batch", batchId));
        using var reader = command.ExecuteReader();
        var counts = new List<(DateOnly, QualityRule, long, long)>();
        while (reader.Read())
        {
            for (var i = 0; i < rules.Count; i++)
                counts.Add((reader.GetFieldValue<DateOnly>(0), rules[i], reader.GetInt64(1 + 2 * i), reader.GetInt64(2 + 2 * i)));
        }

        return counts;
    }
}
