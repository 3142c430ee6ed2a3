using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Checks a questionnaire before it is used: questions that must not be asked, identifiers it asks for, indicators it could feed, questions that are
/// asked already.</summary>
public static class FormCheck
{
    // Types whose very answer is an identifier.
    private static readonly Dictionary<string, string> PersonalTypes = new(StringComparer.Ordinal)
    {
        ["geopoint"] = "position", ["geotrace"] = "position", ["geoshape"] = "position", ["start-geopoint"] = "position",
        ["image"] = "picture, recording or signature", ["audio"] = "picture, recording or signature", ["video"] = "picture, recording or signature", ["file"] = "picture, recording or signature",
        ["background-audio"] = "picture, recording or signature",
        ["deviceid"] = "device or network id", ["subscriberid"] = "device or network id", ["simserial"] = "device or network id", ["phonenumber"] = "telephone number",
        ["username"] = "staff name or code", ["email"] = "e-mail address", ["barcode"] = "case or survivor code",
    };

    // Types that take what somebody writes: only there can a name, a telephone or a number of a document be entered.
    private static readonly HashSet<string> Written = ["text", "integer", "decimal", "date", "datetime", "dateTime", "barcode"];

    private static readonly HashSet<string> NotAsked = ["calculate", "hidden", "start", "end", "today", "audit", "xml-external", "csv-external"];

    /// <param name="form">XLSForm (XLSX).</param>
    /// <param name="operation">Folder of an operation whose sources may ask the same; null: none is compared.</param>
    /// <param name="stream">Stream of the proposed mapping; null: the one the form fits best.</param>
    /// <param name="id">Id of the proposed source; null: that of the stream.</param>
    /// <param name="catalogue">The catalogue of definitions; null: the one shipped with the program.</param>
    /// <exception cref="SourceDataException">The file cannot be read, or is no form.</exception>
    /// <exception cref="DefinitionException">There is no such stream, or the operation has faults.</exception>
    public static FormSummary Check(string form, string? operation = null, string? stream = null, string? id = null, string? catalogue = null)
    {
        if (!File.Exists(form))
            throw new SourceDataException($"{form}: there is no such file.");
        var folder = catalogue ?? CatalogueFolder.Default;
        var (definitions, setup) = operation is null ? (CatalogueLoader.Load(folder), null) : Of(OperationLoader.Load(OperationFolder.At(operation).Root, folder, PlaceTables.Read));
        var questions = XlsForm.Read(form);
        var (_, proposer, proposals) = Mapping.Proposals(folder, definitions, null, questions);
        var best = stream ?? proposals.Values.OrderByDescending(candidate => candidate.Active.Count()).ThenBy(candidate => candidate.Stream.Id, StringComparer.Ordinal).First().Stream.Id;
        if (!proposals.TryGetValue(best, out var proposal))
            throw Mapping.NoStream(best, definitions);
        var feeds = Mapping.Indicators(definitions, proposals);
        var fedStreams = proposals.ToDictionary(pair => pair.Key, pair => pair.Value.Fed, StringComparer.Ordinal);
        var name = id ?? best;
        var blunt = Blunt(questions, QuestionRules.Load(folder), definitions).ToLookup(found => found.IsNoted, found => found.Hit);
        var yaml = new MappingYaml(proposal, proposer, name).Write(feeds.Where(indicator => indicator.Stream == best).Select(Mapping.Words));
        return new FormSummary(
            Path.GetFileName(form), [.. questions.Languages], questions.Questions.Count(IsAsked), [.. blunt[false]], [.. blunt[true]],
            [.. Personal(questions, definitions.Identifiers)],
            [.. feeds.Where(indicator => indicator.Lacks.Count == 0)],
            [.. feeds.Where(indicator => indicator.Lacks.Count > 0 && HasPart(indicator, definitions, fedStreams[indicator.Stream]))
                .Select(indicator => new FormAddition(indicator.Id, indicator.Title, indicator.Stream, [.. indicator.Lacks.Select(field => new FormField(field, definitions.Streams[indicator.Stream].Fields.First(known => known.Name == field).Label))]))],
            [.. setup is null ? [] : AskedAlready(setup, proposals)], best, yaml);
    }

    private static (Catalogue, OperationSetup?) Of(OperationSetup setup) => (setup.Catalogue, setup);

    private static bool IsAsked(FormQuestion question) => !NotAsked.Contains(question.Type);

    /// <summary>Questions, texts that are read out between them, names of fields and options; noted are those that may stay.</summary>
    private static IEnumerable<(bool IsNoted, FormHit Hit)> Blunt(XlsForm form, QuestionRules rules, Catalogue catalogue)
    {
        foreach (var question in form.Spoken.Concat(form.Questions))
        {
            var isAsked = IsAsked(question);
            var found = isAsked ? question.Words.Select(words => (words.Key, Rule: rules.Find(words.Value))).Where(hit => hit.Rule is not null).ToList() : [];
            if (found.Count > 0)
                yield return (false, Hit(question, found[0].Rule!, found[0].Key, question.Words[found[0].Key], null, catalogue));
            else if (rules.FindName(question.Name) is { } named)
                yield return (false, Hit(question, named, "", question.Name, null, catalogue));
            else
            {
                foreach (var (rule, hit) in BluntOptions(question, form, rules, catalogue))
                    yield return (rule.OptionsAreNoted, hit);
            }

            foreach (var (option, language, label) in form.ChoicesOf(question)
                .Select(choice => (choice, Label: choice.Labels.Prepend(new("", choice.Name.Replace('_', ' '))).FirstOrDefault(label => rules.IsOption(label.Value))))
                .Where(pair => pair.Label.Value is not null).Select(pair => (pair.choice, pair.Label.Key, pair.Label.Value)))
                yield return (false, Hit(question, rules.Options, language, label, option.Name, catalogue));
        }
    }

