using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Words;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TipAnalytics.Reports.Texts;

/// <summary>The words of the reports in one language (<c>reports/texts/*.yaml</c>): nested keys, joined by points, and texts with named slots <c>{area}</c>, some of
/// them by plural form.</summary>
internal sealed partial class ReportTexts
{
    private readonly IReadOnlyDictionary<string, Entry> texts;

    private ReportTexts(IReadOnlyDictionary<string, Entry> texts, LanguageWords words) => (this.texts, Words) = (texts, words);

    /// <summary>Calendar, lists, direction.</summary>
    public LanguageWords Words { get; }

    public string Language => Words.Language;

    /// <summary>A text without slots.</summary>
    public string this[string key] => Say(key);

    /// <summary>Groups whose keys are free codes (sectors, risks): null when the code has no text.</summary>
    public string? Find(string key) => texts.GetValueOrDefault(key)?.Text;

    /// <summary>A text with its slots filled, in the plural form that its number asks for.</summary>
    /// <exception cref="InvalidOperationException">An unknown key, or slots that are not those of the text: a fault of the program, not of the file.</exception>
    public string Say(string key, params (string Slot, string Value)[] values)
    {
        if (!texts.TryGetValue(key, out var entry))
            throw new InvalidOperationException($"no report text «{key}»");
        return Words.Fill(entry.Forms.Count == 0 ? entry.Text : entry.Forms[PluralForms.Of(Language, Number(values.First(value => value.Slot == TextKeys.Counted[key]).Value))], values);
    }

    /// <summary>The file of a language among those that ship with the program.</summary>
    public static ReportTexts Shipped(LanguageWords words) => Load(Path.Combine(AppContext.BaseDirectory, "reports", "texts", $"{words.Language}.yaml"), words);

    /// <summary>Reads a language file.</summary>
    /// <exception cref="DefinitionException">All unknown and missing keys, slots and plural forms, one a line.</exception>
    public static ReportTexts Load(string file, LanguageWords words)
    {
        var found = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var faults = new List<string>();
        Read(file, found, faults);
        if (found.GetValueOrDefault("language")?.Text != words.Language)
            faults.Add($"{file}: the language is not {words.Language}");
        foreach (var (key, slots) in TextKeys.All)
        {
            if (!found.TryGetValue(key, out var entry))
                faults.Add($"{file}: key \"{key}\" is missing");
            else if (entry.Forms.Count == 0 && !LanguageWords.Slots(entry.Text).SetEquals(slots))
                faults.Add($"{file}, line {entry.Line}: \"{key}\" has the slots {Names(LanguageWords.Slots(entry.Text))}, expected {Names(slots)}");
            else if (entry.Forms.Count > 0)
                faults.AddRange(Forms(key, entry, slots, words.Language).Select(fault => $"{file}, line {entry.Line}: \"{key}\" {fault}"));
        }
        foreach (var (key, entry) in found)
            if (!TextKeys.All.ContainsKey(key) && !TextKeys.FreeGroups.Any(group => key.StartsWith(group, StringComparison.Ordinal)))
                faults.Add($"{file}, line {entry.Line}: unknown key \"{key}\". Remove it, or correct its name.");
        return faults.Count > 0 ? throw new DefinitionException(string.Join('\n', faults)) : new(found, words);
    }

    /// <summary>A form may leave out its own number («one month»), and nothing else.</summary>
    private static IEnumerable<string> Forms(string key, Entry entry, string[] slots, string language)
    {
        var forms = PluralForms.In(language);
        if (!forms.ToHashSet(StringComparer.Ordinal).SetEquals(entry.Forms.Keys))
            yield return $"has the plural forms {string.Join(", ", entry.Forms.Keys)}; this language has {string.Join(", ", forms)}";
        foreach (var (form, text) in entry.Forms)
            if (!LanguageWords.Slots(text).Append(TextKeys.Counted[key]).ToHashSet(StringComparer.Ordinal).SetEquals(slots))
                yield return $"({form}) has the slots {Names(LanguageWords.Slots(text))}, expected {Names(slots)}";
    }

    private static void Read(string file, Dictionary<string, Entry> found, List<string> faults)
    {
        try
        {
            using var reader = new StreamReader(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            Flatten("", yaml.Documents.Single().RootNode, file, found, faults);
        }
        catch (YamlException fault)
        {
            throw new DefinitionException($"{file}, line {fault.Start.Line}: not readable as YAML ({fault.Message})");
        }
        catch (IOException)
        {
            throw new DefinitionException($"{file}: not found. Report texts ship with the program; install it again.");
        }
    }

    private static void Flatten(string prefix, YamlNode node, string file, Dictionary<string, Entry> found, List<string> faults)
    {
        if (node is YamlMappingNode forms && TextKeys.Counted.ContainsKey(prefix))
            found[prefix] = new("", forms.Children.ToDictionary(form => form.Key.ToString(), form => Bound(form.Value.ToString()), StringComparer.Ordinal), node.Start.Line);
        else if (node is YamlMappingNode mapping)
            foreach (var (key, value) in mapping.Children)
                Flatten(prefix.Length == 0 ? key.ToString() : $"{prefix}.{key}", value, file, found, faults);
        else if (node is YamlScalarNode { Value: { } text } && text.Trim().Length > 0)
            found[prefix] = new(Bound(text), new Dictionary<string, string>(), node.Start.Line);
        else
            faults.Add($"{file}, line {node.Start.Line}: \"{prefix}\" is not a text");
    }

    /// <summary>A blank before <c>: ; ? ! % »</c> or after <c>«</c> does not end a line.</summary>
    private static string Bound(string text) => BlankAfter().Replace(BlankBefore().Replace(text.Trim(), "\u00a0$1"), "«\u00a0");

    private static int Number(string value) =>
        int.Parse(string.Concat(value.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    private static string Names(IReadOnlyCollection<string> slots) => slots.Count == 0 ? "(none)" : string.Join(", ", slots.Select(slot => $"{{{slot}}}"));

    [GeneratedRegex(" ([:;?!%»])")]
    private static partial Regex BlankBefore();

    [GeneratedRegex("« ")]
    private static partial Regex BlankAfter();

    /// <param name="Forms">Plural form → text; empty where one text serves every number.</param>
    private sealed record Entry(string Text, IReadOnlyDictionary<string, string> Forms, long Line);
}
