using System.Text.RegularExpressions;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Indicators, areas and periods a text names, and where in it.</summary>
internal sealed partial class TextScope
{
    private const string Ends = ";.•\u061B";

    private readonly List<(int At, int Length, string Code)> indicators = [];
    private readonly List<(int At, int Length, string Code)> areas = [];
    private readonly List<(int At, int Length, Period Period)> periods = [];
    private readonly string text;

    public TextScope(string text, LanguageForms forms)
    {
        this.text = text;
        foreach (var (name, id) in forms.Titles)
            indicators.AddRange(Places(text, name).Select(at => (at, name.Length, id)));
        foreach (var (name, code) in forms.Areas)
            areas.AddRange(Places(text, name).Select(at => (at, name.Length, code)));
        // A title that lies inside a longer one, or a district named like its province, is the longer one.
        indicators.RemoveAll(short_ => indicators.Exists(other => other.Length > short_.Length && other.At <= short_.At && other.At + other.Length >= short_.At + short_.Length));
        areas.RemoveAll(short_ => areas.Exists(other => other.Length > short_.Length && other.At <= short_.At && other.At + other.Length >= short_.At + short_.Length));
        if (!text.Any(char.IsDigit))
            return;
        periods.AddRange(forms.PeriodsIn(text));
        foreach (Match match in PeriodCode().Matches(text))
        {
            if (Period.TryParse(match.Value, out var period))
                periods.Add((match.Index, match.Length, period));
        }
    }

    public IEnumerable<string> Indicators => indicators.OrderBy(item => item.At).Select(item => item.Code).Distinct();

    public IEnumerable<string> Areas => areas.OrderBy(item => item.At).Select(item => item.Code).Distinct();

    public IEnumerable<Period> Periods => periods.Select(item => item.Period).Distinct();

    /// <summary>Whether a place of the text is part of a name.</summary>
    public bool IsName(int at) => indicators.Exists(item => at >= item.At && at < item.At + item.Length) || areas.Exists(item => at >= item.At && at < item.At + item.Length);

    public bool IsPeriod(int at, out Period period)
    {
        var found = periods.Find(item => at >= item.At && at < item.At + item.Length);
        period = found.Period;
        return found.Length > 0;
    }

    /// <summary>Whether an area is named in the clause of a number; else the last one named before it may be meant, or the country.</summary>
    public bool NamesArea(int at) => Clause(at) is var (start, end) && areas.Exists(item => item.At >= start && item.At < end);

    /// <summary>Whom a number is about: named in its clause, else last named before it in the text.</summary>
    public (IReadOnlyList<string> Indicators, IReadOnlyList<string> Areas, IReadOnlyList<Period> Periods) Around(int at)
    {
        var (start, end) = Clause(at);
        return (In(indicators, start, end, at), In(areas, start, end, at), [.. periods.Where(item => item.At >= start && item.At < end).Select(item => item.Period)]);
    }

    private static List<string> In(List<(int At, int Length, string Code)> items, int start, int end, int at)
    {
        List<string> inside = [.. items.Where(item => item.At >= start && item.At < end).Select(item => item.Code).Distinct()];
        if (inside.Count > 0)
            return inside;
        var before = items.Where(item => item.At < at).OrderBy(item => item.At).ToList();
        return before.Count > 0 ? [before[^1].Code] : [];
    }

    /// <summary>From the semicolon or full stop before to the one after; those inside names and after abbreviations do not count.</summary>
    private (int Start, int End) Clause(int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && !IsEnd(start - 1, Ends))
            start--;
        while (end < text.Length && !IsEnd(end, Ends))
            end++;
        return (start, end);
    }

    private bool IsEnd(int at, string marks) => marks.Contains(text[at], StringComparison.Ordinal) && !IsName(at) && (text[at] != '.' || at + 1 == text.Length || (char.IsWhiteSpace(text[at + 1]) && (at + 2 >= text.Length || !char.IsLower(text[at + 2]))));

    /// <remarks>Arabic joins «and» to what follows: a name in other letters begins there too.</remarks>
    private static IEnumerable<int> Places(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]) || (Bidirectional.IsRightToLeft(text[at - 1]) && !Bidirectional.IsRightToLeft(name[0]))) && (at + name.Length == text.Length || !char.IsLetterOrDigit(text[at + name.Length])))
                yield return at;
        }
    }

    [GeneratedRegex(@"(?<![\d-])20\d\d-(?:Q[1-4]|H[12]|(?:0[1-9]|1[0-2])(?!-?\d))(?!\d)")]
    private static partial Regex PeriodCode();
}
