using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What the people who release should know of a draft as a whole. No figure and no area: these lines stand in the terminal and in the record of runs.</summary>
internal static class InnerNotes
{
    /// <returns>A sentence each.</returns>
    public static IReadOnlyList<string> Of(OperationSetup setup, IReadOnlyList<DisclosureAudit> audits)
    {
        var lowered = setup.Sources.Select(source => source.Stream).Distinct().Order(StringComparer.Ordinal).Where(stream => setup.DefinedThreshold(stream) < setup.Threshold(stream))
            .Select(stream => string.Create(
                CultureInfo.InvariantCulture,
                $"The threshold of {stream} stays at {setup.Threshold(stream)}, not {setup.DefinedThreshold(stream)}: earlier releases were made under it, and what they withheld stays protected by it."));
        string[] read = audits.Where(audit => audit.Notes.Count > 0).Select(audit => audit.IndicatorId).ToArray() is { Length: > 0 } ids
            ? [$"To read before signing: the inner audit has notes on {string.Join(", ", ids)} (what is told already, or what others published and cannot be used)."]
            : [];
        return [.. lowered, .. read];
    }
}
