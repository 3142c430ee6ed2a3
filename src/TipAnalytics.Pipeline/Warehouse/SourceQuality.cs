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

/// <summary>Works out <see cref="SourceQuality"/> from the records as they are.</summary>
internal sealed class SourceQualityChecks(DuckDBConnection connection, SourceDefinition source, StreamDefinition stream)
{
    /// <summary>Answers a record needs to be told from a chance likeness; items of a list count one each.</summary>
    public const int Answers = 15;

    /// <summary>Values a month of an area needs to have a usual value.</summary>
    private const int Values = 10;

    /// <summary>Months an area needs to have a usual number of records.</summary>
    private const int Months = 6;

    /// <param name="lastClosed">First day of the last closed month.</param>
    public SourceQuality Run(DateOnly lastClosed)
    {
        var (copies, compared) = Sum("near_duplicates", [("answers", Answers)], ("{answers}", AnswersSql(stream)));
        var outlying = stream.Fields.Where(field => field.Type is FieldType.Integer or FieldType.Decimal && source.Maps(field.Name))
            .Sum(field => Sum("outlying_values", [("limit", Robust.Limit), ("values", Values)], ("{field}", StreamTables.Quote(field.Name))).Found);
        var counts = Read("record_counts", [], row => (Area: row.GetString(0), Month: row.GetFieldValue<DateOnly>(1), Records: row.GetInt64(2)));
        var outlyingMonths = counts.GroupBy(count => count.Area).Where(area => area.Count() >= Months)
            .Sum(area => Robust.StandOut([.. area.Select(count => (double)count.Records)]).Count(stands => stands));
        var (received, expected) = Rounds(counts, lastClosed);
        var delays = Read("delays", [], row => (double)row.GetInt64(1));
        return new(source.Id, copies, compared, outlying, outlyingMonths, received, expected, delays.Count == 0 ? null : (int)Robust.Median(delays));
    }

    /// <summary>How many answers a record has.</summary>
    public static string AnswersSql(StreamDefinition stream) => string.Join(" + ", stream.Fields.Select(field =>
    {
        var column = StreamTables.Quote(field.Name);
        return field.Type is FieldType.Codes or FieldType.Answers ? $"coalesce(len(list_filter(string_split({column}, ' '), part -> part <> '')), 0)" : $"({column} is not null)::integer";
    }));

    /// <summary>How many over all months and areas, of how many.</summary>
    private (int Found, int Checked) Sum(string check, (string, object)[] parameters, (string, string) slot)
    {
        var rows = Read(check, parameters, row => (Found: row.GetInt64(2), Checked: row.GetInt64(3)), slot);
        return ((int)rows.Sum(row => row.Found), (int)rows.Sum(row => row.Checked));
    }

    /// <summary>Rounds of the source's rhythm with a record.</summary>
    private (int Received, int Expected) Rounds(List<(string Area, DateOnly Month, long Records)> counts, DateOnly lastClosed)
    {
        if (counts.Count == 0)
            return (0, 0);
        var (first, every) = (counts.Min(count => count.Month), source.ExpectedEveryMonths ?? 1);
        int Round(DateOnly month) => ((month.Year - first.Year) * 12 + month.Month - first.Month) / every;
        var closed = counts.Where(count => count.Month <= lastClosed).ToList();
        var expected = lastClosed < first ? 0 : Round(lastClosed) + 1;
        return (closed.Select(count => Round(count.Month)).Distinct().Count(), expected);
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