    /// <summary>Options that make a question of their own: «What did you have to do?» «Exchange sex for food».</summary>
    private static IEnumerable<(QuestionRule Rule, FormHit Hit)> BluntOptions(FormQuestion question, XlsForm form, QuestionRules rules, Catalogue catalogue) =>
        from choice in form.ChoicesOf(question)
        where !choice.Labels.Values.Prepend(choice.Name.Replace('_', ' ')).Any(rules.IsOption)
        let hit = choice.Labels.Where(label => question.Words.ContainsKey(label.Key)).Select(label => (Label: label, Rule: rules.FindOption(question.Words[label.Key], label.Value))).FirstOrDefault(pair => pair.Rule is not null)
        where hit.Rule is not null
        select (hit.Rule, Hit(question, hit.Rule, hit.Label.Key, hit.Label.Value, choice.Name, catalogue));

    private static FormHit Hit(FormQuestion question, QuestionRule rule, string language, string words, string? option, Catalogue catalogue) => new(
        question.Path, option, language, words, rule.Id, rule.Title, rule.Why, rule.Do,
        [.. rule.Instead.Select(id => new FormAlternative(id, catalogue.Indicators.GetValueOrDefault(id)?.Title ?? ""))]);

    private static IEnumerable<FormIdentifier> Personal(XlsForm form, Identifiers identifiers)
    {
        foreach (var question in form.Questions)
        {
            var kind = PersonalTypes.GetValueOrDefault(question.Type)
                ?? (Written.Contains(question.Type) ? question.Words.Values.Prepend(question.Name).Select(words => identifiers.Name(words)?.Kind).FirstOrDefault(found => found is not null) : null)
                ?? (question.Type == "text" ? "free text" : null);
            if (kind is not null)
                yield return new(question.Path, kind);
        }
    }

    private static bool HasPart(IndicatorFeed indicator, Catalogue catalogue, IReadOnlySet<string> fed) =>
        IndicatorNeeds.Of(catalogue.Indicators[indicator.Id], catalogue.Streams[indicator.Stream]).Any(field => fed.Contains(field.Name));

    /// <summary>Questions whose field a source of the operation brings already.</summary>
    private static IEnumerable<FormReuse> AskedAlready(OperationSetup setup, Dictionary<string, MappingProposal> proposals) =>
        from proposal in proposals.Values.OrderBy(proposal => proposal.Stream.Id, StringComparer.Ordinal)
        from field in proposal.Active.DistinctBy(active => active.Field.Name)
        let sources = setup.SourcesOf(proposal.Stream.Id, field.Field.Name)
        where sources.Count > 0
        select new FormReuse(field.Column.Header, $"{proposal.Stream.Id}.{field.Field.Name}", sources);
}

/// <summary>What a check of a form found.</summary>
/// <param name="Languages">Of its labels, as the form names them; empty text for labels without a language.</param>
/// <param name="Questions">Questions asked of people.</param>
/// <param name="MustGo">Questions and options that must not be asked.</param>
/// <param name="Sensitive">Options that may stand in the form and deserve a note: what is known of them goes to the mechanism whose task it is.</param>
/// <param name="Identifiers">Questions that ask for what identifies a person: never mapped, so never read.</param>
/// <param name="CouldFeed">Indicators for which the form asks all.</param>
/// <param name="WithAdditions">Indicators for which it asks a part, and what else it would have to ask.</param>
/// <param name="AskedAlready">Questions that a source of the operation asks already.</param>
/// <param name="Stream">Of the proposed mapping.</param>
/// <param name="Yaml">The proposed mapping as a file.</param>
public sealed record FormSummary(
    string File, IReadOnlyList<string> Languages, int Questions, IReadOnlyList<FormHit> MustGo, IReadOnlyList<FormHit> Sensitive, IReadOnlyList<FormIdentifier> Identifiers, IReadOnlyList<IndicatorFeed> CouldFeed,
    IReadOnlyList<FormAddition> WithAdditions, IReadOnlyList<FormReuse> AskedAlready, string Stream, string Yaml)
{
    /// <summary>0, or 10 when something must go.</summary>
    public int ExitCode => MustGo.Count > 0 ? 10 : 0;
}

/// <param name="Question">With its groups.</param>
/// <param name="Option">Option of its choices that is meant; null: the question itself.</param>
/// <param name="Language">Of the words in which it was found.</param>
/// <param name="Words">As the form has them.</param>
/// <param name="Do">remove, trained_staff (in services only, by trained staff), community (ask key informants about the community).</param>
public sealed record FormHit(string Question, string? Option, string Language, string Words, string Rule, string Title, string Why, string Do, IReadOnlyList<FormAlternative> Instead);

/// <param name="Title">Of an indicator; empty for one the catalogue does not have.</param>
public sealed record FormAlternative(string Indicator, string Title);

public sealed record FormIdentifier(string Question, string Kind);

public sealed record FormAddition(string Indicator, string Title, string Stream, IReadOnlyList<FormField> Lacks);

public sealed record FormField(string Field, string Label);

/// <param name="Field">stream.field.</param>
public sealed record FormReuse(string Question, string Field, IReadOnlyList<string> Sources);
