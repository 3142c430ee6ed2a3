namespace TipAnalytics.Pipeline.Definitions;

/// <summary>One question of the context-analysis checklist.</summary>
/// <param name="Section">Heading it stands under.</param>
/// <param name="IsSensitive">Answered for the country or an admin 1 only, in summary, for a restricted audience.</param>
internal sealed record ContextQuestion(string Id, string Section, string Question, bool IsSensitive);

/// <summary>The context-analysis checklist (<c>context/checklist.csv</c>), in the order of the Guide.</summary>
internal static class ContextChecklist
{
    private const string FileName = "context/checklist.csv";
    private static readonly string[] Header = ["id", "section", "question", "sensitive"];

    /// <exception cref="DefinitionException">The file is missing or faulty.</exception>
    public static IReadOnlyList<ContextQuestion> Load(string catalogueFolder)
    {
        var faults = new DefinitionFaults();
        var questions = Load(catalogueFolder, faults);
        faults.ThrowIfAny();
        return questions;
    }

    internal static IReadOnlyList<ContextQuestion> Load(string catalogueFolder, DefinitionFaults faults)
    {
        var questions = new List<ContextQuestion>();
        foreach (var (line, fields) in DefinitionTable.Read(catalogueFolder, FileName, faults, Header))
        {
            if (fields[3] is not ("yes" or ""))
                faults.Add(FileName, line, $"\"sensitive\" is \"{fields[3]}\", which is neither yes nor empty");
            if (fields[0].Length == 0 || fields[2].Length == 0)
                faults.Add(FileName, line, "a question needs an id and its words");
            if (questions.Exists(question => question.Id == fields[0]))
                faults.Add(FileName, line, $"the question \"{fields[0]}\" stands twice");
            questions.Add(new(fields[0], fields[1], fields[2], fields[3] == "yes"));
        }
        return questions;
    }
}
