using System.Globalization;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Words;

/// <summary>One language of reports: months and days, lists, plural forms, direction, and the sentences that a release is told in
/// (<c>pipelines/texts/LANGUAGE.yaml</c>).</summary>
public sealed partial class LanguageWords
{
    /// <summary>Language of the catalogue, which the others translate.</summary>
    public const string Original = "en";

    private readonly WordPatterns patterns;

    internal LanguageWords(string language, bool isRightToLeft, WordPatterns patterns) => (Language, IsRightToLeft, this.patterns) = (language, isRightToLeft, patterns);

    /// <summary>Code of two letters.</summary>
    public string Language { get; }

    public bool IsRightToLeft { get; }

    /// <summary>Key → text with slots.</summary>
    internal IReadOnlyDictionary<string, string> Sentences => patterns.Sentences;

    /// <summary>«March 2026».</summary>
    public string Month(Period month) => Month(month.Start);

    internal string Month(DateOnly day) => Fill(patterns.Month, [("month", patterns.Months[day.Month - 1]), ("year", Number(day.Year))]);

    /// <summary>«1 March 2026».</summary>
    public string Date(DateOnly date) =>
        Fill(patterns.Date, [("day", date.Day == 1 ? patterns.FirstDay : Number(date.Day)), ("month", patterns.MonthsInDate[date.Month - 1]), ("year", Number(date.Year))]);

    /// <summary>«A, B, C».</summary>
    public string Comma(IEnumerable<string> items) => List(patterns.Comma, items);

    /// <summary>«A; B; C».</summary>
    public string Semicolon(IEnumerable<string> items) => List(patterns.Semicolon, items);

    /// <summary>«A, B and C».</summary>
    public string Join(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? Comma(all) : Fill(patterns.Last, [("first", Comma(all.SkipLast(1))), ("last", all[^1])]);
    }

    /// <summary>Fills the slots <c>{name}</c> of a text. In a language written from right to left, what has only Latin letters, digits and signs is isolated
    /// (U+2066 … U+2069), so that it keeps its own order wherever it stands.</summary>
    /// <exception cref="InvalidOperationException">A slot is not filled: a fault of the program.</exception>
    public string Fill(string text, IReadOnlyCollection<(string Slot, string Value)> values)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(values);
        return Slot().Replace(text, match =>
        {
            var value = values.FirstOrDefault(value => value.Slot == match.Groups[1].Value).Value ?? throw new InvalidOperationException($"slot {match.Value} of «{text}» is not filled");
            // A per cent sign right after a slot belongs to its number; the stop of an abbreviation («2026 р.») ends the sentence too.
            return Isolate(value + match.Groups[2].Value) + (value.EndsWith('.') ? "" : match.Groups[3].Value);
        });
    }

    /// <summary>Names of the slots in a text.</summary>
    public static IReadOnlySet<string> Slots(string text) => new SortedSet<string>(Slot().Matches(text).Select(match => match.Groups[1].Value), StringComparer.Ordinal);

    /// <summary>A sentence of the program with its slots filled.</summary>
    internal string Say(string key, params (string Slot, string Value)[] values) =>
        Fill(Sentences.GetValueOrDefault(key) ?? throw new InvalidOperationException($"no sentence «{key}»"), values);

    private string List(string pattern, IEnumerable<string> items) =>
        items.Aggregate("", (list, item) => list.Length == 0 ? Isolate(item) : Fill(pattern, [("first", list), ("next", item)]));

    private string Isolate(string value) => IsRightToLeft ? Bidirectional.Isolate(value) : value;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{([a-z_]+)\}(%?)(\.?)")]
    private static partial Regex Slot();
}

/// <param name="Months">Twelve names, as they stand before a year.</param>
/// <param name="MonthsInDate">Twelve names, as they stand after a day.</param>
/// <param name="Month">Pattern of a month with its year; <paramref name="Date"/>: of a day.</param>
/// <param name="Last">Pattern of the last item of a list, after «and».</param>
internal sealed record WordPatterns(
    IReadOnlyList<string> Months, IReadOnlyList<string> MonthsInDate, string FirstDay, string Month, string Date, string Comma, string Semicolon, string Last,
    IReadOnlyDictionary<string, string> Sentences);
