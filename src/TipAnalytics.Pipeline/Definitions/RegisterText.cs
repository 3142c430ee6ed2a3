using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>The text of a register file with other answers in it: what is not an answer that changed stays as a person wrote it, comments included.</summary>
internal sealed class RegisterText
{
    private const string Key = "answers";
    private static readonly string[] OtherKeys = ["scores", "events", "statements"];

    private readonly Dictionary<int, (int Entry, string Field)> written = [];

    private RegisterText(string whole) => Whole = whole;

    public string Whole { get; }

    /// <summary>The answer (its place in the list given) and field that a line was written for; null for a line that was there before.</summary>
    public (int Entry, string Field)? At(int line) => written.TryGetValue(line, out var place) ? place : null;

    /// <param name="file">As it is, without faults.</param>
    /// <param name="answers">All answers in their new order: those of the file by their place in it, others by their fields (key → value, in the order of writing).</param>
    public static RegisterText Of(DefinitionFile<ContextDefinition> file, string text, IReadOnlyList<(int? Kept, IReadOnlyList<(string Key, string Value)> Fields)> answers)
    {
        var lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        List<string> lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
        var first = file.Line(Key) - 1;
        var end = End(file, lines, first);
        var starts = Enumerable.Range(0, file.Value.Answers.Count).Select(i => file.Line(Key, i.ToString(CultureInfo.InvariantCulture)) - 1).ToList();
        var isListed = starts.TrueForAll(start => start > first && lines[start].TrimStart().StartsWith('-')) && starts.Distinct().Count() == starts.Count;
        var indent = isListed && starts.Count > 0 ? lines[starts[0]][..^lines[starts[0]].TrimStart().Length] : "  ";
        List<string> made = [.. lines.Take(first), $"{Key}:", .. isListed && starts.Count > 0 ? lines.Skip(first + 1).Take(starts[0] - first - 1) : []];
        var places = new List<(int Line, int Entry, string Field)>();
        for (var entry = 0; entry < answers.Count; entry++)
        {
            var (kept, fields) = answers[entry];
            if (kept is { } at && isListed)
            {
                made.AddRange(lines.Skip(starts[at]).Take((at + 1 < starts.Count ? starts[at + 1] : end) - starts[at]));
                continue;
            }

            for (var i = 0; i < fields.Count; i++)
            {
                made.Add($"{indent}{(i == 0 ? "- " : "  ")}{fields[i].Key}: {Value(fields[i])}");
                places.Add((made.Count, entry, fields[i].Key));
            }
        }

        made.AddRange(lines.Skip(end));
        var result = new RegisterText(string.Join(lineEnd, made));
        foreach (var (line, entry, field) in places)
            result.written[line] = (entry, field);
        return result;
    }

    /// <summary>First line after the answers: the next key of the file, with the comments above it.</summary>
    private static int End(DefinitionFile<ContextDefinition> file, List<string> lines, int first)
    {
        var next = OtherKeys.Where(key => file.Has(key)).Select(key => file.Line(key) - 1).Where(line => line > first).DefaultIfEmpty(lines.Count).Min();
        while (next - 1 > first && (lines[next - 1].Length == 0 || lines[next - 1][0] == '#'))
            next--;
        return next;
    }

    private static string Value((string Key, string Value) field) =>
        DateOnly.TryParseExact(field.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? field.Value : YamlText.Scalar(field.Value);
}
