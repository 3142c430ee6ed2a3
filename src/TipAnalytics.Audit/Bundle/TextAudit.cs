using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Maps every number of a text to what it may be: part of a reviewed text or name, a date or period of the operation, a formula over what the release holds, or a
/// released value of the indicator and area that the text is about.</summary>
internal sealed partial class TextAudit
{
    private readonly ReleaseValues values;
    private readonly KnownTexts known;
    private readonly OperationSetup setup;
    private readonly IReadOnlyList<TextFormula> formulas;
    private readonly HashSet<string> words;
    private readonly HashSet<DateOnly> days;
    private readonly Regex writtenDays;
    private readonly (Period First, Period Last) months;
    private readonly IReadOnlyList<string> before;

    /// <param name="names">File names, releases and hashes that may be named.</param>
    /// <param name="daysBefore">Days of earlier releases and their onsets.</param>
    public TextAudit(ReleaseValues values, KnownTexts known, IEnumerable<string> names, IEnumerable<DateOnly> daysBefore)
    {
        (this.values, this.known, setup) = (values, known, values.Setup);
        formulas = TextFormula.All(values);
        words = Words(names);
        days = [.. Days(), .. daysBefore];
        before = values.Forms.Texts("column.before");
        writtenDays = values.Forms.Days(days);
        months = (Period.Containing(Recount.AuditViews.FirstMonth(setup), PeriodGrain.Month), Period.Containing(values.LastDay, PeriodGrain.Month));
    }

    // Text → its numbers, where no more than names, days and periods is in it.
    private readonly Dictionary<string, int> alone = new(StringComparer.Ordinal);

    /// <summary>Numbers that were found, and those that a formula explains.</summary>
    public int Numbers { get; private set; }

    public int Mapped { get; private set; }

    public int Formulas { get; private set; }

    /// <returns>Numbers that map to nothing, as they stand.</returns>
    public IReadOnlyList<string> Unmapped(Piece piece)
    {
        if (!piece.Text.Any(char.IsDigit))
            return [];
        // Ids, periods and days stand in tables thousands of times, and mean the same wherever they stand.
        if (alone.TryGetValue(piece.Text, out var explained))
        {
            (Numbers, Mapped) = (Numbers + explained, Mapped + explained);
            return [];
        }

        var text = LanguageForms.Plain(piece.Text);
        var scope = new TextScope(text, values.Forms);
        var left = text.ToCharArray();
        var all = Count(left);
        Cover(left, Word(), match => words.Contains(match.Value) || IsHashStart(match.Value));
        Cover(left, Day(), match => DayOf(match) is { } day && days.Contains(day));
        Cover(left, writtenDays, _ => true);
        for (var at = 0; at < left.Length; at++)
        {
            if (scope.IsName(at) || (scope.IsPeriod(at, out var period) && IsInside(period)))
                left[at] = ' ';
        }

        Numbers += all;
        Mapped += all - Count(left);
        if (!left.Any(char.IsDigit))
        {
            alone[piece.Text] = all;
            return [];
        }

        var above = piece.Above.Where(words => words.Length > 0).Select(words => new TextScope(LanguageForms.Plain(words), values.Forms)).ToList();
        foreach (var formula in formulas)
        {
            Cover(left, formula.Form, match =>
            {
                var holds = formula.Holds(match, Scope(scope, above, piece.Above.Count > 0 ? piece.Above[0] : "", match.Index));
                Formulas += holds ? 1 : 0;
                Mapped += holds ? Count(match.Value) : 0;
                return holds;
            });
        }

        // After the formulas: a report text may hold words that one of them needs.
        var open = Count(left);
        known.Cover(text, left);
        Mapped += open - Count(left);
        var unmapped = new List<string>();
        foreach (Match match in Number().Matches(new string(left)))
        {
            if (Value(match) is { } number && Scope(scope, above, piece.Above.Count > 0 ? piece.Above[0] : "", match.Index) is var about && about.Indicators.Any(indicator => about.Areas.Any(area =>
                values.Tells(indicator, area, about.Periods, number) || (before.Contains(about.Head) && values.ToldBefore(indicator, area, about.Periods, number)))))
                Mapped++;
            else
                unmapped.Add(match.Value);
        }

        return unmapped;
    }

    private TextAbout Scope(TextScope scope, List<TextScope> above, string head, int at)
    {
        var (indicators, areas, periods) = scope.Around(at);
        if (indicators.Count == 0)
            indicators = Nearest(above, one => one.Indicators);
        if (areas.Count == 0)
            areas = Nearest(above, one => one.Areas);
        if (areas.Count == 0)
            areas = [setup.Operation.Country];
        else if (!scope.NamesArea(at) && scope.Areas.Any())
            areas = [.. areas, setup.Operation.Country];
        if (periods.Count == 0)
            periods = Nearest(above, one => one.Periods);
        return new(indicators, areas, periods, head);
    }

