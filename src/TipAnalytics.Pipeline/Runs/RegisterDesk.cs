using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The context register goes out as a form to be filled in, and comes back.</summary>
public static class RegisterDesk
{
    private const string FileName = "context-analysis.yaml";

    /// <summary>Languages a form may be written in and read in.</summary>
    public static IReadOnlyList<LanguageWords> Languages => [.. LanguageFile.Languages.Select(language => LanguageFile.Load(CatalogueFolder.Default, language))];

    /// <summary>All questions with what the register says already, but for what is restricted.</summary>
    /// <param name="language">Null: the operation's first.</param>
    /// <exception cref="DefinitionException">The operation has faults, or there are no texts in the language.</exception>
    public static RegisterForm Form(RunOptions options, string? language = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (_, setup) = Load(options);
        var texts = Publication.Texts(options, setup, [language ?? setup.Operation.Languages[0]])[^1];
        var answers = setup.Context.Answers.ToLookup(answer => answer.Question, StringComparer.Ordinal);
        var parts = ContextChecklist.Load(options.Catalogue ?? CatalogueFolder.Default).GroupBy(question => question.Part).Select(part => new RegisterPart(
            texts.Question(part.Key),
            [.. part.Select(question => new RegisterQuestion(question.Id, texts.Question(question.Id), question.IsSensitive, question.AsksProvision,
                [.. answers[question.Id].OrderBy(answer => answer.Geo, StringComparer.Ordinal).Select(answer => Printed(answer, setup)).DefaultIfEmpty(Blank(question.Id, setup.Operation.Country))]))]));
        return new RegisterForm(texts.Own(setup.Operation.Name), texts.Words, setup.Operation.Country, [.. parts]);
    }

    /// <summary>Entries of a workbook that was filled in, as they stand there.</summary>
    /// <exception cref="SourceDataException">It cannot be read, or is no such form.</exception>
    public static IReadOnlyList<RegisterEntry> ReadWorkbook(string path) =>
        [.. RegisterSheet.Read(path).Select(row => new RegisterEntry(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, sheet \"{row.Sheet}\", row {row.Row}"), row.Fields))];

    /// <returns>Why the file of a form may not be called so: its name reads like a count of people or a finding about trafficking. Null: it may.</returns>
    public static string? RefusedName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return PrevalenceGuard.Measure(name) ?? (PrevalenceGuard.Prose(name.Replace('-', ' ').Replace('_', ' ')) is [var reason, ..] ? reason : null);
    }

    /// <summary>Puts entries into the register: each takes the place of the answer to its question for its place, or is added; an empty one changes nothing.</summary>
    /// <exception cref="DefinitionException">With every entry that is wrong, one fault a line; nothing is written then. No value of a restricted answer is named.</exception>
    public static RegisterSummary Read(RunOptions options, IReadOnlyList<RegisterEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(entries);
        var (folder, setup) = Load(options);
        var questions = ContextChecklist.Load(options.Catalogue ?? CatalogueFolder.Default);
        List<RegisterEntry> filled = [.. entries.Select(Tidied).Where(entry => !IsEmpty(entry))];
        var faults = new List<string>();
        var merge = new RegisterMerge(setup.Context.Answers, questions, OperationRun.LatestDay(options));
        foreach (var entry in filled)
            merge.Add(entry, message => faults.Add(message));
        var written = merge.Added.Count + merge.Changed.Count > 0 ? Written(folder, merge) : null;
        if (written is not null)
            faults.AddRange(Faults(written, merge, setup, questions));
        if (faults.Count > 0)
            throw new DefinitionException($"{string.Join('\n', faults.Distinct())}\nNothing was written: correct these entries and read the file again.");
        if (written is not null)
            Write(Path.Combine(folder.Root, FileName), written.Whole);
        return new RegisterSummary(FileName, merge.Added, merge.Changed, filled.Count - merge.Added.Count - merge.Changed.Count, entries.Count - filled.Count);
    }

    /// <summary>The file was loaded before, so it can be read.</summary>
    private static RegisterText Written(OperationFolder folder, RegisterMerge merge)
    {
        var faults = new DefinitionFaults();
        var text = DefinitionFile.Text(folder.Root, FileName, faults)!;
        return RegisterText.Of(DefinitionFile.Parse<ContextDefinition>(text, FileName, faults)!, text, merge.Answers);
    }

    private static (OperationFolder Folder, OperationSetup Setup) Load(RunOptions options)
    {
        var folder = OperationFolder.At(options.Folder);
        return (folder, OperationRun.Load(options, folder));
    }

    private static RegisterEntry Blank(string question, string geo) => new("", new Dictionary<string, string> { [RegisterFields.Question] = question, [RegisterFields.Geo] = geo });

    private static RegisterEntry Printed(ContextAnswer answer, OperationSetup setup) => answer.Sensitivity == "restricted"
        ? Blank(answer.Question, answer.Geo) with { Kept = (answer.AsOf, setup.Areas.Find(answer.Geo)?.Name ?? answer.Geo) }
        : new("", RegisterMerge.FieldsOf(answer).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal));

    /// <summary>Known fields only, on one line each.</summary>
    private static RegisterEntry Tidied(RegisterEntry entry) => entry with
    {
        Fields = RegisterFields.All.Select(field => (field, Text: RegisterMerge.OneLine(entry[field]))).Where(field => field.Text.Length > 0).ToDictionary(field => field.field, field => field.Text, StringComparer.Ordinal),
    };

    private static bool IsEmpty(RegisterEntry entry) => entry.Fields.Keys.All(field => field is RegisterFields.Question or RegisterFields.Geo);

    /// <summary>What the checks of a definition say of the new text, told of the entries that were read.</summary>
    private static IEnumerable<string> Faults(RegisterText written, RegisterMerge merge, OperationSetup setup, IReadOnlyList<ContextQuestion> questions)
    {
        var faults = new DefinitionFaults();
        var file = DefinitionFile.Parse<ContextDefinition>(written.Whole, FileName, faults);
        if (file is not null)
            ContextChecks.Check(file, setup.Catalogue, setup.Areas, questions);
        foreach (var fault in faults.All)
        {
            if (written.At(fault.Line) is not { } place)
                yield return fault.ToString();
            else if (merge.Fault(place.Entry, place.Field, fault.Message) is { } told)
                yield return told;
        }

        // The rest of the file is a person's; what cannot be put beside it without touching it is not written.
        if (faults.All.Count == 0 && (file is null || file.Value.Answers.Count != merge.Answers.Count || file.Value.Scores.Count != setup.Context.Scores.Count
            || file.Value.Events.Count != setup.Context.Events.Count || file.Value.Statements.Count != setup.Context.Statements.Count))
            yield return $"{FileName}: its answers are written in a way that cannot be replaced without touching the rest. Write them one below the other, each beginning with a dash.";
    }

    private static void Write(string path, string text)
    {
        try
        {
            DurableFile.WriteText(path, text);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{FileName}: could not be written: {StorageFailure.Reason(failure)}. It is as it was.");
        }
    }
}
