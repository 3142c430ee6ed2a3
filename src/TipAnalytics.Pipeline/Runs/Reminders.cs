using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What ends or has to be looked at soon: protocols, approvals, answers of the context register, mappings nobody has reviewed.</summary>
internal static class Reminders
{
    /// <param name="days">Days to look ahead.</param>
    /// <returns>One sentence each, with what to do.</returns>
    public static IReadOnlyList<string> Of(OperationSetup setup, DateOnly today, int days)
    {
        var until = today.AddDays(days);
        return [.. Sources(setup, today, until), .. Context(setup, until)];
    }

    private static IEnumerable<string> Sources(OperationSetup setup, DateOnly today, DateOnly until)
    {
        foreach (var source in setup.Sources.Where(source => source.Withdrawn is null).OrderBy(source => source.Id, StringComparer.Ordinal))
        {
            if (source.Protocol.ExpiresOn <= until)
                yield return string.Create(CultureInfo.InvariantCulture, $"{source.Id}: the information-sharing protocol with {source.Provider} {(source.Protocol.ExpiresOn < today ? "ended" : "ends")} on {source.Protocol.ExpiresOn:yyyy-MM-dd}. Renew it with its parties, then change expires_on in {source.File}; without it nothing is taken.");
            if (source.Approval?.Until is { } end && end <= until)
                yield return string.Create(CultureInfo.InvariantCulture, $"{source.Id}: the approval by {source.Approval.By} {(end < today ? "ended" : "ends")} on {end:yyyy-MM-dd}. Have it renewed, then change «approval» in {source.File}.");
            if (MappingReview.Refusal(source) is { } unreviewed)
                yield return $"{source.Id}: {unreviewed}";
        }
    }

    private static IEnumerable<string> Context(OperationSetup setup, DateOnly until)
    {
        var due = setup.Context.Answers.Where(answer => answer.ReviewDue <= until).ToList();
        if (due.Count > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"Context register: {due.Count} answers are due for review by {until:yyyy-MM-dd} ({string.Join(", ", due.Select(answer => $"{answer.Question} {answer.Geo}").Distinct().Order(StringComparer.Ordinal).Take(10))}{(due.Count > 10 ? " …" : "")}). Look at each, then set as_of and review_due in context-analysis.yaml.");
    }
}
