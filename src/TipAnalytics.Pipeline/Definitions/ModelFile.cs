using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads <c>models/*.sql</c> and their words. Whether the SQL binds is another stage's check.</summary>
internal static partial class ModelFile
{
    /// <returns>Null when the file cannot be read.</returns>
    public static ModelDefinition? Read(string folder, string path, DefinitionFaults faults)
    {
        if (DefinitionFile.Text(folder, path, faults) is not { } sql)
            return null;
        var name = Path.GetFileNameWithoutExtension(path);
        var first = sql.Split('\n', 2)[0].TrimEnd('\r');
        var grain = first.StartsWith("-- ", StringComparison.Ordinal) ? first[3..].Trim() : "";
        if (grain.Length == 0)
            faults.Add(path, 1, "the first line has to be a comment that says what one row is, e.g. -- fs_household: one row per surveyed household and round.");
        if (!Vocabulary.SqlName().IsMatch(name))
            faults.Add(path, 1, $"the name \"{name}\" has to be lower-case letters, digits and _");
        foreach (var (line, word) in Words(sql).DistinctBy(pair => pair.Word))
            GuardRule.Name(word, "SQL name", message => faults.Add(path, line, message));
        return new(name, grain, sql, path);
    }

    /// <summary>Identifiers and keywords of a statement with their line; comments and text values left out.</summary>
    public static IEnumerable<(int Line, string Word)> Words(string sql) =>
        Token().Matches(sql)
            .Where(match => match.Groups["word"].Success)
            .Select(match => (sql.AsSpan(0, match.Index).Count('\n') + 1, match.Groups["word"].Value.Trim('"')));

    [GeneratedRegex("""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|(?<word>"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{M}\p{Nd}_]*)""", RegexOptions.Singleline)]
    private static partial Regex Token();
}
