using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Words;
using YamlDotNet.RepresentationModel;
using YamlNode = YamlDotNet.RepresentationModel.YamlNode;

namespace TipAnalytics.Audit.Bundle;

/// <summary>How periods, days, names and the words around a number are written in each language that stands in a bundle.</summary>
internal sealed partial class LanguageForms
{
    /// <summary>Folder of the report definitions, beside the program.</summary>
    public static readonly string Reports = Path.Combine(AppContext.BaseDirectory, "reports");

    private readonly List<(string Key, string Text)> texts = [];
    private readonly List<LanguageWords> words = [];
    private readonly Dictionary<string, Period> periods = new(StringComparer.Ordinal);
    private Regex? writtenPeriods;

    private LanguageForms(OperationSetup setup)
    {
        Titles = [.. setup.Indicators.SelectMany(indicator => new[] { (indicator.Title, indicator.Id), (indicator.Id, indicator.Id) })];
        Areas = [.. setup.Areas.All.SelectMany(area => new[] { (area.Name, area.Code), (area.Code, area.Code) })];
    }

    /// <summary>What an indicator is called, its id too.</summary>
    public IReadOnlyList<(string Name, string Id)> Titles { get; private set; }

    public IReadOnlyList<(string Name, string Code)> Areas { get; private set; }

    /// <summary>Languages of the names of files: <c>hno-pack.ar.pdf</c>.</summary>
    public static IReadOnlyList<string> LanguagesOf(IEnumerable<string> files) =>
        [.. files.Select(file => LanguageInName().Match(file).Groups[1].Value).Where(LanguageFile.Languages.Contains).Distinct().Order(StringComparer.Ordinal)];

    /// <param name="languages">Beside those of the operation and the one of the definitions.</param>
    /// <param name="lastDay">Periods after it are none of the release.</param>
    public static LanguageForms Read(OperationSetup setup, string catalogue, IEnumerable<string> languages, DateOnly lastDay)
    {
        var forms = new LanguageForms(setup);
        foreach (var language in languages.Concat(setup.Operation.Languages).Append(LanguageWords.Original).Distinct().Order(StringComparer.Ordinal))
        {
            var own = CatalogueTexts.Load(catalogue, setup, language);
            forms.words.Add(own.Words);
            forms.Titles = [.. forms.Titles, .. setup.Indicators.Select(indicator => (own.Of(indicator).Title, indicator.Id))];
            forms.Areas = [.. forms.Areas, .. setup.Areas.All.Select(area => (own.Own(area.Name), area.Code))];
            var start = forms.texts.Count;
            foreach (var folder in new[] { Reports, catalogue, setup.Operation.Folder })
                forms.AddTexts(Path.Combine(folder, "texts", $"{language}.yaml"));
            forms.AddPeriods(own.Words, forms.texts.Skip(start).ToLookup(text => text.Key, text => text.Text), Recount.AuditViews.FirstMonth(setup), lastDay);
        }

        forms.Titles = [.. forms.Titles.Distinct()];
        forms.Areas = [.. forms.Areas.Distinct()];
        forms.writtenPeriods = OneOf(forms.periods.Keys);
        return forms;
    }

    /// <summary>Periods of the operation in words, and where they stand.</summary>
    public IEnumerable<(int At, int Length, Period Period)> PeriodsIn(string text) =>
        writtenPeriods is null ? [] : writtenPeriods.Matches(text).Select(match => (match.Index, match.Length, periods[match.Value]));

    /// <summary>Finds days as each language writes them; none: matches nothing.</summary>
    public Regex Days(IEnumerable<DateOnly> days) => OneOf(days.SelectMany(_ => words, (day, language) => Plain(language.Date(day))));

    /// <summary>Texts of a key in every language.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. texts.Where(text => text.Key == key).Select(text => text.Text).Distinct()];

    /// <summary>Texts of all keys that begin and end so.</summary>
    public IReadOnlyList<string> Texts(string start, string end) =>
        [.. texts.Where(text => text.Key.StartsWith(start, StringComparison.Ordinal) && text.Key.EndsWith(end, StringComparison.Ordinal)).Select(text => text.Text).Distinct()];

    /// <summary>Forms of a text around some of its slots, one a language and plural form: the slots, and the words from the slot before them to the slot after.</summary>
    /// <param name="key">Null: every text that has the slots.</param>
    /// <param name="numbers">Slots and the groups their numbers are found in; a group <c>level</c> holds the words for a level of areas.</param>
    public IReadOnlyList<Regex> Around(string? key, params IReadOnlyList<(string Slot, string Group)> numbers) =>
        [.. texts.Where(text => key is null || text.Key == key || text.Key.StartsWith($"{key}.", StringComparison.Ordinal)).Select(text => Form(text.Text, numbers)).OfType<string>().Distinct().Select(form => new Regex(form, RegexOptions.CultureInvariant))];

