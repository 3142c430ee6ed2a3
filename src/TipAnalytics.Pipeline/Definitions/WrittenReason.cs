namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Words that a person gives on the command line and that are written down or printed: who decided, and why.</summary>
internal static class WrittenReason
{
    /// <param name="option">As typed, e.g. <c>--reason</c>.</param>
    /// <exception cref="DefinitionException">There are none, they read like a number of persons or like prevalence, or they hold an identifier.</exception>
    public static void Check(string text, string option)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new DefinitionException($"{option} is empty. It is written down for those who come after: say it in a few words.");
        GuardRule.Text(text, option, message => throw new DefinitionException(message));
        if (CaseText.CountsPersons(text))
            throw new DefinitionException($"{option} counts persons. It is written down and goes to those who have the release: say that some could be recognised, not how many.");
        if (Identifier(text) is { } kind)
            throw new DefinitionException($"{option} holds what reads like an identifier ({kind}). It is written down and printed: name roles and organisations, never persons.");
    }

    /// <returns>What kind of identifier the text, or a word of it, reads like, a name after a title of address among them; null: none.</returns>
    public static string? Identifier(string text) =>
        Identifiers.BuiltIn.Value(text, ValuePlace.Answers)
        ?? text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Identifiers.BuiltIn.Value(word.Trim('.', ',', ';'), ValuePlace.Answers)).FirstOrDefault(kind => kind is not null)
        ?? (CaseText.NamesPerson(text) ? Identifiers.NameOfPerson : null);
}
