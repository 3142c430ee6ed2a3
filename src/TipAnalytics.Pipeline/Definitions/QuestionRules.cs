namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A kind of question that a form must not ask (an entry of <c>questions.yaml</c>).</summary>
internal sealed class QuestionRule
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Why { get; init; }

    /// <summary>Indicators that serve the purpose.</summary>
    public required List<string> Instead { get; init; }

    /// <summary>remove, trained_staff (ask in services only) or community (ask key informants about the community).</summary>
    public required string Do { get; init; }

    /// <summary>Concepts that stand in one sentence together, those with <c>!</c> before them not; one line is enough.</summary>
    public required List<List<string>> When { get; init; }

    /// <summary>Concepts of which none stands there.</summary>
    public List<string> Unless { get; init; } = [];

    /// <summary>An option of choices that falls under it together with its question may stay, and deserves a note.</summary>
    public bool OptionsAreNoted { get; init; }
}

/// <summary>Finds direct and blunt questions in the words of a form, whatever the language (rules BQ-1 … BQ-15).</summary>
internal sealed class QuestionRules
{
    public const string FileName = "questions.yaml";

    // Concepts of whom a question is about, and of the absence whose reasons its options give.
    private static readonly string[] AskedAbout = ["self", "own", "someone", "child", "away"];
    private const string Trafficking = "trafficking";

    // What stands for «how many» in the name of a field.
    private static readonly string[] CountingWords = ["n", "nb", "nbr", "no", "num", "number", "count", "cnt", "total", "sum"];

    private static readonly string[] Ways = ["remove", "trained_staff", "community"];

    private readonly Dictionary<string, Concept> concepts;

    private QuestionRules(Dictionary<string, Concept> concepts, IReadOnlyList<QuestionRule> rules, QuestionRule options) => (this.concepts, Rules, Options) = (concepts, rules, options);

    /// <summary>In the order in which they are asked: a question is found under the first that fits.</summary>
    public IReadOnlyList<QuestionRule> Rules { get; }

    /// <summary>The rule about options of choices.</summary>
    public QuestionRule Options { get; }

    /// <exception cref="DefinitionException">The file is missing or faulty.</exception>
    public static QuestionRules Load(string catalogueFolder)
    {
        var faults = new DefinitionFaults();
        var rules = Read(catalogueFolder, faults);
        faults.ThrowIfAny();
        return rules!;
    }

    /// <summary>Every fault goes into the list.</summary>
    internal static QuestionRules? Read(string catalogueFolder, DefinitionFaults faults)
    {
        if (DefinitionFile.Read<QuestionFile>(catalogueFolder, FileName, faults) is not { } file)
            return null;
        var all = file.Value.Rules.Append(file.Value.Options).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            string[] at = i < file.Value.Rules.Count ? ["rules", FormattableString.Invariant($"{i}")] : ["options"];
            if (all.FindIndex(other => other.Id == all[i].Id) < i)
                file.Fault($"the rule \"{all[i].Id}\" stands twice", [.. at, "id"]);
            DefinitionChecks.OneOf(file, all[i].Do, Ways, [.. at, "do"]);
            foreach (var unknown in all[i].When.SelectMany(line => line).Concat(all[i].Unless).Select(name => name.TrimStart('!')).Where(name => !file.Value.Concepts.ContainsKey(name)).Distinct())
                file.Fault($"no concept \"{unknown}\".{Suggestion.For(unknown, file.Value.Concepts.Keys)}", at);
        }

        return new(file.Value.Concepts.ToDictionary(concept => concept.Key, concept => new Concept(concept.Value.Values), StringComparer.Ordinal), file.Value.Rules, file.Value.Options);
    }

    /// <summary>The rule under which the words of a question fall; null for one that may be asked.</summary>
    public QuestionRule? Find(string words)
    {
        var sentences = GuardText.Sentences(words).ToList();
        return Rules.FirstOrDefault(rule => sentences.Exists(sentence => Fits(rule, sentence)));
    }

    /// <summary>The rule under which the name of a field falls, whatever its label says: <c>trafficked</c>, <c>n_vot</c>; null for one that may be used.</summary>
    public QuestionRule? FindName(string name) => GuardText.Joined(GuardText.IdentifierWords(name)) is var words && IsIn(Trafficking, words)
        ? Find(string.Join(' ', words.Select(word => CountingWords.Contains(word) ? "how many" : word)))
        : null;

    /// <summary>The rule under which an option falls when it is read together with its question, which may be asked alone; null for one that may stand there. What is
    /// blunt stands in the option («Exchange sex for food»), whom it is about in the question («What did you have to do?»).</summary>
    public QuestionRule? FindOption(string question, string option)
    {
        var asked = GuardText.Sentences(question).ToList();
        var answers = GuardText.Sentences(option).ToList();
        return Rules.OrderBy(rule => rule.OptionsAreNoted).FirstOrDefault(rule => answers.Exists(answer => asked.Exists(sentence =>
            Fits(rule, [.. sentence, .. answer], line => line.TrueForAll(name => name[0] == '!' || AskedAbout.Contains(name) || IsIn(name, answer))))));
    }

    /// <summary>True for an option of a choice list that no list should have.</summary>
    public bool IsOption(string words) => GuardText.Sentences(words).Any(sentence => Fits(Options, sentence));

    private bool Fits(QuestionRule rule, List<string> sentence, Func<List<string>, bool>? only = null) =>
        rule.When.Exists(line => (only is null || only(line)) && line.TrueForAll(name => name[0] == '!' ? !IsIn(name[1..], sentence) : IsIn(name, sentence))) && !rule.Unless.Exists(name => IsIn(name, sentence));

    private bool IsIn(string concept, List<string> sentence) => concepts.TryGetValue(concept, out var found) && found.IsIn(sentence);

    /// <summary>Words and rows of words that mean one thing, in all languages; after <c>=</c> they are all of the text.</summary>
    private sealed class Concept(IEnumerable<string> languages)
    {
        private readonly (bool IsAll, Stem[] Words)[] forms =
            [.. languages.SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(form => (form[0] == '=', form.TrimStart('=').Split('_').Select(Stem.Of).ToArray()))];

        public bool IsIn(List<string> sentence)
        {
            foreach (var (_, form) in forms.Where(form => !form.IsAll || form.Words.Length == sentence.Count))
            {
                for (var start = 0; start + form.Length <= sentence.Count; start++)
                {
                    var fits = true;
                    for (var i = 0; i < form.Length && fits; i++)
                        fits = form[i].Fits(sentence[start + i]);
                    if (fits)
                        return true;
                }
            }

            return false;
        }
    }

    private sealed class QuestionFile
    {
        /// <summary>Concept → language → words.</summary>
        public required Dictionary<string, Dictionary<string, string>> Concepts { get; init; }

        public required List<QuestionRule> Rules { get; init; }
        public required QuestionRule Options { get; init; }
    }
}