    private static List<T> Nearest<T>(List<TextScope> above, Func<TextScope, IEnumerable<T>> of)
    {
        foreach (var scope in above)
        {
            if (of(scope).ToList() is { Count: > 0 } found)
                return found;
        }

        return [];
    }

    private static decimal? Value(Match match) => decimal.TryParse(match.Value.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Count(char[] text) => Number().Count(new string(text));

    private static int Count(string text) => Number().Count(text);

    private static void Cover(char[] text, Regex form, Func<Match, bool> holds)
    {
        foreach (Match match in form.Matches(new string(text)))
        {
            if (match.Value.Any(char.IsDigit) && holds(match))
                Array.Fill(text, ' ', match.Index, match.Length);
        }
    }

    private bool IsInside(Period period) => period.End >= months.First.Start && period.Start <= months.Last.End;

    private HashSet<string> Words(IEnumerable<string> names) =>
    [
        "admin1_pcode", "admin1_name", "admin2_pcode", "admin2_name", .. names, .. values.Figures.Keys, values.Release.Id, setup.Hash, setup.Operation.AreaVersion, ProgramVersion, .. setup.Sources.Select(source => source.Id),
        .. setup.Indicators.SelectMany(indicator => indicator.StandingCaveats.Concat(indicator.ProtectionRisks)), .. setup.Context.Answers.Select(answer => answer.Question),
        .. setup.Catalogue.Streams.Keys, .. setup.Catalogue.Models.Keys, .. setup.Catalogue.Indicators.Keys,
        .. from field in setup.Catalogue.Streams.Values.SelectMany(stream => stream.Fields)
           where field.Codes is not null
           from entry in setup.Catalogue.CodeLists[field.Codes!].Entries
           from form in new[] { entry.Code, $"{field.Name}={entry.Code}" }
           select form,
        .. setup.Indicators.SelectMany(indicator => setup.Areas.All, (indicator, area) => $"{indicator.Id}:{area.Code}:change"),
    ];

    private static string ProgramVersion => Pipeline.ProgramVersion.Text;

    /// <summary>Eight digits or more of the hash of a definition, or of all.</summary>
    private bool IsHashStart(string word) => word.Length >= 8 && word.All(char.IsAsciiHexDigitLower)
        && (setup.Hash.StartsWith(word, StringComparison.Ordinal) || setup.Catalogue.Indicators.Values.Any(indicator => indicator.Hash.StartsWith(word, StringComparison.Ordinal)));

    /// <summary>Days that the operation's files name, and first and last days of its periods.</summary>
    private HashSet<DateOnly> Days()
    {
        HashSet<DateOnly> named =
        [
            values.Release.AsOf, setup.Operation.CrisisOnset.Date, .. setup.Operation.CrisisOnset.Areas.Values.Select(area => area.Date),
            .. setup.Sources.SelectMany(source => new[] { source.Protocol.AgreedOn, source.Protocol.ExpiresOn }), .. setup.Sources.Select(source => source.Approval?.On).OfType<DateOnly>(),
            .. setup.Context.Answers.SelectMany(answer => new[] { answer.AsOf, answer.ReviewDue }), .. setup.Context.Events.Select(happened => happened.Date), .. setup.Operation.Approvals.Values.Select(approval => approval.On),
            .. setup.Context.Statements.Select(statement => statement.On), .. setup.Operation.Consultations.Select(consultation => consultation.On),
        ];
        for (var month = Recount.AuditViews.FirstMonth(setup); month <= values.Release.AsOf; month = month.AddMonths(1))
            named.UnionWith([month, month.AddMonths(1).AddDays(-1)]);
        return named;
    }

    private static DateOnly? DayOf(Match match) =>
        DateOnly.TryParseExact(match.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [GeneratedRegex(@"[+-]?\d+(?:[.,]\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b")]
    private static partial Regex Day();

    // Ids, codes, hashes and names of files: letters and digits in one.
    [GeneratedRegex(@"[A-Za-z0-9_][A-Za-z0-9_.:=*/+-]*[A-Za-z0-9]")]
    private static partial Regex Word();
}

/// <summary>Whom a number in a text is about.</summary>
/// <param name="Head">Head of its column; empty outside of tables.</param>
internal sealed record TextAbout(IReadOnlyList<string> Indicators, IReadOnlyList<string> Areas, IReadOnlyList<Period> Periods, string Head);
