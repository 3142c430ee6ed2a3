using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads <c>codelists/*.csv</c>: <c>code,label,missing</c> and, for bands, <c>from,to</c>, or for typed codes <c>element</c>.</summary>
internal static class CodeListFile
{
    private static readonly string[] Plain = ["code", "label", "missing"];
    private static readonly string[] Banded = ["code", "label", "missing", "from", "to"];
    private static readonly string[] Typed = ["code", "label", "missing", "element"];

    public static CodeList Read(string folder, string path, DefinitionFaults faults)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<CodeListEntry>();
        foreach (var (line, fields) in DefinitionTable.Read(folder, path, faults, Plain, Banded, Typed))
        {
            var code = fields[0];
            void Fault(string message) => faults.Add(path, line, message);

            if (!Vocabulary.CodeName().IsMatch(code))
                Fault($"the code \"{code}\" is empty or has a space or colon in it");
            if (!lines.TryAdd(code, line))
                Fault(string.Create(CultureInfo.InvariantCulture, $"the code \"{code}\" stands twice (first in line {lines[code]})"));
            if (fields[1].Length == 0)
                Fault($"the code \"{code}\" has no label");
            GuardRule.Name(code, "code", Fault);
            GuardRule.Text(fields[1], "label", Fault);
            var (from, to) = fields.Length == 5 ? (Limit(fields[3], "from", Fault), Limit(fields[4], "to", Fault)) : (null, null);
            if (from > to)
                Fault(string.Create(CultureInfo.InvariantCulture, $"the band \"{code}\" runs from {from} to {to}; \"from\" has to be the smaller"));
            var entry = new CodeListEntry(code, fields[1], Missing(fields[2], Fault), from, to, fields.Length == 4 ? Element(fields[3], Fault) : null);
            if (entries.Find(other => Overlap(entry, other)) is { } overlapped)
                Fault($"the bands \"{overlapped.Code}\" and \"{code}\" overlap; a value has to fall in one");
            entries.Add(entry);
        }
        return new(Path.GetFileNameWithoutExtension(path), entries);
    }

    private static MissingKind? Missing(string text, Action<string> fault)
    {
        if (text.Length == 0)
            return null;
        var kinds = Enum.GetValues<MissingKind>().ToDictionary(kind => YamlBinder.Word(kind), StringComparer.Ordinal);
        if (kinds.TryGetValue(text, out var missing))
            return missing;
        fault($"\"missing\" is \"{text}\", which is none of {string.Join(", ", kinds.Keys)}.{Suggestion.For(text, kinds.Keys)}");
        return null;
    }

    private static string Element(string text, Action<string> fault)
    {
        if (!Vocabulary.Elements.Contains(text))
            fault($"\"element\" is \"{text}\", which is none of {string.Join(", ", Vocabulary.Elements)}.{Suggestion.For(text, Vocabulary.Elements)}");
        return text;
    }

    private static int? Limit(string text, string column, Action<string> fault)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit))
            return limit;
        if (text.Length > 0)
            fault($"\"{column}\" is \"{text}\", which is not a whole number");
        return null;
    }

    private static bool IsBand(CodeListEntry entry) => entry.From is not null || entry.To is not null;

    private static bool Overlap(CodeListEntry left, CodeListEntry right) =>
        IsBand(left) && IsBand(right)
        && (left.From ?? int.MinValue) <= (right.To ?? int.MaxValue)
        && (right.From ?? int.MinValue) <= (left.To ?? int.MaxValue);
}
