namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Refuses names and sentences that count, rate or estimate trafficked persons, or say that trafficking is or is not there.
/// Names can be dodged; the structural rules of the later stages cannot. A hit is an error with its reason.</summary>
/// <remarks>Comparison: case folded, accents and separators removed, words in any order. In prose the words of a phrase
/// have to stand in one sentence within a span of four words more than the phrase has.</remarks>
internal static class PrevalenceGuard
{
    /// <summary>Standing texts that would be refused without their privilege.</summary>
    private static readonly Lazy<string[]> Allowed = new(() => [.. StandingCaveats.Texts.Concat(StandingCaveats.Translations).Append(Vocabulary.ProtectionRiskNames["PR14"]).Where(text => Hits(text).Any())]);

    /// <returns>Why the identifier is refused, or null.</returns>
    public static string? Identifier(string identifier) =>
        Identifiers.BuiltIn.Name(GuardText.IdentifierWords(identifier)) is { Kind: Identifiers.NameOfPerson or Identifiers.CaseCode } personal
            ? $"\"{identifier}\" reads as {personal.Pattern}: {GuardPatterns.Private}"
            : Measure(identifier);

    /// <returns>Why the name may not stand over figures, or null; whether it reads like an identifier of a person is not asked.</returns>
    public static string? Measure(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        var words = GuardText.IdentifierWords(identifier);
        if (words is ["tip", "risk", "proxy", ..])
            words.RemoveRange(0, 3);
        foreach (var rule in GuardPatterns.Names)
        {
            if (rule.Find(words) is { } pattern)
                return $"\"{identifier}\" reads as {pattern}: {rule.Reason}";
        }
        if (Stem(words) is { } companion)
            return $"\"{identifier}\" joins trafficking with \"{companion}\": {GuardPatterns.Prevalence}";
        // What may not be said in prose is no name either, in any language.
        var said = GuardText.Joined(words);
        return GuardPatterns.Phrases.Concat(GuardPatterns.Titles).FirstOrDefault(phrase => phrase.IsIn(said)) is { } refused ? $"\"{identifier}\" reads as «{refused.Shown}»: {refused.Reason}" : null;
    }

    /// <returns>Why a value of a source may not be mapped to any code, or null: it names trafficking and smuggling as one thing.</returns>
    public static string? Merged(string value)
    {
        var words = GuardText.IdentifierWords(value);
        return words.Exists(word => word.StartsWith("traffick", StringComparison.Ordinal)) && words.Exists(word => word.StartsWith("smuggl", StringComparison.Ordinal))
            ? $"\"{value}\" mixes trafficking with smuggling, and is no measure of either"
            : null;
    }

    /// <returns>One reason a hit; empty when the text may be printed. The standing caveats pass by their exact text.</returns>
    public static IReadOnlyList<string> Prose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var standing in Allowed.Value)
            text = text.Replace(standing, "\n", StringComparison.Ordinal);
        return [.. Hits(text).Distinct().Select(phrase => $"reads as «{phrase.Shown}»: {phrase.Reason}")];
    }

    /// <summary>As <see cref="Prose"/>, and stricter: a title names what is measured.</summary>
    public static IReadOnlyList<string> Title(string text) => Prose(text) is { Count: > 0 } reasons
        ? reasons
        : [.. GuardText.Sentences(text).SelectMany(words => GuardPatterns.Titles.Where(phrase => phrase.IsIn(words))).Distinct().Select(phrase => $"reads as «{phrase.Shown}»: {phrase.Reason}")];

    private static IEnumerable<Phrase> Hits(string text) =>
        GuardText.Sentences(text).SelectMany(words => GuardPatterns.Phrases.Where(phrase => phrase.IsIn(words)));

    /// <summary>A word of trafficking beside a word of counting or of persons.</summary>
    private static string? Stem(List<string> words)
    {
        var at = words.FindIndex(word => word.Contains("traffick", StringComparison.Ordinal));
        if (at < 0)
            return null;
        // Services, laws, actors and plans against trafficking may be counted; persons may not, whatever stands before them.
        var against = words[at].StartsWith("anti", StringComparison.Ordinal) || (at > 0 && words[at - 1] == "anti");
        var companions = against ? GuardPatterns.Persons : GuardPatterns.Companions;
        var rest = words.Where((_, i) => i != at).Append(words[at][(words[at].IndexOf("traffick", StringComparison.Ordinal) + "traffick".Length)..]);
        return rest
            .Select(word => word.StartsWith("ing", StringComparison.Ordinal) ? word[3..] : word)
            .FirstOrDefault(word => companions.Contains(word) || companions.Contains(word.TrimEnd('s')));
    }
}
