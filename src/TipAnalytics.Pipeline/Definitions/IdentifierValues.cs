using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Forms of values that identify a person (<c>identifiers/values.csv</c>): a pattern, where it counts, and a check of its digits.</summary>
internal sealed class IdentifierValues
{
    public const string FileName = "identifiers/values.csv";
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private static readonly string[] Header = ["kind", "where", "check", "pattern"];
    private static readonly Dictionary<string, ValuePlace> Places = Enum.GetValues<ValuePlace>().ToDictionary(place => YamlBinder.Word(place), StringComparer.Ordinal);

    private readonly List<Entry> entries;
    private readonly Dictionary<ValuePlace, Lazy<Regex>> any = [];

    private IdentifierValues(List<Entry> entries)
    {
        this.entries = entries;
        // One pass over a text that is none of them; which one it is, and its check, are asked only after.
        foreach (var place in Places.Values)
            any[place] = Late(string.Join('|', entries.Where(entry => entry.Places.Contains(place)).Select(entry => $"({entry.Pattern})").DefaultIfEmpty("[^\\s\\S]")));
    }

    /// <param name="isShipped">The program's own file, whose patterns the tests compile: a run compiles only those that it asks.</param>
    public static IdentifierValues Parse(string text, DefinitionFaults faults, bool isShipped = false)
    {
        var entries = new List<Entry>();
        foreach (var (line, fields) in DefinitionTable.Parse(text, FileName, faults, Header))
        {
            var where = fields[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[0].Length == 0)
                faults.Add(FileName, line, "a pattern needs its kind");
            if (where.Length == 0 || where.Any(word => !Places.ContainsKey(word)))
                faults.Add(FileName, line, $"\"where\" is \"{fields[1]}\"; it takes {string.Join(", ", Places.Keys)}, separated by spaces");
            if (fields[2].Length > 0 && !CheckDigits.Names.Contains(fields[2]))
                faults.Add(FileName, line, $"\"check\" is \"{fields[2]}\", which is none of {string.Join(", ", CheckDigits.Names)}.{Suggestion.For(fields[2], CheckDigits.Names)}");
            var pattern = Late(fields[3]);
            if (isShipped || fields[3].Length > 0 && IsCompiled(pattern))
                entries.Add(new(fields[0], [.. where.Where(Places.ContainsKey).Select(word => Places[word])], fields[2], fields[3], pattern));
            else
                faults.Add(FileName, line, "\"pattern\" is no regular expression, or one with look-around or back references");
        }
        return new(entries);
    }

    public IdentifierValues With(IdentifierValues added) => new([.. entries, .. added.entries]);

    public string? Find(string text, ValuePlace place)
    {
        var folded = Folded(text);
        if (!any[place].Value.IsMatch(folded))
            return null;
        foreach (var entry in entries.Where(entry => entry.Places.Contains(place)))
        {
            for (var match = entry.Regex.Value.Match(folded); match.Success; match = match.NextMatch())
            {
                if (CheckDigits.Fits(entry.Check, match.Value))
                    return entry.Kind;
            }
        }
        return null;
    }

    private static Lazy<Regex> Late(string pattern) => new(() => new Regex(pattern, Options));

    private static bool IsCompiled(Lazy<Regex> pattern)
    {
        try
        {
            return pattern.Value is not null;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Digits of every script as 0–9, no-break spaces and marks of direction as what they look like.</summary>
    private static string Folded(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var folded = new StringBuilder(text.Length);
        foreach (var symbol in text)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(symbol);
            if (category == UnicodeCategory.DecimalDigitNumber)
                folded.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(symbol)));
            else if (category == UnicodeCategory.SpaceSeparator)
                folded.Append(' ');
            else if (category == UnicodeCategory.DashPunctuation)
                folded.Append('-');
            else if (category != UnicodeCategory.Format)
                folded.Append(symbol);
        }
        return folded.ToString();
    }

    private sealed record Entry(string Kind, IReadOnlyList<ValuePlace> Places, string Check, string Pattern, Lazy<Regex> Regex);
}
