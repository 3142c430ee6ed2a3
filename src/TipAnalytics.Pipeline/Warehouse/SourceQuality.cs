using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>What the records of a source look like as a whole. Counts only.</summary>
/// <param name="NearDuplicates">Records with all the same content as another of their month and area, under another id.</param>
/// <param name="Compared">Records with enough answers to tell.</param>
/// <param name="OutlyingValues">Numbers far from the others of their month and area.</param>
/// <param name="OutlyingMonths">Months of an area with far more or fewer records than its others.</param>
/// <param name="RoundsReceived">Rounds with a record, since the first.</param>
/// <param name="RoundsExpected">Rounds until the last closed month, by the rhythm of the source.</param>
/// <param name="DelayDays">Median days from the end of a month to its records; null while all is back-fill.</param>
public sealed record SourceQuality(
    string SourceId, int NearDuplicates, int Compared, int OutlyingValues, int OutlyingMonths, int RoundsReceived, int RoundsExpected, int? DelayDays);

/// <summary>Works out <see cref="SourceQuality"/> and keeps it in the table <c>quality</c>, by month and area.</summary>
internal sealed class SourceQualityChecks(DuckDBConnection connection, SourceDefinition source, StreamDefinition stream)
{
    /// <summary>Answers a record needs to be told from a chance likeness; items of a list count one each.</summary>
    public const int Answers = 15;

    /// <summary>Values a month of an area needs to have a usual value.</summary>
    private const int Values = 10;

    /// <summary>Months an area needs to have a usual number of records.</summary>
    private const int Months = 6;

    private readonly List<(DateOnly? Month, string? Area, string Check, string Subject, long Found, long Checked)> rows = [];

    /// <param name="lastClosed">First day of the last closed month.</param>
    public SourceQuality Run(DateOnly lastClosed)
    {
        AddFrom("near_duplicates", "", [("answers", Answers)], ("{answers}", AnswersSql(stream)));
        foreach (var field in stream.Fields.Where(field => field.Type is FieldType.Integer or FieldType.Decimal && source.Fields.ContainsKey(field.Name)))
            AddFrom("outlying_values", field.Name, [("limit", Robust.Limit), ("values", Values)], ("{field}", StreamTables.Quote(field.Name)));
        var counts = Read("record_counts", [], row => (Area: row.GetString(0), Month: row.GetFieldValue<DateOnly>(1), Records: row.GetInt64(2)));
        Counts(counts);
        var (received, expected) = Rounds(counts, lastClosed);
        var delays = Read("delays", [], row => (Month: row.GetFieldValue<DateOnly>(0), Days: row.GetInt64(1), Records: row.GetInt64(2)));
        rows.AddRange(delays.Select(delay => ((DateOnly?)delay.Month, (string?)null, "delay_days", "", delay.Days, delay.Records)));
        Store();
        return new(
            source.Id, Found("near_duplicates"), (int)rows.Where(row => row.Check == "near_duplicates").Sum(row => row.Checked), Found("outlying_values"), Found("outlying_months"),
            received, expected, delays.Count == 0 ? null : (int)Robust.Median(delays.Select(delay => (double)delay.Days)));
    }

    /// <summary>How many answers a record has.</summary>
    public static string AnswersSql(StreamDefinition stream) => string.Join(" + ", stream.Fields.Select(field =>
    {
        var column = StreamTables.Quote(field.Name);
        return field.Type is FieldType.Codes or FieldType.Answers ? $"coalesce(len(list_filter(string_split({column}, ' '), part -> part <> '')), 0)" : $"({column} is not null)::integer";
    }));

    private int Found(string check) => (int)rows.Where(row => row.Check == check).Sum(row => row.Found);

    private void AddFrom(string check, string subject, (string, object)[] parameters, (string, string) slot) => rows.AddRange(
        Read(check, parameters, row => ((DateOnly?)row.GetFieldValue<DateOnly>(0), (string?)row.GetString(1), check, subject, row.GetInt64(2), row.GetInt64(3)), slot));

    private void Counts(List<(string Area, DateOnly Month, long Records)> counts)
    {
        foreach (var area in counts.GroupBy(count => count.Area).Where(area => area.Count() >= Months))
        {
            var standOut = Robust.StandOut([.. area.Select(count => (double)count.Records)]);
            rows.Add((null, area.Key, "outlying_months", "", standOut.Count(stands => stands), standOut.Count));
        }
    }

    /// <summary>Rounds of the source's rhythm with a record, by area into the table and for the source as the result.</summary>
    private (int Received, int Expected) Rounds(List<(string Area, DateOnly Month, long Records)> counts, DateOnly lastClosed)
    {
        if (counts.Count == 0)
            return (0, 0);
        var (first, every) = (counts.Min(count => count.Month), source.ExpectedEveryMonths ?? 1);
        int Round(DateOnly month) => ((month.Year - first.Year) * 12 + month.Month - first.Month) / every;
        var closed = counts.Where(count => count.Month <= lastClosed).ToList();
        var expected = lastClosed < first ? 0 : Round(lastClosed) + 1;
        rows.AddRange(closed.GroupBy(count => count.Area).Select(area => ((DateOnly?)null, (string?)area.Key, "rounds", "", (long)area.Select(count => Round(count.Month)).Distinct().Count(), (long)expected)));
        return (closed.Select(count => Round(count.Month)).Distinct().Count(), expected);
    }

    private void Store()
    {
        CorrectionNotes.Run(connection, "delete from quality where source_id = $source and batch_id is null", ("source", source.Id));
        using var appender = connection.CreateAppender("quality");
        foreach (var (month, area, check, subject, found, asked) in rows)
            appender.CreateRow().AppendValue(source.Id).AppendNullValue().AppendValue(month).AppendValue(area).AppendValue(check).AppendValue(subject).AppendValue(found).AppendValue(asked).EndRow();
    }

    private List<T> Read<T>(string name, (string Name, object Value)[] parameters, Func<DuckDBDataReader, T> row, params (string Slot, string Text)[] slots)
    {
        using var command = connection.CreateCommand();
        command.CommandText = slots.Append(("{stream}", stream.Id)).Aggregate(
            EmbeddedSql.Read(typeof(SourceQualityChecks), $"{name}.sql"), (sql, slot) => sql.Replace(slot.Item1, slot.Item2, StringComparison.Ordinal));
        foreach (var (parameter, value) in parameters.Append(("source", (object)source.Id)))
            command.Parameters.Add(new DuckDBParameter(parameter, value));
        using var reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
            found.Add(row(reader));
        return found;
    }
}
