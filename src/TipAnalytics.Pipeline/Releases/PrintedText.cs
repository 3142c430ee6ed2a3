using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The guard against prevalence over words where they are printed: what a picture says can be read nowhere else.</summary>
public static class PrintedText
{
    /// <param name="place">Where it is printed, for the message.</param>
    /// <exception cref="ReleaseBlockedException">The text counts, rates or estimates trafficked persons, or says that trafficking is or is not there.</exception>
    public static void Require(string place, string text)
    {
        if (PrevalenceGuard.Prose(text) is [var reason, ..])
            throw new ReleaseBlockedException($"Nothing released: {place} {reason}. Correct the text it comes from (a definition, or a report text), and run again.");
    }
}
