using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A mapping is a person's word on what a form's columns mean: without it nothing is taken.</summary>
internal static class MappingReview
{
    /// <returns>Why the source is not taken and what to do; null when its mapping was reviewed.</returns>
    public static string? Refusal(SourceDefinition source) =>
        source.Mappings.FirstOrDefault(mapping => mapping.Reviewed is null) is { } mapping
            ? $"Nobody has reviewed the mapping of «{source.Title}» yet. Compare {mapping.File} with the form, then write there who did (a role, never a name) and when: reviewed: {{ by: …, on: yyyy-MM-dd }}."
            : null;
}
