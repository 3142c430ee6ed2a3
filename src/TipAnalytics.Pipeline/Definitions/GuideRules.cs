using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>One place where a rule of the guide is kept, or what is still missing for it (a line of <c>rules.csv</c>).</summary>
/// <param name="Id">R-01 … R-54; a rule may have several lines.</param>
/// <param name="Rule">In our own short words, the same in each of its lines.</param>
/// <param name="KeptBy">test, rule, text, design or not_yet.</param>
/// <param name="Where">A test (<c>Class.Method_name</c>), a file of the catalogue, a standing caveat, a guard rule (PG-6), a command (<c>tip form</c>) or a text of the reports
/// (<c>text limit.place.text</c>); empty for what is not there yet.</param>
/// <param name="Note">How it keeps the rule, or what is missing; may be empty where the place says it.</param>
internal sealed record GuideRule(string Id, string Rule, string KeptBy, string Where, string Note);

/// <summary>Where each rule for data work is kept that the Guide sets (<c>rules.csv</c>). Names of tests, commands and report texts are checked by tests: the
/// program that ships does not hold them all.</summary>
internal static partial class GuideRules
{
    public const string FileName = "rules.csv";
    public const string Test = "test";
    public const string NotYet = "not_yet";

    private const int Last = 54;
    private static readonly string[] Header = ["id", "rule", "kept_by", "where", "note"];
    private static readonly string[] Ways = [Test, "rule", "text", "design", NotYet];

    /// <summary>In the order of the file.</summary>
    /// <exception cref="DefinitionException">The file is missing or faulty.</exception>
    public static IReadOnlyList<GuideRule> Load(string catalogueFolder)
    {
        var faults = new DefinitionFaults();
        var rules = Load(catalogueFolder, faults);
        faults.ThrowIfAny();
        return rules;
    }

    internal static IReadOnlyList<GuideRule> Load(string catalogueFolder, DefinitionFaults faults)
    {
        var before = faults.All.Count;
        var rules = new List<GuideRule>();
        foreach (var (line, fields) in DefinitionTable.Read(catalogueFolder, FileName, faults, Header))
        {
            var rule = new GuideRule(fields[0], fields[1], fields[2], fields[3], fields[4]);
            Check(rule, rules, catalogueFolder, message => faults.Add(FileName, line, message));
            rules.Add(rule);
        }

        // A table that cannot be read whole has said so; that rules are missing from it is no news.
        if (rules.Count > 0 || faults.All.Count == before)
        {
            foreach (var id in Enumerable.Range(1, Last).Select(number => FormattableString.Invariant($"R-{number:00}")).Where(id => !rules.Exists(rule => rule.Id == id)))
                faults.Add(FileName, 1, $"{id} has no line: say where it is kept, or that it is not_yet and what is missing");
        }

        return rules;
    }

    private static void Check(GuideRule rule, List<GuideRule> before, string catalogueFolder, Action<string> fault)
    {
        if (!(Id().Match(rule.Id) is { Success: true } match && int.Parse(match.Groups[1].ValueSpan, null) is >= 1 and <= Last))
            fault($"\"{rule.Id}\" is no rule of the guide; they are R-01 to R-54");
        if (rule.Rule.Length == 0)
            fault($"{rule.Id} has no words: write the rule in short");
        else if (before.Find(other => other.Id == rule.Id) is { } first && first.Rule != rule.Rule)
            fault($"{rule.Id} stands in other words above; write the rule the same way in each of its lines");
        if (before.Exists(other => other.Id == rule.Id && other.KeptBy == rule.KeptBy && other.Where == rule.Where))
            fault($"{rule.Id} is said twice to be kept by {Named(rule)}");
        GuardRule.Text(rule.Rule, "rule", fault);
        GuardRule.Text(rule.Note, "note", fault);
        if (!Ways.Contains(rule.KeptBy))
            fault($"\"kept_by\" is \"{rule.KeptBy}\", which is none of {string.Join(", ", Ways)}.{Suggestion.For(rule.KeptBy, Ways)}");
        else if (rule.KeptBy == NotYet)
            Missing(rule, fault);
        else
            Place(rule, catalogueFolder, fault);
    }

    private static string Named(GuideRule rule) => rule.Where.Length > 0 ? rule.Where : rule.KeptBy;

    private static void Missing(GuideRule rule, Action<string> fault)
    {
        if (rule.Where.Length > 0)
            fault($"{rule.Id} is not_yet and names a place; what is there already takes a line of its own");
        if (rule.Note.Length == 0)
            fault($"{rule.Id} is not_yet without a reason: say under \"note\" what is missing");
    }

    private static void Place(GuideRule rule, string catalogueFolder, Action<string> fault)
    {
        var where = rule.Where;
        if (where.Length == 0)
            fault($"{rule.Id} names no place: a test, a file of the catalogue, a standing caveat, a guard rule, a command or a text of the reports");
        else if (rule.KeptBy == Test)
        {
            if (!TestName().IsMatch(where))
                fault($"\"{where}\" is no test of the form Class.Method_name");
        }
        else if (where.StartsWith("CAV-", StringComparison.Ordinal))
        {
            if (!StandingCaveats.Ids.Contains(where))
                fault($"there is no standing caveat \"{where}\".{Suggestion.For(where, StandingCaveats.Ids)}");
        }
        else if (!Word().IsMatch(where) && (!FilePath().IsMatch(where) || !File.Exists(Path.Combine(catalogueFolder, where))))
        {
            fault($"\"{where}\" is no file of the catalogue, standing caveat, guard rule (PG-1 to PG-12), command (tip …) or text of the reports (text …)");
        }
    }

    [GeneratedRegex("^R-([0-9]{2})$")]
    private static partial Regex Id();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*[.][A-Z][A-Za-z0-9_]*$")]
    private static partial Regex TestName();

    [GeneratedRegex("^(PG-([1-9]|1[0-2])|tip [a-z]+|text [a-z0-9_]+([.][a-z0-9_]+)+)$")]
    private static partial Regex Word();

    // Inside the catalogue, and the same on every system.
    [GeneratedRegex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*[.](yaml|csv|sql)$")]
    private static partial Regex FilePath();
}
