
namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A file <c>texts/LANGUAGE.yaml</c> as written: the words of the program, and what it translates.</summary>
internal sealed class TextFile
{
    public const string Folder = "texts";

    private static readonly string[] Keys =
        ["language", "direction", "months", "months_in_date", "first_day", "month", "date", "join", "sentence", "standing", "splits", "codelists", "streams", "audiences", "questions", "indicators", "words"];

    private readonly YamlNode.Mapping root;
    private readonly DefinitionFaults faults;
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);

    private TextFile(string path, YamlNode.Mapping root, DefinitionFaults faults)
    {
        (Path, this.root, this.faults) = (path, root, faults);
        Language = Text("language");
        foreach (var (key, _) in root.Entries.Where(entry => !Keys.Contains(entry.Key.Text)))
            faults.Add(path, key.Line, $"unknown key \"{key.Text}\".{Suggestion.For(key.Text, Keys)}");
    }

    /// <summary>Path for messages.</summary>
    public string Path { get; }

    public string Language { get; }

    /// <summary>Languages with a file, in alphabetical order.</summary>
    public static IReadOnlyList<string> Languages(string folder) =>
        [.. DefinitionFile.List(folder, Folder, ".yaml").Select(path => System.IO.Path.GetFileNameWithoutExtension(path))];

    /// <returns>Null when there is no such file or it cannot be read; the fault says so.</returns>
    public static TextFile? Read(string folder, string language, DefinitionFaults faults)
    {
        var path = $"{Folder}/{language}.yaml";
        var file = DefinitionFile.Text(folder, path, faults) is { } text ? Parse(text, path, faults) : null;
        if (file is not null && file.Language != language)
            faults.Add(path, 1, $"the language is \"{file.Language}\", the name of the file says {language}");
        return file;
    }

    /// <param name="path">For messages.</param>
    public static TextFile? Parse(string text, string path, DefinitionFaults faults)
    {
        if (YamlNode.Parse(text, path, faults) is not { } root)
            return null;
        if (root is YamlNode.Mapping mapping)
            return new TextFile(path, mapping, faults);
        faults.Add(path, 1, "has to hold keys and texts");
        return null;
    }

    /// <summary>Line of a key of the last group that was read; 1 when it is not written.</summary>
    public int LineOf(string key) => lines.GetValueOrDefault(key, 1);

    /// <summary>Key → text of a group (<c>standing</c>), or of a group in it (<c>indicators</c>, <c>CH-01</c>); empty without it.</summary>
    public Dictionary<string, string> Texts(params string[] path)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries(path))
        {
            lines[key.Text] = key.Line;
            if (value is YamlNode.Scalar { IsNull: false } text && text.Text.Trim().Length > 0)
            {
                if (!texts.TryAdd(key.Text, text.Text.Trim()))
                    faults.Add(Path, key.Line, $"\"{key.Text}\" stands twice");
            }
            else if (value is YamlNode.Scalar)
            {
                faults.Add(Path, key.Line, $"\"{key.Text}\" has no text");
            }
        }
        return texts;
    }

    /// <summary>Names of the groups in a group, with their lines.</summary>
    public IReadOnlyDictionary<string, int> Groups(string name) =>
        Entries([name]).Where(entry => entry.Value is YamlNode.Mapping).GroupBy(entry => entry.Key.Text, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Key.Line, StringComparer.Ordinal);

    private IEnumerable<(YamlNode.Scalar Key, YamlNode Value)> Entries(string[] path)
    {
        YamlNode? node = root;
        foreach (var name in path)
            node = node is YamlNode.Mapping inner ? inner.Entries.FirstOrDefault(entry => entry.Key.Text == name).Value : null;
        return node is YamlNode.Mapping mapping ? mapping.Entries : [];
    }

    /// <summary>A text of the file itself; empty, with a fault, without it.</summary>
    public string Text(string key)
    {
        if (root.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value is YamlNode.Scalar { IsNull: false } text)
            return text.Text;
        faults.Add(Path, 1, $"missing key \"{key}\"");
        return "";
    }

    /// <summary>Twelve texts, one a month.</summary>
    public IReadOnlyList<string> List(string key)
    {
        var list = root.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value is YamlNode.Sequence sequence ? [.. sequence.Items.OfType<YamlNode.Scalar>().Select(item => item.Text)] : new List<string>();
        if (list.Count != 12)
            faults.Add(Path, 1, $"\"{key}\" has to name twelve months");
        while (list.Count < 12)
            list.Add("");
        return list;
    }
}
