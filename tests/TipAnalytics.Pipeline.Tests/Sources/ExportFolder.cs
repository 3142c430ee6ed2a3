using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>A folder for tiny export files, with a stream that has a field of every type, and sources of it.</summary>
public sealed class ExportFolder : IDisposable
{
    private static readonly StreamDefinition Stream = new()
    {
        Id = "people", Title = "", Kind = StreamKind.Interviews, Unit = "household", LowestLevel = 2,
        Fields =
        [
            Field("sex", FieldType.Code, "sex"), Field("age", FieldType.Code, "age"), Field("delay", FieldType.Code, "delay"),
            Field("reasons", FieldType.Codes, "reason"), Field("coping", FieldType.Answers, "answer"),
            new() { Name = "meals", Type = FieldType.Integer, Label = "", Sensitivity = "low", Minimum = 0, Maximum = 7 },
            Field("size", FieldType.Integer), Field("score", FieldType.Decimal), Field("closed", FieldType.Month),
        ],
    };

    private static readonly IReadOnlyList<IncidentRecorderLocale> Languages = IncidentRecorderLocale.Load(CatalogueFolder.Default, new DefinitionFaults());

    private readonly string folder = Directory.CreateTempSubdirectory("tip-exports-").FullName;

    internal static StreamDefinition People => Stream;

    internal static RecordKeys Keys { get; } = new(new byte[32]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A source of id, month and place, with what a test adds.</summary>
    internal static SourceDefinition Source(
        string? dialect = "table", Dictionary<string, FieldMapping>? fields = null, RecordDefinition? record = null, PlaceOrTime? period = null,
        PlaceOrTime? area = null, PlaceOrTime? organisation = null, PlaceOrTime? point = null, string? weight = null, string? stratum = null,
        string? cluster = null, FormsDefinition? forms = null, string? sheet = null, int level = 2, QualityColumns? quality = null, UnpivotDefinition? unpivot = null, string? parent = null,
        string? encoding = null, Dictionary<string, string>? labels = null) => new()
    {
        Id = "source", Title = "Source", Stream = "people", Provider = "P", Dialect = dialect, File = "sources/source.yaml", Sheet = sheet, Parent = parent, Encoding = encoding, Labels = labels ?? [],
        Protocol = new() { Parties = [], Purpose = "", AgreedOn = new(2022, 1, 1), ExpiresOn = new(2027, 12, 31), LowestLevel = level, Audiences = [], MinimumCell = 5, RetentionMonths = 24, Fields = [] },
        Record = record ?? new() { Id = ["id"] }, Period = period ?? new() { Column = "month" }, Area = area ?? new() { Column = "place" },
        Organisation = organisation, ReportingPoint = point, Weight = weight, Stratum = stratum, Cluster = cluster, Forms = forms, Fields = fields ?? [], Quality = quality, Unpivot = unpivot,
    };

    internal (SourceFile File, List<SourceRow> Rows) Read(SourceDefinition source, string text) => Read(source, Encoding.UTF8.GetBytes(text));

    internal (SourceFile File, List<SourceRow> Rows) Read(SourceDefinition source, byte[] bytes, string name = "export.csv", IReadOnlyList<Correction>? corrections = null, Places? places = null)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        var file = SourceFileReader.Open(path, source, Stream, (places is null ? Setup(source) : Setup(source) with { Areas = places.Areas, Places = places }) with { Corrections = corrections ?? [] }, Keys);
        return (file, [.. file.Rows]);
    }

    internal (SourceFile File, List<SourceRow> Rows) Read(SourceDefinition source, SourceTable table)
    {
        var file = SourceFileReader.Open("cases", "hash", table, source, Stream, Setup(source), Keys);
        return (file, [.. file.Rows]);
    }

    /// <summary>A file beside the one that is read.</summary>
    internal void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    /// <summary>Opens a file that nobody else may have open.</summary>
    internal FileStream OpenAlone(string name) => File.Open(Path.Combine(folder, name), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    /// <summary>The one row of a file of one row.</summary>
    internal SourceRow Row(SourceDefinition source, string text) => Assert.Single(Read(source, text).Rows);

    /// <summary>A file that another program wrote (<c>Sources/Files</c>).</summary>
    internal static byte[] Foreign(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Sources", "Files", name));

    internal static object? Value(SourceRow row, string field) => row.Values[Stream.Fields.FindIndex(known => known.Name == field)];

    private static OperationSetup Setup(SourceDefinition source)
    {
        var lists = new Dictionary<string, CodeList>
        {
            ["sex"] = Codes("sex", "female", "male"), ["reason"] = Codes("reason", "married", "work", "dont_know"),
            ["answer"] = Codes("answer", "used", "exhausted", "no_need", "not_applicable"),
            ["age"] = new("age", [new("child", "", null, 0, 17), new("adult", "", null, 18, null), new("unknown", "", null, null, null)]),
            ["delay"] = new("delay", [new("soon", "", null, 0, 3), new("late", "", null, 4, null)]),
        };
        var catalogue = new Catalogue(new Dictionary<string, StreamDefinition> { ["people"] = Stream }, lists, new Dictionary<string, ModelDefinition>(), new Dictionary<string, IndicatorDefinition>()) { IncidentRecorder = Languages, Dialects = DialectFile.Load(CatalogueFolder.Default) };
        var operation = new OperationDefinition
        {
            Id = "lr", Name = "", Country = "LR", AreaVersion = "v01", Boundaries = "", FirstMonth = "2023-01", Indicators = [], AsOf = new(2026, 8, 15),
            CrisisOnset = new() { Date = new(2025, 1, 1), Title = "", Source = "" },
        };
        var areas = new AreaTree([new("LR", "", 0, null), new("LR01", "", 1, "LR"), new("LR0101", "", 2, "LR01"), new("LR0102", "", 2, "LR01")]);
        return new(operation, catalogue, [source], new() { Answers = [], Scores = [] }, areas, "");
    }

    private static FieldDefinition Field(string name, FieldType type, string? codes = null) => new() { Name = name, Type = type, Codes = codes, Label = "", Sensitivity = "low" };

    private static CodeList Codes(string id, params string[] codes) => new(id, [.. codes.Select(code => new CodeListEntry(code, code, null, null, null))]);
}
