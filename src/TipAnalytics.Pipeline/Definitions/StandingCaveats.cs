namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Standing words CAV-0 to CAV-9 (<c>standing-caveats.yaml</c>). CAV-3 has a second form CAV-3b for interviews without a sample design.</summary>
internal static class StandingCaveats
{
    private const string FileName = "standing-caveats.yaml";

    // The guard lets these texts pass wherever they stand, so they come from the program and not from a folder that can be edited.
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Built = new(() =>
    {
        using var stream = typeof(StandingCaveats).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        var faults = new DefinitionFaults();
        var texts = Parse(reader.ReadToEnd(), faults);
        faults.ThrowIfAny();
        return texts;
    });

    private static readonly Lazy<IReadOnlyList<string>> BuiltTranslations = new(() =>
    {
        var (faults, assembly) = (new DefinitionFaults(), typeof(StandingCaveats).Assembly);
        var texts = assembly.GetManifestResourceNames().Where(name => name.StartsWith("texts/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return TextFile.Parse(reader.ReadToEnd(), name, faults)?.Texts("standing").Values.AsEnumerable() ?? [];
        }).ToList();
        faults.ThrowIfAny();
        return texts;
    });

    /// <summary>CAV-0 … CAV-9 and CAV-3b.</summary>
    public static IEnumerable<string> Ids => Built.Value.Keys;

    public static IEnumerable<string> Texts => Built.Value.Values;

    /// <summary>The same in the other languages of the program.</summary>
    public static IEnumerable<string> Translations => BuiltTranslations.Value;

    /// <summary>Id → exact text.</summary>
    /// <exception cref="DefinitionException">The file is missing, or its texts are not the program's own.</exception>
    public static IReadOnlyDictionary<string, string> Load(string catalogueFolder)
    {
        var faults = new DefinitionFaults();
        var texts = Load(catalogueFolder, faults);
        faults.ThrowIfAny();
        return texts;
    }

    internal static IReadOnlyDictionary<string, string> Load(string catalogueFolder, DefinitionFaults faults)
    {
        if (DefinitionFile.Text(catalogueFolder, FileName, faults) is not { } text)
            return Built.Value;
        var texts = Parse(text, faults);
        foreach (var id in Ids.Where(id => texts.GetValueOrDefault(id) != Built.Value[id]))
            faults.Add(FileName, 1, $"{id} is missing or not the agreed text; the standing caveats are changed in the program, not in an operation");
        return texts;
    }

    private static Dictionary<string, string> Parse(string text, DefinitionFaults faults) =>
        YamlNode.Parse(text, FileName, faults) is { } root ? new YamlBinder(FileName, faults).BindTexts(root) : [];
}
