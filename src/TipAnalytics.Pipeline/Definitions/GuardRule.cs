namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Puts hits of the prevalence guard into words of a definition fault.</summary>
internal static class GuardRule
{
    public static void Name(string name, string what, Action<string> fault)
    {
        if (PrevalenceGuard.Identifier(name) is { } reason)
            fault($"the {what} {reason}");
    }

    public static void Text(string? text, string what, Action<string> fault)
    {
        foreach (var reason in PrevalenceGuard.Prose(text ?? ""))
            fault($"\"{what}\" {reason}");
    }
}
