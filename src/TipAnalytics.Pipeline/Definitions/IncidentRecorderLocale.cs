using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Words of the GBV Incident Recorder's workbook in one language (<c>dialects/incident-recorder/LANGUAGE.csv</c>: key,kind,text). Several texts of
/// a key are spellings of it; the first is the usual one.</summary>
internal sealed record IncidentRecorderLocale(string Language, IReadOnlyList<LocaleText> Texts)
{
    public const string English = "en";

    private const string Folder = "dialects/incident-recorder";
    private static readonly string[] Header = ["key", "kind", "text"];
    private static readonly string[] Kinds = ["header", "label", "month"];

    /// <summary>Languages of the catalogue, English first. A fault is added for a word that is doubled, missing or not in English.</summary>
    public static IReadOnlyList<IncidentRecorderLocale> Load(string catalogueFolder, DefinitionFaults faults)
    {
        var paths = DefinitionFile.List(catalogueFolder, Folder, ".csv").OrderByDescending(path => path.EndsWith($"/{English}.csv", StringComparison.Ordinal)).ToList();
        var locales = paths.Select(path => new IncidentRecorderLocale(Path.GetFileNameWithoutExtension(path), Read(catalogueFolder, path, faults))).ToList();
        if (locales.Count > 0 && locales[0].Language != English)
            faults.Add($"{Folder}/{English}.csv", 1, "the file is missing; a mapping is written in English and works for every language");
        foreach (var (path, locale) in paths.Zip(locales))
            Check(path, locale, locales[0], faults);
        return locales;
    }

    /// <summary>Usual text of a key, or null.</summary>
    public string? Text(string kind, string key) => Texts.FirstOrDefault(text => text.Kind == kind && text.Key == key)?.Text;

    private static List<LocaleText> Read(string folder, string path, DefinitionFaults faults) =>
        [.. DefinitionTable.Read(folder, path, faults, Header).Select(row => new LocaleText(row.Fields[0], row.Fields[1], row.Fields[2], row.Line))];

    private static void Check(string path, IncidentRecorderLocale locale, IncidentRecorderLocale english, DefinitionFaults faults)
    {
        var seen = new Dictionary<(string, string), string>();
        foreach (var (key, kind, text, line) in locale.Texts)
        {
            if (!Kinds.Contains(kind))
                faults.Add(path, line, $"\"kind\" is \"{kind}\", which is none of {string.Join(", ", Kinds)}.{Suggestion.For(kind, Kinds)}");
            else if (english.Text(kind, key) is null)
                faults.Add(path, line, $"there is no {kind} \"{key}\" in the English words.{Suggestion.For(key, english.Texts.Select(known => known.Key))}");
            if (text.Length == 0)
                faults.Add(path, line, $"\"{key}\" has no text");
            else if (!seen.TryAdd((kind, text.ToUpperInvariant()), key))
                faults.Add(path, line, $"\"{text}\" stands twice, for \"{seen[(kind, text.ToUpperInvariant())]}\" and \"{key}\"");
        }

        foreach (var month in Enumerable.Range(1, 12).Select(month => month.ToString("00", CultureInfo.InvariantCulture)).Where(month => locale.Text("month", month) is null))
            faults.Add(path, 1, $"the month \"{month}\" is missing");
        foreach (var missing in english.Texts.Where(text => text.Kind != "month" && locale.Text(text.Kind, text.Key) is null).Select(text => $"{text.Kind} \"{text.Key}\"").Distinct())
            faults.Add(path, 1, $"the {missing} is missing");
    }
}

/// <summary>A word.</summary>
/// <param name="Key">Of the header or label; of a month its number with two digits.</param>
internal sealed record LocaleText(string Key, string Kind, string Text, int Line);
