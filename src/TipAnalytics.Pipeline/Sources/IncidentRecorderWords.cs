using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Turns the Incident Recorder's words into English ones, so that one mapping reads every language. Without regard to case and spaces.</summary>
internal sealed class IncidentRecorderWords
{
    /// <summary>Of the headers, so many show the language.</summary>
    private const int FewestHeaders = 5;

    private readonly Dictionary<string, string> headers;
    private readonly Dictionary<string, string> labels;
    private readonly Dictionary<string, int> months;
    private readonly Dictionary<string, string> english;

    private IncidentRecorderWords(IncidentRecorderLocale locale, IncidentRecorderLocale english)
    {
        Language = locale.Language;
        headers = Keys(locale, "header", key => key);
        labels = Keys(locale, "label", key => english.Text("label", key)!);
        months = Keys(locale, "month", key => int.Parse(key, CultureInfo.InvariantCulture));
        this.english = headers.Values.Distinct().ToDictionary(key => key, key => english.Text("header", key)!, StringComparer.Ordinal);
    }

    public string Language { get; }

    /// <summary>The language whose headers a table has; null for a table that is no export of the Incident Recorder.</summary>
    public static IncidentRecorderWords? Recognise(IReadOnlyList<IncidentRecorderLocale> locales, IReadOnlyList<string> headers) => locales
        .Select(locale => new IncidentRecorderWords(locale, locales[0]))
        .Select(words => (Words: words, Count: headers.Select(words.Key).OfType<string>().Distinct().Count()))
        .Where(found => found.Count >= FewestHeaders)
        .OrderByDescending(found => found.Count)
        .Select(found => found.Words)
        .FirstOrDefault();

    /// <summary>Key of a header, e.g. <c>interview_date</c>; null for a header that is not known.</summary>
    public string? Key(string header) => headers.GetValueOrDefault(ColumnNames.Key(header));

    /// <summary>Names of the columns as the mapping has them: by key where it uses the key, else in English; unknown headers as they are.</summary>
    /// <param name="isUsed">Whether the mapping uses a name.</param>
    public IReadOnlyList<string> Names(IReadOnlyList<string> written, Func<string, bool> isUsed) =>
        [.. written.Select(header => Key(header) is not { } key ? header : isUsed(key) ? key : Language == IncidentRecorderLocale.English ? header : english[key])];

    /// <summary>English label; null for a text that is none of the language's.</summary>
    public string? Label(string text) => labels.GetValueOrDefault(ColumnNames.Key(text));

    /// <summary>A day with the month in words, <c>dd-MMM-yyyy</c> or <c>yyyy-MMM-dd</c>, in the form the mapping expects; any other text as it is.</summary>
    public string Day(string text)
    {
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length != 3 || !months.TryGetValue(ColumnNames.Key(parts[1].TrimEnd('.')), out var month))
            return text;
        var (day, year) = Digits(parts[0]).Length == 4 ? (Digits(parts[2]), Digits(parts[0])) : (Digits(parts[0]), Digits(parts[2]));
        return $"{day.PadLeft(2, '0')}-{CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(month)}-{year}";
    }

    /// <summary>Arabic and Persian digits as the mapping has them.</summary>
    private static string Digits(string text) => string.Concat(text.Select(letter => CharUnicodeInfo.GetDecimalDigitValue(letter) is >= 0 and var digit ? (char)('0' + digit) : letter));

    private static Dictionary<string, T> Keys<T>(IncidentRecorderLocale locale, string kind, Func<string, T> value) =>
        locale.Texts.Where(text => text.Kind == kind).ToDictionary(text => ColumnNames.Key(text.Text), text => value(text.Key), StringComparer.Ordinal);
}
