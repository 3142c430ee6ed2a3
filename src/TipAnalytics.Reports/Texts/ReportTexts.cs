using System.Text.RegularExpressions;
using TipAnalytics.Pipeline;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TipAnalytics.Reports.Texts;

/// <summary>The words of the reports in one language (<c>reports/texts/*.yaml</c>): nested keys, joined by points, and texts with named slots <c>{area}</c>.</summary>
internal sealed partial class ReportTexts
{
    private readonly IReadOnlyDictionary<string, string> texts;

    private ReportTexts(IReadOnlyDictionary<string, string> texts) => this.texts = texts;

    public string Language => texts["language"];

    /// <summary>A text without slots.</summary>
    public string this[string key] => Say(key);

    /// <summary>Groups whose keys are free codes (sectors, risks): null when the code has no text.</summary>
    public string? Find(string key) => texts.GetValueOrDefault(key);

    /// <summary>A text with its slots filled.</summary>
    /// <exception cref="InvalidOperationException">An unknown key, or slots that are not those of the text: a fault of the program, not of the file.</exception>
    public string Say(string key, params (string Slot, string Value)[] values)
    {
        if (!texts.TryGetValue(key, out var text))
            throw new InvalidOperationException($"no report text «{key}»");
        return Slot().Replace(text, match =>
            values.FirstOrDefault(value => value.Slot == match.Groups[1].Value).Value
            ?? throw new InvalidOperationException($"report text «{key}»: slot {match.Value} is not filled"));
    }

    /// <summary>Reads a language file.</summary>
    /// <exception cref="DefinitionException">All unknown and missing keys and slots, one a line.</exception>
    public static ReportTexts Load(string file)
    {
        var found = new Dictionary<string, (string Text, long Line)>(StringComparer.Ordinal);
        var faults = new List<string>();
        Read(file, found, faults);
        foreach (var (key, slots) in TextKeys.All)
        {
            if (!found.TryGetValue(key, out var entry))
                faults.Add($"{file}: key \"{key}\" is missing");
            else if (Slots(entry.Text) is var there && !there.SetEquals(slots))
                faults.Add($"{file}, line {entry.Line}: \"{key}\" has the slots {Names(there)}, expected {Names(slots)}");
        }
        foreach (var (key, entry) in found)
            if (!TextKeys.All.ContainsKey(key) && !TextKeys.FreeGroups.Any(group => key.StartsWith(group, StringComparison.Ordinal)))
                faults.Add($"{file}, line {entry.Line}: unknown key \"{key}\". Remove it, or correct its name.");
        return faults.Count > 0
            ? throw new DefinitionException(string.Join('\n', faults))
            : new(found.ToDictionary(entry => entry.Key, entry => entry.Value.Text, StringComparer.Ordinal));
    }

    private static void Read(string file, Dictionary<string, (string Text, long Line)> found, List<string> faults)
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

    private static void Flatten(string prefix, YamlNode node, string file, Dictionary<string, (string Text, long Line)> found, List<string> faults)
    {
        if (node is YamlMappingNode mapping)
            foreach (var (key, value) in mapping.Children)
                Flatten(prefix.Length == 0 ? key.ToString() : $"{prefix}.{key}", value, file, found, faults);
        else if (node is YamlScalarNode { Value: { } text } && text.Trim().Length > 0)
            found[prefix] = (text.Trim(), node.Start.Line);
        else
            faults.Add($"{file}, line {node.Start.Line}: \"{prefix}\" is not a text");
    }

    private static SortedSet<string> Slots(string text) => new(Slot().Matches(text).Select(match => match.Groups[1].Value), StringComparer.Ordinal);

    private static string Names(IReadOnlyCollection<string> slots) => slots.Count == 0 ? "(none)" : string.Join(", ", slots.Select(slot => $"{{{slot}}}"));

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Slot();
}
