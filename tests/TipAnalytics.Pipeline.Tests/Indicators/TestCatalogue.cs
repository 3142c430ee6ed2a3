using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>The catalogue that ships with the program, and a small operation on it: country X, admin 1 X1 and X2, admin 2 X11, X12, X21.</summary>
internal static class TestCatalogue
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "catalogue");

    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .Build();

    public static Catalogue Shipped { get; } = new(
        Read<StreamDefinition>("streams").ToDictionary(stream => stream.Id),
        Files("codelists", "*.csv").Select(CodeListOf).ToDictionary(list => list.Id),
        Files("models", "*.sql").Select(file => new ModelDefinition(Path.GetFileNameWithoutExtension(file), File.ReadLines(file).First(), File.ReadAllText(file), file)).ToDictionary(model => model.Name),
        Files("indicators", "*.yaml").Select(IndicatorOf).ToDictionary(indicator => indicator.Id))
    {
        QualityRules = [.. Read<QualityRule>("quality").OrderBy(rule => rule.Id, StringComparer.Ordinal)],
    };

    public static AreaTree Areas { get; } = new(
    [
        new("X", "Country", 0, null), new("X1", "North", 1, "X"), new("X2", "South", 1, "X"),
        new("X11", "Upper", 2, "X1"), new("X12", "Lower", 2, "X1"), new("X21", "Coast", 2, "X2"),
    ]);

    /// <summary>Series 2023-01…2025-12, onset 2025-01-01, every stream fed by one source of its name; all indicators or only one with its stream.</summary>
    public static OperationSetup Operation(Catalogue? catalogue = null, IEnumerable<string>? weighted = null, IEnumerable<ContextScore>? scores = null, string? only = null) => new(
        new OperationDefinition
        {
            Id = "test", Name = "Test", Country = "X", AreaVersion = "v01", Boundaries = "none", FirstMonth = "2023-01",
            CrisisOnset = new() { Date = new(2025, 1, 1), Title = "Onset", Source = "Test" },
            Indicators = only is null ? [.. (catalogue ?? Shipped).Indicators.Keys] : [only],
        },
        catalogue ?? Shipped,
        [.. (catalogue ?? Shipped).Streams.Values
            .Where(stream => only is null || stream.Id == (catalogue ?? Shipped).Indicators[only].Stream)
            .Select(stream => SourceOf(stream, (weighted ?? []).Contains(stream.Id)))],
        new() { Answers = [], Scores = [.. scores ?? []] },
        Areas,
        "");

    public static DateOnly AsOf { get; } = new(2026, 2, 14);

    private static SourceDefinition SourceOf(StreamDefinition stream, bool isWeighted) => new()
    {
        Id = stream.Id, Title = stream.Title, Stream = stream.Id, Provider = "Test", Dialect = "table",
        Protocol = new()
        {
            Parties = [], Purpose = "", AgreedOn = new(2023, 1, 1), ExpiresOn = new(2030, 1, 1), LowestLevel = stream.LowestLevel, Audiences = [],
            MinimumCell = 5, RetentionMonths = 60, Fields = [],
        },
        Record = new(), Period = new(), Area = new(), Weight = isWeighted ? "weight" : null, Fields = [],
    };

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Folder, folder), pattern).Order(StringComparer.Ordinal);

    private static IEnumerable<T> Read<T>(string folder) => Files(folder, "*.yaml").Select(file => Yaml.Deserialize<T>(File.ReadAllText(file)));

    private static IndicatorDefinition IndicatorOf(string file)
    {
        var indicator = Yaml.Deserialize<IndicatorDefinition>(File.ReadAllText(file));
        indicator.File = file;
        return indicator;
    }

    private static CodeList CodeListOf(string file)
    {
        var isTyped = File.ReadLines(file).First().EndsWith(",element", StringComparison.Ordinal);
        var entries = File.ReadLines(file).Skip(1).Select(line =>
        {
            // Labels may hold commas inside quotes; codes and kinds never do.
            var cells = System.Text.RegularExpressions.Regex.Replace(line, "\"[^\"]*\"", "label").Split(',');
            MissingKind? missing = cells[2].Length == 0 ? null : Enum.Parse<MissingKind>(cells[2].Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            return isTyped
                ? new CodeListEntry(cells[0], cells[1], missing, null, null, cells[3])
                : new CodeListEntry(cells[0], cells[1], missing, Number(cells, 3), Number(cells, 4));
        });
        return new(Path.GetFileNameWithoutExtension(file), [.. entries]);
    }

    private static int? Number(string[] cells, int at) =>
        cells.Length > at && cells[at].Length > 0 ? int.Parse(cells[at], CultureInfo.InvariantCulture) : null;
}
