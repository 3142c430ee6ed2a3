using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Numbers of a PDF that its sister, the HTML or DOCX of the same name, does not have as often.</summary>
/// <remarks>A line that stands on several pages (running head, repeated head of a table) counts once. Numbers of pages are told by where they stand.</remarks>
internal static partial class PdfNumbers
{
    /// <param name="pageWords">How a page is numbered: texts with the slots page and pages.</param>
    public static IReadOnlyList<string> Beyond(IReadOnlyList<IReadOnlyList<string>> pages, BundleFile sister, IReadOnlyList<string> pageWords)
    {
        var numbered = pageWords.SelectMany(OnLine).ToList();
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match number in sister.Pieces.SelectMany(piece => Number().Matches(LanguageForms.Plain(piece.Text))))
            left[number.Value] = left.GetValueOrDefault(number.Value) + 1;
        var lines = sister.Pieces.Select(piece => Letters(piece.Text)).Where(letters => letters.Length > 0).ToHashSet(StringComparer.Ordinal);
        var beyond = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = 0; page < pages.Count; page++)
        {
            foreach (var line in pages[page])
            {
                var words = numbered.Aggregate(LanguageForms.Plain(line), (left, form) => form.Replace(left, match => IsOf(match, page + 1, pages.Count) ? "" : match.Value));
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

    private static bool IsOf(Match match, int page, int pages) =>
        match.Groups["page"].Value == FormattableString.Invariant($"{page}") && match.Groups["pages"].Value == FormattableString.Invariant($"{pages}");

    /// <summary>A text as it comes out of a line: in its order, or with its parts and the letters of each the other way round where it is written from right to left.</summary>
    private static IEnumerable<Regex> OnLine(string text)
    {
        var parts = Slots().Split(text);
        var backwards = parts.Reverse().Select(part => part.Any(Bidirectional.IsRightToLeft) ? string.Concat(part.Reverse()) : part);
        return new[] { parts, backwards }.Select(order => new Regex($@"(?<!\d){string.Concat(order.Select(part => part switch { "{page}" => @"(?<page>\d{1,3})", "{pages}" => @"(?<pages>\d{1,3})", _ => Regex.Escape(part) }))}(?!\d)", RegexOptions.CultureInvariant));
    }

    [GeneratedRegex(@"\d+(?:[.,]\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"(\{[a-z]+\})")]
    private static partial Regex Slots();
}
