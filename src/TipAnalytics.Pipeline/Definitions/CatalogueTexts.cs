using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What is printed of an indicator, in one language.</summary>
/// <param name="Options">Response options by sector code.</param>
internal sealed record IndicatorTexts(string Title, string Definition, string Unit, string Caveat, string LowMeans, IReadOnlyDictionary<string, string> Options);

/// <summary>What the catalogue says, in one language: as it stands in the original one, else from <c>texts/LANGUAGE.yaml</c> of the catalogue and of the operation.</summary>
/// <remarks>Beside each group stands <c>of</c>, the first eight digits of the SHA-256 over the words translated, so that a text changed in the catalogue makes its
/// translation a fault until somebody has looked at it.</remarks>
internal sealed class CatalogueTexts
{
    private readonly Dictionary<string, IndicatorTexts> indicators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> standing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> questions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> audiences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> own = new(StringComparer.Ordinal);

    private CatalogueTexts(LanguageWords words) => Words = words;

    public LanguageWords Words { get; }

    public IndicatorTexts Of(IndicatorDefinition indicator) => indicators[indicator.Id];

    /// <summary>Id → words of the standing caveats.</summary>
    public IReadOnlyDictionary<string, string> Standing => standing;

    /// <summary>Label of a disaggregation of a stream (<c>fs_hh.head_sex</c>) or of a code of a list (<c>sex=female</c>).</summary>
    public string Label(string key) => labels[key];

    public string Stream(string id) => streams[id];

    /// <summary>Words of a question of the checklist, or the heading of one of its parts.</summary>
    public string Question(string id) => questions[id];

    /// <summary>Words for a class of readers.</summary>
    public string Audience(string audience) => audiences[audience];

    /// <summary>Words of the operation that are translated.</summary>
    public IReadOnlyCollection<string> OwnWords => own.Keys;

    /// <summary>Words of the operation itself (titles, providers, reasons): translated where its own <c>texts/LANGUAGE.yaml</c> has them under <c>words</c>, else as written.</summary>
    public string Own(string written) => own.GetValueOrDefault(written, written);

    /// <summary>Texts for an operation: of the catalogue, of what it adds to it, and its own words.</summary>
    /// <exception cref="DefinitionException">As below; or a translated word stands nowhere in the operation.</exception>
    public static CatalogueTexts Load(string catalogueFolder, OperationSetup setup, string language)
    {
        var texts = Load(catalogueFolder, setup.Operation.Folder, language, setup.Catalogue);
        var words = OperationWords.Of(setup);
        var left = texts.OwnWords.Where(word => !words.Contains(word)).ToList();
        return left.Count == 0 ? texts : throw new DefinitionException(string.Join('\n', left.Select(word =>
            $"{TextFile.Folder}/{language}.yaml: nothing in the operation reads «{word}». Write the key to the letter as in its files, or remove it.")));
    }

    /// <param name="operationFolder">Null: the catalogue alone.</param>
    /// <exception cref="DefinitionException">With every text that is missing, left over or out of date.</exception>
    public static CatalogueTexts Load(string catalogueFolder, string? operationFolder, string language, Catalogue catalogue)
    {
        var faults = new DefinitionFaults();
        if (!LanguageFile.Languages.Contains(language))
            throw new DefinitionException($"There are no texts in the language \"{language}\"; known are {string.Join(", ", LanguageFile.Languages)}. Correct «languages» in operation.yaml, or --lang.");
        var texts = new CatalogueTexts(LanguageFile.Load(CatalogueFolder.Default, language));
        var original = new OriginalTexts(catalogue, StandingCaveats.Load(catalogueFolder, faults), ContextChecklist.Load(catalogueFolder, faults));
        List<TextFile> files = language == LanguageWords.Original ? [] : [.. new[] { catalogueFolder, operationFolder }.OfType<string>()
            .Where(folder => folder == catalogueFolder || File.Exists(Path.Combine(folder, TextFile.Folder, $"{language}.yaml")))
            .Select(folder => TextFile.Read(folder, language, faults)).OfType<TextFile>()];
        foreach (var group in original.Groups)
            texts.Take(group, language == LanguageWords.Original ? group.Texts : Translated(group, files, faults));
        foreach (var file in files)
        {
            LeftOver(original, file, faults);
            foreach (var (written, text) in file.Texts("words"))
            {
                Guarded(file, written, text, faults);
                texts.own[written] = text;
            }
        }
        faults.ThrowIfAny();
        return texts;
    }

    private static Dictionary<string, string> Translated(OriginalGroup group, List<TextFile> files, DefinitionFaults faults)
    {
        var file = files.LastOrDefault(file => file.Texts(group.Path).Count > 0);
        if (file is null)
        {
            if (files.Count > 0)
                faults.Add(files[0].Path, 1, $"{group.Name} has no texts in this language (of: {group.Hash})");
            return group.Texts.ToDictionary(StringComparer.Ordinal);
        }
        var texts = file.Texts(group.Path);
        if (!texts.Remove("of", out var of) || of != group.Hash)
            faults.Add(file.Path, file.LineOf("of"), $"{group.Name}: the words in the catalogue have changed since. Compare the texts with them, and write of: {group.Hash}");
        foreach (var key in group.Texts.Keys.Where(key => !texts.ContainsKey(key)))
            faults.Add(file.Path, file.LineOf("of"), $"{group.Name}: \"{key}\" is missing");
        foreach (var (key, text) in texts)
        {
            if (group.Texts.ContainsKey(key))
                Guarded(file, key, text, faults);
            else
                faults.Add(file.Path, file.LineOf(key), $"{group.Name}: there is no \"{key}\" in the catalogue. Remove it, or correct its name.");
        }
        foreach (var key in group.Texts.Keys.Where(key => !texts.ContainsKey(key)))
            texts[key] = "";
        return texts;
    }

