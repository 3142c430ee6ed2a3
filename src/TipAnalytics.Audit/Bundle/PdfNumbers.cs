using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Numbers of a PDF that its sister, the HTML or DOCX of the same name, does not have as often.</summary>
/// <remarks>A line that stands on several pages (running head, repeated head of a table) counts once. Numbers of pages are told by where they stand.</remarks>
internal static partial class PdfNumbers
{
    public static IReadOnlyList<string> Beyond(IReadOnlyList<IReadOnlyList<string>> pages, BundleFile sister)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match number in sister.Pieces.SelectMany(piece => Number().Matches(Plain(piece.Text))))
            left[number.Value] = left.GetValueOrDefault(number.Value) + 1;
        var lines = sister.Pieces.Select(piece => Letters(piece.Text)).Where(letters => letters.Length > 0).ToHashSet(StringComparer.Ordinal);
        var beyond = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = 0; page < pages.Count; page++)
        {
            foreach (var line in pages[page])
            {
                var words = PageOfPages().Replace(Plain(line), match => match.Groups["page"].Value == FormattableString.Invariant($"{page + 1}") && match.Groups["pages"].Value == FormattableString.Invariant($"{pages.Count}") ? "" : match.Value);
                if (!seen.Add(words))
                    continue;
                foreach (Match number in Number().Matches(words))
                {
                    // First of all: a page told of here would use up a figure that comes later.
                    if (int.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= pages.Count && IsPageOfContents(words, number, lines))
                        continue;
                    if (left.GetValueOrDefault(number.Value) is > 0 and var more)
                        left[number.Value] = more - 1;
                    else
                        beyond.Add(number.Value);
                }
            }
        }

        return beyond;
    }

    /// <summary>The first or last number of a line whose words are a line of the sister: an entry of the contents list with its page.</summary>
    private static bool IsPageOfContents(string line, Match number, HashSet<string> lines) =>
        (line[..number.Index].Trim().Length == 0 || line[(number.Index + number.Length)..].Trim().Length == 0) && lines.Contains(Letters(line.Remove(number.Index, number.Length)));

    /// <summary>Letters without their order: what is written from right to left comes out of a PDF as it stands on the line.</summary>
    private static string Letters(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(char.IsLetter).Order());

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('\u2212', '-');

    [GeneratedRegex(@"\d+(?:[.,]\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?:Page )?(?<page>\d{1,3}) (?:of|/) (?<pages>\d{1,3})\s*$")]
    private static partial Regex PageOfPages();
}
