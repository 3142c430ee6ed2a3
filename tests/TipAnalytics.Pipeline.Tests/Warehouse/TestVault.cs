using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>A vault in a folder of its own, with one stream of interviews; tables of rows are its files.</summary>
internal sealed class TestVault : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("warehouse-");

    public TestVault() => VaultKey.CreateFile(KeyFile);

    public string Root => root.FullName;
    public string Data => Path.Combine(Root, "data");
    public string File => Path.Combine(Data, Vault.FileName);
    public string KeyFile => Path.Combine(Root, "test.key");

    public static StreamDefinition Stream(string id = "visit", params (string Name, FieldType Type)[] fields) => new()
    {
        Id = id,
        Title = id,
        Kind = StreamKind.Interviews,
        Unit = "household",
        Fields = [.. (fields.Length > 0 ? fields : [("answer", FieldType.Code)]).Select(field => new FieldDefinition { Name = field.Name, Type = field.Type, Label = field.Name, Sensitivity = "low" })],
    };

    public static SourceDefinition Source(string id = "monitoring", decimal rejectLimit = 0.10m, params string[] refuse) => new()
    {
        Id = id,
        Title = id,
        Stream = "visit",
        Provider = "Partner A",
        Dialect = "table",
        Protocol = new ProtocolDefinition
        {
            Parties = [], Purpose = "", AgreedOn = default, ExpiresOn = default, LowestLevel = 2, Audiences = [], MinimumCell = 5, RetentionMonths = 1, Fields = [],
        },
        Record = new RecordDefinition { Refuse = refuse.ToDictionary(rule => rule, _ => new ColumnValues { Column = "status", Values = [] }) },
        Period = new PlaceOrTime(),
        Area = new PlaceOrTime(),
        Fields = [],
        RejectLimit = rejectLimit,
        File = $"sources/{id}.yaml",
    };

    public Vault Open(params StreamDefinition[] streams) => Vault.Open(Data, VaultKey.Read(KeyFile), streams.Length > 0 ? streams : [Stream()]);

    /// <summary>Takes a file; its name stands for its bytes.</summary>
    public static BatchSummary Load(Vault vault, string name, IEnumerable<SourceRow> rows, SourceDefinition? source = null, StreamDefinition? stream = null) => BatchLoader.Load(
        vault, source ?? Source(), stream ?? Stream(), new SourceFile(name, name, "table", [], [], rows, new Dictionary<string, int>()), new DateOnly(2026, 1, 1));

    public static SourceRow Row(Vault vault, int row, string id, string version, decimal weight, params object?[] values) => new()
    {
        Row = row,
        Key = vault.RecordKeys.Record("monitoring", id),
        Version = version,
        PeriodStart = new DateOnly(2026, 1, 1),
        AreaCode = "LR0101",
        Weight = weight,
        Values = values,
    };

    public static SourceRow Row(Vault vault, int row, string id, string answer) => Row(vault, row, id, "", 1, answer);

    public static SourceRow Ended(int row, RowOutcome outcome, string? rule = null, string? column = null) => new() { Row = row, Ended = outcome, Rule = rule, Column = column };

    /// <summary>Rows of a query, cells separated by « | », null as empty text.</summary>
    public static IReadOnlyList<string> Rows(Vault vault, string sql)
    {
        using var command = vault.Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(at => Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture))));
        return rows;
    }

    public void Dispose() => root.Delete(recursive: true);
}
