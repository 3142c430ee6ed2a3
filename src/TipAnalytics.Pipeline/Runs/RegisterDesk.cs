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

    // Quarters of a factor and area that a form asks for at most.
    private const int MostDue = 4;

    /// <summary>Languages a form may be written in and read in.</summary>
    public static IReadOnlyList<LanguageWords> Languages => [.. LanguageFile.Languages.Select(language => LanguageFile.Load(CatalogueFolder.Default, language))];

    /// <summary>All questions, contextual factors and events with what the register says already, but for what is restricted, and room for statements.</summary>
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
        var events = setup.Context.Events.OrderBy(item => item.Date).ThenBy(item => item.Geo, StringComparer.Ordinal).ThenBy(item => item.Title, StringComparer.Ordinal).Select(RegisterRecords.Of)
            .Select(fields => Entry(RegisterKind.Events, [(RegisterKind.Mark, RegisterRecords.Mark(fields)), .. fields]));
        return new RegisterForm(
            texts.Own(setup.Operation.Name), texts.Words, setup.Operation.Country, [.. parts], [.. Scored(setup).Select(indicator => Factor(setup, texts, indicator))], [.. events],
            setup.Context.Statements.Count > 0, [.. setup.Areas.All.Select(area => (area.Code, area.Name, area.Level, area.Parent))]);
    }

    /// <summary>Entries of a workbook that was filled in, as they stand there.</summary>
    /// <exception cref="SourceDataException">It cannot be read, or is no such form.</exception>
    public static IReadOnlyList<RegisterEntry> ReadWorkbook(string path) =>
        [.. RegisterSheet.Read(path, RegisterKind.All.ToDictionary(kind => kind.Section, kind => kind.Signs)).Select(row => new RegisterEntry(
            RegisterKind.All.Single(kind => kind.Section == row.Kind), string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, sheet \"{row.Sheet}\", row {row.Row}"), row.Fields))];

    /// <returns>Why the file of a form may not be called so: its name reads like a count of people or a finding about trafficking. Null: it may.</returns>
    public static string? RefusedName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return PrevalenceGuard.Measure(name) ?? (PrevalenceGuard.Prose(name.Replace('-', ' ').Replace('_', ' ')) is [var reason, ..] ? reason : null);
    }

    /// <summary>Puts entries into the register: each takes the place of the answer or score it stands for, or of the event with its mark, or is added; an empty one changes nothing, and nothing is taken out.</summary>
    /// <exception cref="DefinitionException">With every entry that is wrong, one fault a line; nothing is written then. No value of a restricted answer or a statement is named.</exception>
    public static RegisterSummary Read(RunOptions options, IReadOnlyList<RegisterEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(entries);
        var (folder, setup) = Load(options);
        var questions = ContextChecklist.Load(options.Catalogue ?? CatalogueFolder.Default);
        List<RegisterEntry> filled = [.. entries.Select(Tidied).Where(entry => !IsEmpty(entry))];
        var faults = new List<string>();
        List<RegisterMerge> merges = [.. RegisterKind.All.Select(kind => new RegisterMerge(
            kind, RegisterRecords.Of(kind, setup.Context), kind == RegisterKind.Answers ? [.. questions.Select(question => question.Id)] : [.. Scored(setup).Select(indicator => indicator.Id)],
            questions.Where(question => question.IsSensitive).Select(question => question.Id).ToHashSet(StringComparer.Ordinal)))];
        foreach (var entry in filled)
            merges.Single(merge => merge.Kind == entry.Kind).Add(entry, faults.Add);
        List<RegisterSection> changed = [.. merges.Select(merge => merge.Written).OfType<RegisterSection>()];
        var written = changed.Count > 0 ? Written(folder, changed) : null;
        if (written is not null)
            faults.AddRange(Faults(written, merges, setup, questions, OperationLoader.Latest(OperationRun.LatestDay(options), setup.Operation.AsOf)));
        if (faults.Count > 0)
            throw new DefinitionException($"{string.Join('\n', faults.Distinct())}\nNothing was written: correct these entries and read the file again.");
        if (written is not null)
            Write(Path.Combine(folder.Root, FileName), written.Whole);
        List<RegisterChange> added = [.. merges.SelectMany(merge => merge.Added)], other = [.. merges.SelectMany(merge => merge.Changed)];
        return new RegisterSummary(FileName, added, other, filled.Count - added.Count - other.Count, entries.Count - filled.Count);
    }

    /// <summary>The file was loaded before, so it can be read.</summary>
    private static RegisterText Written(OperationFolder folder, IReadOnlyList<RegisterSection> changed)
    {
        var faults = new DefinitionFaults();
        var text = DefinitionFile.Text(folder.Root, FileName, faults)!;
        return RegisterText.Of(DefinitionFile.Parse<ContextDefinition>(text, FileName, faults)!, text, changed);
    }

    private static (OperationFolder Folder, OperationSetup Setup) Load(RunOptions options)
    {
        var folder = OperationFolder.At(options.Folder);
        return (folder, OperationRun.Load(options, folder));
    }

    /// <summary>Indicators that reviewers score, by id.</summary>
    private static IEnumerable<IndicatorDefinition> Scored(OperationSetup setup) =>
        setup.Catalogue.Indicators.Values.Where(indicator => indicator.IsScored).OrderBy(indicator => indicator.Id, StringComparer.Ordinal);

    /// <summary>Scores of an indicator by area, each with the quarters that have begun since its last, or with the present one where there is none.</summary>
    private static RegisterFactor Factor(OperationSetup setup, CatalogueTexts texts, IndicatorDefinition indicator)
    {
        var scores = setup.Context.Scores.Where(score => score.Indicator == indicator.Id).OrderBy(score => score.Period, StringComparer.Ordinal).ToLookup(score => score.Area, StringComparer.Ordinal);
        var now = Period.Containing(setup.LastDay, PeriodGrain.Quarter);
        var areas = setup.Areas.All.Where(area => area.Level == 1 || scores.Contains(area.Code)).Select(area => area.Code).Select(area => (IReadOnlyList<RegisterEntry>)
        [
            .. scores[area].Select(score => Entry(RegisterKind.Scores, RegisterRecords.Of(score))),
            .. Due(scores[area].Select(score => score.Period).LastOrDefault(), now).Select(quarter => Entry(RegisterKind.Scores, [("indicator", indicator.Id), ("area", area), ("period", quarter.ToString())])),
        ]);
        return new RegisterFactor(indicator.Id, texts.Of(indicator).Title, texts.Of(indicator).Definition, setup.Operation.Indicators.Contains(indicator.Id), [.. areas]);
    }

    private static IEnumerable<Period> Due(string? last, Period now)
    {
        var first = last is not null && Period.TryParse(last, out var scored) ? Math.Max(scored.Index + 1, now.Index - MostDue + 1) : now.Index;
        for (var index = first; index <= now.Index; index++)
            yield return now with { Index = index };
    }

    private static RegisterEntry Entry(RegisterKind kind, IEnumerable<(string Key, string Value)> fields) => new(kind, "", fields.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal));

    private static RegisterEntry Blank(string question, string geo) => Entry(RegisterKind.Answers, [("question", question), ("geo", geo)]);

    private static RegisterEntry Printed(ContextAnswer answer, OperationSetup setup) => answer.Sensitivity == "restricted"
        ? Blank(answer.Question, answer.Geo) with { Kept = (answer.AsOf, setup.Areas.Find(answer.Geo)?.Name ?? answer.Geo) }
        : Entry(RegisterKind.Answers, RegisterRecords.Of(answer));

    /// <summary>Known fields only, on one line each; what was written into the columns of the classes of readers is one field.</summary>
    private static RegisterEntry Tidied(RegisterEntry entry)
    {
        var fields = entry.Kind.FormFields.Select(field => (Key: field, Value: RegisterMerge.OneLine(entry[field]))).Where(field => field.Value.Length > 0).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        if (entry.Kind == RegisterKind.Statements && string.Join(", ", Audiences.Titles.Keys.Where(audience => fields.GetValueOrDefault(RegisterKind.ForReaders + audience) == "yes")) is { Length: > 0 } readers)
            fields["audiences"] = readers;
        return entry with { Fields = fields };
    }

    /// <summary>Nothing beside what says which entry it is.</summary>
    private static bool IsEmpty(RegisterEntry entry) => entry.Fields.Keys.All(field => field == RegisterKind.Mark || entry.Kind.Key.Contains(field));

    /// <summary>What the checks of a definition say of the new text, told of the entries that were read.</summary>
    private static IEnumerable<string> Faults(RegisterText written, IReadOnlyList<RegisterMerge> merges, OperationSetup setup, IReadOnlyList<ContextQuestion> questions, DateOnly? today)
    {
        var faults = new DefinitionFaults();
        var file = DefinitionFile.Parse<ContextDefinition>(written.Whole, FileName, faults);
        if (file is not null)
            ContextChecks.Check(file, setup.Catalogue, setup.Areas, questions, today);
        foreach (var fault in faults.All)
        {
            if (written.At(fault.Line) is not { } place)
                yield return fault.ToString();
            else if (merges.Single(merge => merge.Kind.Section == place.Section).Fault(place.Entry, place.Field, fault.Message) is { } told)
                yield return told;
        }

        // The rest of the file is a person's; what cannot be put beside it without touching it is not written.
        if (faults.All.Count == 0 && (file is null || merges.Any(merge => RegisterRecords.Of(merge.Kind, file.Value).Count != merge.Count)))
            yield return $"{FileName}: its entries are written in a way that cannot be replaced without touching the rest. Write them one below the other, each beginning with a dash.";
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