    private string? Form(string text, IReadOnlyList<(string Slot, string Group)> numbers)
    {
        // Words and names of slots in turn.
        var parts = Slot().Split(text);
        int[] places = [.. Enumerable.Range(0, parts.Length).Where(at => at % 2 == 1 && numbers.Any(number => number.Slot == parts[at]))];
        if (places.Length != numbers.Count)
            return null;
        var form = new StringBuilder(parts[places[0] - 1].Length == 0 ? @"(?<!\d)(?<![\p{L}-[\u0590-\u08FF]])" : Regex.Escape(parts[places[0] - 1]));
        for (var at = places[0]; at <= places[^1] + 1; at++)
        {
            if (at % 2 == 0)
                form.Append(Regex.Escape(parts[at]));
            else if (numbers.FirstOrDefault(number => number.Slot == parts[at]) is not { Group: { } group })
                form.Append(".{1,60}?");
            else
                form.Append(group == "level" ? $"(?<level>{string.Join('|', Texts("level.", "").Select(Regex.Escape))})" : $@"(?<{group}>[+-]?\d+(?:[.,]\d+)?)(?: ?%)?");
        }

        // Signs alone mean something else elsewhere.
        if (2 * places.Length + 1 == parts.Length && !parts.Where((_, at) => at % 2 == 0).Any(part => part.Any(char.IsLetter)))
            return $"^{form}$";
        var after = parts[places[^1] + 1];
        return form.Append(after.Length == 0 ? @"(?![\d\p{L}])" : places[^1] + 2 == parts.Length && char.IsLetter(after[^1]) ? @"(?!\p{L})" : "").ToString();
    }

    private void AddTexts(string file)
    {
        if (!File.Exists(file))
            return;
        using var reader = new StreamReader(file);
        var yaml = new YamlStream();
        yaml.Load(reader);
        Flatten("", yaml.Documents[0].RootNode);
    }

    private void Flatten(string key, YamlNode node)
    {
        if (node is YamlMappingNode map)
        {
            foreach (var (name, inside) in map.Children)
                Flatten(key.Length == 0 ? name.ToString() : $"{key}.{name}", inside);
        }
        else if (node is YamlScalarNode { Value: { } text })
        {
            texts.Add((key, Plain(text.Trim())));
        }
    }

    private void AddPeriods(LanguageWords language, ILookup<string, string> own, DateOnly first, DateOnly last)
    {
        foreach (var (grain, months, keys) in new (PeriodGrain, int, string[])[] { (PeriodGrain.Month, 1, ["period.month_tick"]), (PeriodGrain.Quarter, 3, ["period.quarter", "period.quarter_tick"]), (PeriodGrain.HalfYear, 6, ["period.half_year", "period.half_year_tick"]) })
        {
            for (var day = first; day <= last; day = day.AddMonths(1))
            {
                var period = Period.Containing(day, grain);
                if (grain == PeriodGrain.Month)
                    periods[Plain(language.Month(period))] = period;
                var number = grain == PeriodGrain.Month ? day.ToString("MM", CultureInfo.InvariantCulture) : ((period.Start.Month - 1) / months + 1).ToString(CultureInfo.InvariantCulture);
                foreach (var text in keys.SelectMany(key => own[key]))
                    periods[text.Replace("{number}", number, StringComparison.Ordinal).Replace("{year}", period.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)] = period;
            }
        }
    }

    private static Regex OneOf(IEnumerable<string> texts)
    {
        var all = texts.Distinct().OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal).Select(Regex.Escape).ToList();
        return new(all.Count == 0 ? "(?!)" : $@"(?<![\d-])(?:{string.Join('|', all)})(?!\d)", RegexOptions.CultureInvariant | RegexOptions.Compiled);
    }

    /// <summary>As texts are compared: no-break and narrow blanks are blanks, the minus sign is a minus, marks of direction are nothing.</summary>
    public static string Plain(string text) => Bidirectional.Plain(text).Replace("\u200E", "", StringComparison.Ordinal).Replace("\u200F", "", StringComparison.Ordinal).Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('\u2212', '-').Replace('\u2011', '-');

    [GeneratedRegex(@"\{([a-z_0-9]+)\}")]
    private static partial Regex Slot();

    [GeneratedRegex(@"\.([a-z]{2})\.[a-z]+$")]
    private static partial Regex LanguageInName();
}
