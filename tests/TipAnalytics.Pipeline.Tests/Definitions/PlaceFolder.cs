using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>An operation's folder with nothing but <c>places/</c>, for boundaries that a test gives.</summary>
internal sealed class PlaceFolder(params string[] areas) : IDisposable
{
    private static readonly Dictionary<string, string> NoCodes = [];

    private readonly string root = Directory.CreateTempSubdirectory("places-").FullName;

    public IReadOnlyList<SourceDefinition> Sources { get; init; } = [];

    public string Country => areas[0].Split(' ')[0];

    public void Dispose() => Directory.Delete(root, recursive: true);

    public PlaceFolder Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    public PlaceFolder Write(string file, byte[] bytes)
    {
        var path = Path.Combine(root, "places", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    /// <summary>A reviewed change.</summary>
    public PlaceFolder Changed(string kind, string from, string old, string now) => Append("changes.yaml", "changes:\n", $"""
          - kind: {kind}
            from: {from}
            old: [{old}]
            new: [{now}]
            reason: Law of the assembly
            by: Information management officer
            on: 2025-03-01

        """);

    public PlaceFolder Alias(string written, string code, string source = "", string from = "", string until = "") => Append(
        "aliases/reviewed.csv", "written,code,source,from,until,reason,by,on\n", $"{written},{code},{source},{from},{until},Asked the partner,Information management officer,2025-03-01\n");

    public Places Load()
    {
        var places = Load(out var faults);
        Assert.Empty(faults.All);
        return places;
    }

    public string Faults()
    {
        Load(out var faults);
        return string.Join('\n', faults.All);
    }

    /// <summary>Area and how it was found: <c>LR01 whole out_of_date</c>, or the rule.</summary>
    public string Find(string text, string month = "2024-06", string source = "")
    {
        var places = Load();
        var found = places.Find(text, source, NoCodes, places.MonthOf(places.StepOf(Month(month).Start)));
        return found.Rule ?? $"{found.Area!.Code} {YamlBinder.Word(found.Way)}{(found.IsOutOfDate ? " out_of_date" : "")}";
    }

    private static Period Month(string text) => Period.TryParse(text, out var month) ? month : throw new ArgumentException(text);

    private Places Load(out DefinitionFaults faults)
    {
        faults = new DefinitionFaults();
        var tree = new AreaTree(areas.Select(area => area.Split(' ', 2)).Select(area => (Code: area[0], Name: area.Length > 1 ? area[1] : area[0]))
            .Select(area => new Area(area.Code, area.Name, Level(area.Code), Parent(area.Code))));
        return PlacesLoader.Load(root, Country, tree, Sources, PlaceTables.Read, faults);
    }

    /// <summary>The nearest code that this one begins with.</summary>
    private string? Parent(string code) => areas.Select(area => area.Split(' ')[0]).Where(other => other.Length < code.Length && code.StartsWith(other, StringComparison.Ordinal)).MaxBy(other => other.Length);

    private int Level(string code) => Parent(code) is { } parent ? Level(parent) + 1 : 0;

    private PlaceFolder Append(string file, string header, string text)
    {
        var path = Path.Combine(root, "places", file);
        return Write(file, (File.Exists(path) ? File.ReadAllText(path) : header) + text);
    }
}
