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

    /// <summary>The sheet of a workbook that holds incidents: the other one has some of their columns, and is no table. Null for a file that is none.</summary>
    public static string? Sheet(SourceContainer file, IReadOnlyList<IncidentRecorderLocale> locales) =>
        file.Kind == "workbook" ? file.Sections.FirstOrDefault(section => Recognise(locales, file.HeadersOf(section)) is not null) : null;

    /// <summary>Versions of Primero have a list of French months that begins one too early: January bears the name of February, December none. Both spell
    /// months alike, so that only a whole file tells: days without a month in it, and none in January.</summary>
    /// <param name="file">For the message.</param>
    /// <exception cref="SourceDataException">Days of both kinds stand in the file.</exception>
    public bool AreMonthsLate(string file, Func<SourceTable> open)
    {
        if (Language == IncidentRecorderLocale.English)
            return false;
        using var table = open();
        var (nameless, first) = (0, 0);
        int[] columns = [.. Enumerable.Range(0, table.Headers.Count).Where(column => IsDay(Key(table.Headers[column])))];
        table.Need(columns.ToHashSet());
        while (table.Read())
        {
            foreach (var column in columns.Where(_ => table.Broken is null))
            {
                if (Parts(table.Cell(column).ToString()) is not { } parts)
                    continue;
                nameless += parts.Month.Length == 0 ? 1 : 0;
                first += months.GetValueOrDefault(ColumnNames.Key(parts.Month)) == 1 ? 1 : 0;
            }
        }

        return nameless == 0 || first == 0 ? nameless > 0
            : throw new SourceDataException($"{file}: some days have no month, as where each is written one too late, and others are in January, which is then never written. Nothing of the file was taken. Export it whole from one version of Primero.");
    }

    public static bool IsDay(string? key) => key?.EndsWith("_date", StringComparison.Ordinal) == true;

    /// <summary>Key of a header, e.g. <c>interview_date</c>; null for a header that is not known.</summary>
    public string? Key(string header) => headers.GetValueOrDefault(ColumnNames.Key(header));

    /// <summary>Names of the columns as the mapping has them: by key where it uses the key, else in English; unknown headers as they are.</summary>
    /// <param name="isUsed">Whether the mapping uses a name.</param>
    public IReadOnlyList<string> Names(IReadOnlyList<string> written, Func<string, bool> isUsed) =>
        [.. written.Select(header => Key(header) is not { } key ? header : isUsed(key) ? key : Language == IncidentRecorderLocale.English ? header : english[key])];

    /// <summary>English label; null for a text that is none of the language's.</summary>
    public string? Label(string text) => labels.GetValueOrDefault(ColumnNames.Key(text));

    /// <summary>A day with the month in words, <c>dd-MMM-yyyy</c> or <c>yyyy-MMM-dd</c>, in the form the mapping expects; any other text as it is.</summary>
    /// <param name="isLate">The month that is written is the one after that which is meant; none is December.</param>
    public string Day(string text, bool isLate)
    {
        if (Parts(text) is not { } parts)
            return text;
        var month = months.GetValueOrDefault(ColumnNames.Key(parts.Month)) - (isLate ? 1 : 0);
        if (isLate && parts.Month.Length == 0)
            month = 12;
        return month > 0 ? $"{parts.Day.PadLeft(2, '0')}-{CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(month)}-{parts.Year}" : text;
    }

    private static (string Day, string Month, string Year)? Parts(string text)
    {
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length != 3)
            return null;
        var (day, year) = Digits(parts[0]).Length == 4 ? (Digits(parts[2]), Digits(parts[0])) : (Digits(parts[0]), Digits(parts[2]));
        return (day, parts[1].TrimEnd('.'), year);
    }

    private static string Digits(string text) => NumberText.Latin(text, stackalloc char[64]).ToString();

    private static Dictionary<string, T> Keys<T>(IncidentRecorderLocale locale, string kind, Func<string, T> value) =>
        locale.Texts.Where(text => text.Kind == kind).ToDictionary(text => ColumnNames.Key(text.Text), text => value(text.Key), StringComparer.Ordinal);
}
