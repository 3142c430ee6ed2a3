using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Entries of a section of the register file in their new order.</summary>
/// <param name="Key">Key of the file they stand under.</param>
/// <param name="Entries">Those of the file by their place in it, others by their fields (key → value, in the order of writing).</param>
internal sealed record RegisterSection(string Key, IReadOnlyList<(int? Kept, IReadOnlyList<(string Key, string Value)> Fields)> Entries);

/// <summary>The text of a register file with other entries in it: what is not an entry that changed stays as a person wrote it, comments included.</summary>
internal sealed class RegisterText
{
    private static readonly string[] Keys = ["answers", "scores", "events", "statements"];

    private readonly Dictionary<int, (string Section, int Entry, string Field)> written = [];
    private readonly List<string> made = [];

    private RegisterText()
    {
    }

    public string Whole { get; private set; } = "";

    /// <summary>The section, entry (its place in the list given) and field that a line was written for; null for a line that was there before.</summary>
    public (string Section, int Entry, string Field)? At(int line) => written.TryGetValue(line, out var place) ? place : null;

    /// <param name="file">As it is, without faults.</param>
    /// <param name="sections">Those that change.</param>
    public static RegisterText Of(DefinitionFile<ContextDefinition> file, string text, IReadOnlyList<RegisterSection> sections)
    {
        var result = new RegisterText();
        List<string> lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
        var at = 0;
        foreach (var section in sections.Where(section => file.Has(section.Key)).OrderBy(section => file.Line(section.Key)))
        {
            var first = file.Line(section.Key) - 1;
            result.made.AddRange(lines.Skip(at).Take(first - at));
            at = End(file, lines, first);
            result.Add(section, Starts(file, lines, section), lines, first, at);
        }

        result.made.AddRange(lines.Skip(at));
        if (sections.Any(section => !file.Has(section.Key)))
            result.Append(sections.Where(section => !file.Has(section.Key)));
        result.Whole = string.Join(text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n", result.made);
        return result;
    }

    /// <summary>Sections that the file has not yet, at its end.</summary>
    private void Append(IEnumerable<RegisterSection> sections)
    {
        while (made.Count > 0 && made[^1].Length == 0)
            made.RemoveAt(made.Count - 1);
        foreach (var section in sections)
            Add(section, [], [], 0, 0);
        made.Add("");
    }

    /// <param name="starts">First line of each entry of the file; empty when they are to be written anew.</param>
    /// <param name="first">Line of the section's key.</param>
    /// <param name="end">First line after the section.</param>
    private void Add(RegisterSection section, List<int> starts, List<string> lines, int first, int end)
    {
        var indent = starts.Count > 0 ? lines[starts[0]][..^lines[starts[0]].TrimStart().Length] : "  ";
        made.AddRange(starts.Count > 0 ? lines.Skip(first).Take(starts[0] - first) : [$"{section.Key}:"]);
        for (var entry = 0; entry < section.Entries.Count; entry++)
        {
            var (kept, fields) = section.Entries[entry];
            if (kept is { } at && starts.Count > 0)
            {
                made.AddRange(lines.Skip(starts[at]).Take((at + 1 < starts.Count ? starts[at + 1] : end) - starts[at]));
                continue;
            }

            for (var i = 0; i < fields.Count; i++)
            {
                made.Add($"{indent}{(i == 0 ? "- " : "  ")}{fields[i].Key}: {Value(fields[i])}");
                written[made.Count] = (section.Key, entry, fields[i].Key);
            }
        }
    }

    /// <summary>Lines at which the entries begin, when each begins a line of its own with a dash; else none.</summary>
    private static List<int> Starts(DefinitionFile<ContextDefinition> file, List<string> lines, RegisterSection section)
    {
        var first = file.Line(section.Key) - 1;
        var count = section.Key switch { "answers" => file.Value.Answers.Count, "scores" => file.Value.Scores.Count, "events" => file.Value.Events.Count, _ => file.Value.Statements.Count };
        var starts = Enumerable.Range(0, count).Select(i => file.Line(section.Key, i.ToString(CultureInfo.InvariantCulture)) - 1).ToList();
        return starts.TrueForAll(start => start > first && lines[start].TrimStart().StartsWith('-')) && starts.Distinct().Count() == starts.Count ? starts : [];
    }

    /// <summary>First line after a section: the next key of the file, with the comments above it.</summary>
    private static int End(DefinitionFile<ContextDefinition> file, List<string> lines, int first)
    {
        var next = Keys.Where(key => file.Has(key)).Select(key => file.Line(key) - 1).Where(line => line > first).DefaultIfEmpty(lines.Count).Min();
        while (next - 1 > first && (lines[next - 1].Length == 0 || lines[next - 1][0] == '#'))
            next--;
        return next;
    }

    private static string Value((string Key, string Value) field) => field.Key switch
    {
        "audiences" => $"[{string.Join(", ", field.Value.Split(", ").Select(YamlText.Scalar))}]",
        "score" when field.Value is [>= '0' and <= '9'] => field.Value,
        "period" when Period.TryParse(field.Value, out _) => field.Value,
        _ when DateOnly.TryParseExact(field.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => field.Value,
        _ => YamlText.Scalar(field.Value),
    };
}
