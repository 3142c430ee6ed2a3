using System.Globalization;
using System.Text;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Text as the prevalence guard compares it: case folded, accents, vowel marks and separators gone.</summary>
internal static class GuardText
{
    // Cyrillic and Greek letters, and the Latin ones they are taken for.
    private const string Alike = "аеорсухіѕјкмтнвοανικτερυ";
    private const string Latin = "aeopcyxisjkmthboavikteru";

    /// <summary>Words of an identifier: <c>victimName</c>, <c>victim_name</c> and <c>group/Victim Name</c> all end in victim, name.</summary>
    public static List<string> IdentifierWords(string identifier)
    {
        var spaced = new StringBuilder();
        for (var i = 0; i < identifier.Length; i++)
        {
            if (i > 0 && char.IsUpper(identifier[i]) && char.IsLower(identifier[i - 1]))
                spaced.Append(' ');
            spaced.Append(identifier[i]);
        }
        return Words(spaced.ToString());
    }

    /// <summary>Sentences of a text as words. A per cent sign is a word; «anti-trafficking» is one word, so it never reads as trafficking.</summary>
    public static IEnumerable<List<string>> Sentences(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends = text[i] is '\n' or '؟' or '。' || (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])));
            if (!ends)
                continue;
            yield return ProseWords(text[start..i]);
            start = i + 1;
        }
        yield return ProseWords(text[start..]);
    }

    private static List<string> ProseWords(string sentence) => CountWords.WithoutYears(Joined(Words(sentence.Replace("%", " percent ", StringComparison.Ordinal))));

    /// <summary>«anti-trafficking» becomes one word; the list is changed.</summary>
    public static List<string> Joined(List<string> words)
    {
        for (var i = words.Count - 2; i >= 0; i--)
        {
            if (words[i] == "anti" && words[i + 1].StartsWith("traffick", StringComparison.Ordinal))
            {
                words[i] += words[i + 1];
                words.RemoveAt(i + 1);
            }
        }
        return words;
    }

    /// <summary>Runs of letters and digits, folded.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var symbol in text.Normalize(NormalizationForm.FormKD) + " ")
        {
            // Marks, tatweel and zero-width characters can be put inside a word without changing how it reads.
            if (symbol == 'ـ' || CharUnicodeInfo.GetUnicodeCategory(symbol) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                continue;
            if (char.IsLetterOrDigit(symbol))
            {
                word.Append(char.ToLowerInvariant(symbol));
            }
            else if (word.Length > 0)
            {
                words.Add(Unmixed(word.ToString()));
                word.Clear();
            }
        }
        return words;
    }

    /// <summary>A word of letters that look alike in several scripts reads as the Latin word it is made to look like; one that stays within a script is left as it is.</summary>
    private static string Unmixed(string word) =>
        word.Any(letter => letter is >= 'a' and <= 'z') && word.Any(letter => Alike.Contains(letter, StringComparison.Ordinal))
            ? string.Concat(word.Select(letter => Alike.IndexOf(letter) is >= 0 and var at ? Latin[at] : letter))
            : word;
}
