namespace TipAnalytics.Pipeline.Definitions;

/// <summary>One question of the context-analysis checklist.</summary>
/// <param name="Section">Heading of its part.</param>
/// <param name="IsSensitive">Answered for the country or an admin 1 only, in summary, for a restricted audience.</param>
/// <param name="AsksProvision">Its answer names a provision: the article of a law, or what of a treaty was ratified and with which reservations.</param>
internal sealed record ContextQuestion(string Id, string Section, string Question, bool IsSensitive, bool AsksProvision)
{
    /// <summary>Part of the checklist: QA … QH of the Guide, QX for what was added to its list.</summary>
    public string Part => Id[..Math.Min(2, Id.Length)];
}

/// <summary>The context-analysis checklist (<c>context/checklist.csv</c>), in the order of the Guide.</summary>
internal static class ContextChecklist
{
    private const string FileName = "context/checklist.csv";
    private static readonly string[] Header = ["id", "section", "question", "sensitive", "provision"];

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
            foreach (var (value, column) in fields[3..5].Zip(Header[3..5]))
            {
                if (value is not ("yes" or ""))
                    faults.Add(FileName, line, $"\"{column}\" is \"{value}\", which is neither yes nor empty");
            }
            if (fields[0].Length == 0 || fields[2].Length == 0)
                faults.Add(FileName, line, "a question needs an id and its words");
            if (questions.Exists(question => question.Id == fields[0]))
                faults.Add(FileName, line, $"the question \"{fields[0]}\" stands twice");
            var question = new ContextQuestion(fields[0], fields[1], fields[2], fields[3] == "yes", fields[4] == "yes");
            if (questions.Find(other => other.Part == question.Part) is { } first && first.Section != question.Section)
                faults.Add(FileName, line, $"the part {question.Part} has another heading above («{first.Section}»); write it the same way in each of its lines");
            questions.Add(question);
        }
        return questions;
    }

    /// <summary>What of the checklist is printed: each question by its id, then the heading of each part.</summary>
    public static IReadOnlyDictionary<string, string> Texts(IReadOnlyList<ContextQuestion> questions) =>
        questions.Select(question => (question.Id, question.Question)).Concat(questions.DistinctBy(question => question.Part).Select(question => (Id: question.Part, Question: question.Section)))
            .DistinctBy(text => text.Id).ToDictionary(text => text.Id, text => text.Question, StringComparer.Ordinal);
}
