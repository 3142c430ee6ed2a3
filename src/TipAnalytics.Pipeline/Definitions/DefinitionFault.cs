namespace TipAnalytics.Pipeline.Definitions;

internal sealed record DefinitionFault(string File, int Line, string Message);
