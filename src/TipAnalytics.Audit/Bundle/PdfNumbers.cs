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
                    if (left.GetValueOrDefault(number.Value) is > 0 and var more)
                        left[number.Value] = more - 1;
                    else if (!(PageOfContents().Match(words) is { Success: true } entry && entry.Groups["page"].Index == number.Index && int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture) <= pages.Count))
                        beyond.Add(number.Value);
                }
            }
        }

        return beyond;
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('\u2212', '-');

    [GeneratedRegex(@"\d+(?:[.,]\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?:Page )?(?<page>\d{1,3}) (?:of|/) (?<pages>\d{1,3})\s*$")]
    private static partial Regex PageOfPages();

    // A line of a table of contents: words, dots perhaps, the page.
    [GeneratedRegex(@"^[^\d%]*[\p{L}»).][ .…]+(?<page>\d{1,3})$")]
    private static partial Regex PageOfContents();
}
