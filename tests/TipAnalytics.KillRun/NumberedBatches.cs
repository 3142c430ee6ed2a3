using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.KillRun;

/// <summary>Batches whose number says what a vault holds after them: batch k brings 100 new records and a k-th version of 50 that every batch brings,
/// all with the value k. A state that is no whole number of batches does not pass <see cref="Count"/>.</summary>
internal static class NumberedBatches
{
    private const int NewRecords = 100;
    private const int SharedRecords = 50;

    public static readonly StreamDefinition Stream = new()
    {
        Id = "visit",
        Title = "Visits",
        Kind = StreamKind.Interviews,
        Unit = "household",
        Fields =
        [
            new FieldDefinition { Name = "note", Type = FieldType.Code, Label = "Note", Sensitivity = "low" },
            new FieldDefinition { Name = "order", Type = FieldType.Integer, Label = "Number of the batch", Sensitivity = "low" },
        ],
    };

    private static readonly SourceDefinition Source = new()
    {
        Id = "monitoring",
        Title = "Monitoring",
        Stream = "visit",
        Provider = "Partner A",
        Dialect = "table",
        Protocol = new ProtocolDefinition
        {
            Parties = [], Purpose = "", AgreedOn = default, ExpiresOn = default, LowestLevel = 2, Audiences = [], MinimumCell = 5, RetentionMonths = 1, Fields = [],
        },
        Record = new RecordDefinition(),
        Period = new PlaceOrTime(),
        Area = new PlaceOrTime(),
        Fields = [],
    };

    /// <summary>Takes the next batch into the vault, without committing it.</summary>
    /// <returns>Its number.</returns>
    public static int Take(Vault vault)
    {
        var number = Count(vault) + 1;
        var shared = Enumerable.Range(0, SharedRecords).Select(i => Row(vault, i + 2, string.Create(CultureInfo.InvariantCulture, $"shared {i}"), number));
        var fresh = Enumerable.Range(0, NewRecords).Select(i => Row(vault, i + 2 + SharedRecords, string.Create(CultureInfo.InvariantCulture, $"{number} {i}"), number));
        var name = string.Create(CultureInfo.InvariantCulture, $"batch-{number}.csv");
        BatchLoader.Load(vault, Source, Stream, new SourceFile(name, name, "table", [], [], shared.Concat(fresh), new Dictionary<string, int>()), new DateOnly(2026, 1, 1));
        return number;
    }

    /// <summary>How many batches the vault holds.</summary>
    /// <exception cref="InvalidOperationException">It holds no whole number of them.</exception>
    public static int Count(Vault vault)
    {
        using var command = vault.Connection.CreateCommand();
        command.CommandText = """
            select (select count(*) from batch), count(*), coalesce(sum("order"), 0)::bigint, count(distinct record_key) from rec_visit
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        var (batches, records, sum, keys) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        var isWhole = records == (batches == 0 ? 0 : NewRecords * batches + SharedRecords)
            && sum == NewRecords * batches * (batches + 1) / 2 + SharedRecords * batches
            && keys == records;
        return isWhole
            ? (int)batches
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{batches} batches, {records} records of {keys} keys, sum {sum}: no whole number of batches."));
    }

    private static SourceRow Row(Vault vault, int row, string id, int number) => new()
    {
        Row = row,
        Key = vault.RecordKeys.Record(Source.Id, id),
        Version = number.ToString("D9", CultureInfo.InvariantCulture),
        PeriodStart = new DateOnly(2026, 1, 1),
        AreaCode = "LR0101",
        Values = [id, (long)number],
    };
}
