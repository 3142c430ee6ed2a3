using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>How alike two names or labels are, by their words.</summary>
internal static class NameLikeness
{
    // Words of every question: they tell no two apart.
    private static readonly HashSet<string> Common =
        ["a", "an", "the", "of", "is", "are", "has", "have", "had", "any", "in", "on", "to", "for", "and", "or", "your", "you", "this", "that", "what", "which", "how", "did", "do", "does", "at", "by", "with", "was", "were", "hh"];

    /// <summary>Letters and digits only, so that only another separator or case is no difference.</summary>
    public static string Plain(string name) => string.Concat(GuardText.Words(name));

    /// <summary>Dice coefficient of the words, 0–1; a plural is its singular.</summary>
    public static double Of(string left, string right)
    {
        var (words, others) = (Words(left), Words(right));
        return words.Count + others.Count == 0 ? 0 : 2.0 * words.Intersect(others).Count() / (words.Count + others.Count);
    }

    private static HashSet<string> Words(string text) =>
        [.. GuardText.IdentifierWords(text).Where(word => !Common.Contains(word)).Select(Singular)];

    private static string Singular(string word) =>
        word == "children" ? "child"
        : word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? $"{word[..^3]}y"
        : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1]
        : word;
}
