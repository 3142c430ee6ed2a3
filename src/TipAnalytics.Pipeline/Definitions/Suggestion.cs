namespace TipAnalytics.Pipeline.Definitions;

/// <summary>«Did you mean»: the nearest known word by edit distance, where a swap of neighbours counts as one edit.</summary>
internal static class Suggestion
{
    /// <returns><c> Did you mean "signal"?</c> with a leading space, or empty text when nothing is near enough (a third of the word, at least one edit).</returns>
    public static string For(string word, IEnumerable<string> known) => Nearest(word, known) is { } near ? $" Did you mean \"{near}\"?" : "";

    internal static string? Nearest(string word, IEnumerable<string> known)
    {
        var limit = Math.Max(1, word.Length / 3);
        return known
            .Select(candidate => (candidate, Edits: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.Edits <= limit && pair.candidate.Length > pair.Edits)
            .OrderBy(pair => pair.Edits)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>Optimal string alignment distance.</summary>
    internal static int Distance(string left, string right)
    {
        var edits = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            edits[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            edits[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                edits[i, j] = Math.Min(Math.Min(edits[i - 1, j] + 1, edits[i, j - 1] + 1), edits[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }
        return edits[left.Length, right.Length];
    }
}
