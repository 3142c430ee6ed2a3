using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Forms;

/// <summary>An invented question of a form.</summary>
/// <param name="Rules">Rules it breaks; none: fine.</param>
internal sealed record GivenQuestion(string Id, string Language, string Label, IReadOnlyList<string> Choices, IReadOnlyList<string> Rules)
{
    public string? Found(QuestionRules rules) => rules.Find(Label)?.Id ?? (Choices.Any(rules.IsOption) ? rules.Options.Id : Choices.Select(choice => rules.FindOption(Label, choice)?.Id).FirstOrDefault(id => id is not null));
}

internal static class FormQuestionSet
{
    private static readonly string[] Header = ["id", "language", "form", "type", "name", "label", "choices", "rules", "note"];

    public static IReadOnlyList<GivenQuestion> Read(string file)
    {
        var faults = new DefinitionFaults();
        var rows = DefinitionTable.Read(Path.Combine(AppContext.BaseDirectory, "Forms"), file, faults, Header);
        faults.ThrowIfAny();
        return [.. rows.Select(row => row.Fields).Select(cells => new GivenQuestion(
            cells[0], cells[1], cells[5], cells[6].Split('|', StringSplitOptions.RemoveEmptyEntries), cells[7].Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }
}
