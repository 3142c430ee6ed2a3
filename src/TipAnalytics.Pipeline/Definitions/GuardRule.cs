namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Puts hits of the prevalence guard into words of a definition fault.</summary>
internal static class GuardRule
{
    public static void Name(string name, string what, Action<string> fault)
    {
        if (PrevalenceGuard.Identifier(name) is { } reason)
            fault($"the {what} {reason}");
    }

    /// <summary>A column that a source maps: neither a count of trafficked persons nor an identifier.</summary>
    /// <param name="allowed">Kind of identifier that may stand here: a date of birth becomes an age group.</param>
    public static void Column(string? name, Identifiers identifiers, Action<string> fault, string? allowed = null)
    {
        if (string.IsNullOrEmpty(name))
            return;
        if (PrevalenceGuard.Identifier(name) is { } reason)
            fault($"the column {reason}");
        else if (identifiers.Name(name) is { } personal && personal.Kind != allowed)
            fault($"the column \"{name}\" reads as {personal.Pattern} ({personal.Kind}): {GuardPatterns.Private}");
    }

    public static void Text(string? text, string what, Action<string> fault)
    {
        foreach (var reason in what == "title" ? PrevalenceGuard.Title(text ?? "") : PrevalenceGuard.Prose(text ?? ""))
            fault($"\"{what}\" {reason}");
    }
}