    private static void LeftOver(OriginalTexts original, TextFile file, DefinitionFaults faults)
    {
        foreach (var parent in new[] { "indicators", "codelists" })
            foreach (var (name, line) in file.Groups(parent).Where(group => !original.Groups.Any(known => known.Path.SequenceEqual([parent, group.Key]))))
                faults.Add(file.Path, line, $"there is nothing to translate under \"{parent}\", \"{name}\". Remove it, or correct its name.");
    }

    private static void Guarded(TextFile file, string key, string text, DefinitionFaults faults)
    {
        foreach (var reason in PrevalenceGuard.Prose(text))
            faults.Add(file.Path, file.LineOf(key), $"\"{key}\" {reason}");
    }

    private void Take(OriginalGroup group, IReadOnlyDictionary<string, string> texts)
    {
        switch (group.Path)
        {
            case ["indicators", var id]:
                indicators[id] = new(
                    texts["title"], texts["definition"], texts["unit"], texts["caveat"], texts["low_means"],
                    texts.Where(text => text.Key.StartsWith(OriginalTexts.Option, StringComparison.Ordinal)).ToDictionary(text => text.Key[OriginalTexts.Option.Length..], text => text.Value, StringComparer.Ordinal));
                break;
            case ["codelists", var list]:
                foreach (var (code, label) in texts)
                    labels[$"{list}={code}"] = label;
                break;
            default:
                var target = group.Path[0] switch { "standing" => standing, "splits" => labels, "streams" => streams, "audiences" => audiences, _ => questions };
                foreach (var (key, text) in texts)
                    target[key] = text;
                break;
        }
    }
}

/// <param name="Path">Keys that lead to it in a text file.</param>
/// <param name="Name">For messages.</param>
internal sealed record OriginalGroup(string[] Path, string Name, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>First eight digits of the SHA-256 over keys and texts, in their order.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Texts.Select(text => $"{text.Key}: {text.Value}")))))[..8];
}

/// <summary>What of the catalogue is printed in reports, in groups, as it stands.</summary>
internal sealed class OriginalTexts(Catalogue catalogue, IReadOnlyDictionary<string, string> standing, IReadOnlyList<ContextQuestion> questions)
{
    public const string Option = "option_";

    public IReadOnlyList<OriginalGroup> Groups { get; } =
    [
        new(["standing"], "standing-caveats.yaml", standing.OrderBy(caveat => caveat.Key, StringComparer.Ordinal).ToDictionary(caveat => caveat.Key, caveat => caveat.Value, StringComparer.Ordinal)),
        new(["splits"], "labels of disaggregations", Splits(catalogue).ToDictionary(split => $"{split.Stream}.{split.Field.Name}", split => split.Field.Label, StringComparer.Ordinal)),
        new(["streams"], "titles of streams", catalogue.Streams.Values.OrderBy(stream => stream.Id, StringComparer.Ordinal).ToDictionary(stream => stream.Id, stream => stream.Title, StringComparer.Ordinal)),
        new(["audiences"], "classes of readers", Audiences.Titles),
        new(["questions"], "context/checklist.csv", ContextChecklist.Texts(questions)),
        .. Splits(catalogue).Select(split => split.Field.Codes!).Distinct().Order(StringComparer.Ordinal).Select(list => new OriginalGroup(
            ["codelists", list], $"codelists/{list}.csv", catalogue.CodeLists[list].Entries.ToDictionary(entry => entry.Code, entry => entry.Label, StringComparer.Ordinal))),
        .. catalogue.Indicators.Values.OrderBy(indicator => indicator.Id, StringComparer.Ordinal).Select(indicator => new OriginalGroup(["indicators", indicator.Id], indicator.File, Texts(indicator))),
    ];

    /// <summary>Fields by whose codes a table of the plan is split.</summary>
    private static IEnumerable<(string Stream, FieldDefinition Field)> Splits(Catalogue catalogue) =>
        from stream in catalogue.Streams.Values.OrderBy(stream => stream.Id, StringComparer.Ordinal)
        let tables = stream.Tables.Concat(catalogue.Indicators.Values.Where(indicator => indicator.Stream == stream.Id).SelectMany(indicator => indicator.Tables))
        let splits = tables.SelectMany(table => table.Splits).ToHashSet(StringComparer.Ordinal)
        from field in stream.Fields
        where field.Codes is not null && splits.Contains(field.Name)
        select (stream.Id, field);

    private static Dictionary<string, string> Texts(IndicatorDefinition indicator)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = indicator.Title, ["unit"] = indicator.Unit, ["definition"] = indicator.Definition, ["caveat"] = indicator.Caveat, ["low_means"] = indicator.LowMeans,
        };
        foreach (var (sector, option) in indicator.ResponseOptions.OrderBy(option => option.Key, StringComparer.Ordinal))
            texts[Option + sector] = option;
        return texts;
    }
}
