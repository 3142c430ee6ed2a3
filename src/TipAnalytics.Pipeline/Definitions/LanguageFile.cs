using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads the words of the program in one language (<c>texts/LANGUAGE.yaml</c> of the catalogue).</summary>
internal static class LanguageFile
{
    /// <summary>Languages that ship with the program, in alphabetical order.</summary>
    public static IReadOnlyList<string> Languages => TextFile.Languages(CatalogueFolder.Default);

    /// <summary>Words of a language that ships with the program.</summary>
    /// <exception cref="DefinitionException">The file is missing or wrong; or a sentence of the original language is missing in it or has other slots.</exception>
    public static LanguageWords Load(string catalogueFolder, string language)
    {
        var faults = new DefinitionFaults();
        var words = TextFile.Read(catalogueFolder, language, faults) is { } file ? Words(file, faults) : null;
        if (words is not null && language != LanguageWords.Original && TextFile.Read(catalogueFolder, LanguageWords.Original, faults) is { } original)
            Compare(words, original.Texts("sentence"), $"{TextFile.Folder}/{language}.yaml", faults);
        faults.ThrowIfAny();
        return words!;
    }

    private static LanguageWords Words(TextFile file, DefinitionFaults faults)
    {
        string Expected(string key, string text, params string[] slots)
        {
            if (!LanguageWords.Slots(text).SetEquals(slots))
                faults.Add(file.Path, 1, $"\"{key}\" needs the slots {string.Join(", ", slots.Select(slot => $"{{{slot}}}"))}");
            return text;
        }
        var lists = file.Texts("join");
        if (file.Text("direction") is not ("ltr" or "rtl"))
            faults.Add(file.Path, 1, "\"direction\" is neither ltr nor rtl");
        return new LanguageWords(file.Language, file.Text("direction") == "rtl", new(
            file.List("months"), file.List("months_in_date"), file.Text("first_day"),
            Expected("month", file.Text("month"), "month", "year"), Expected("date", file.Text("date"), "day", "month", "year"),
            Expected("comma", lists.GetValueOrDefault("comma", ""), "first", "next"), Expected("semicolon", lists.GetValueOrDefault("semicolon", ""), "first", "next"),
            Expected("last", lists.GetValueOrDefault("last", ""), "first", "last"), file.Texts("sentence")));
    }

    private static void Compare(LanguageWords words, Dictionary<string, string> original, string path, DefinitionFaults faults)
    {
        foreach (var (key, text) in original)
        {
            if (!words.Sentences.TryGetValue(key, out var own))
                faults.Add(path, 1, $"the sentence \"{key}\" is missing");
            else if (!LanguageWords.Slots(own).SetEquals(LanguageWords.Slots(text)))
                faults.Add(path, 1, $"the sentence \"{key}\" has other slots than in {LanguageWords.Original}.yaml");
        }
        foreach (var key in words.Sentences.Keys.Where(key => !original.ContainsKey(key)))
            faults.Add(path, 1, $"there is no sentence \"{key}\". Remove it, or correct its name.");
    }
}
