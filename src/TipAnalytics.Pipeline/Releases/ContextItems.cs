using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The context register as the audience may read it: every question of the checklist, unknown where nobody answered.</summary>
internal static class ContextItems
{
    public static IReadOnlyList<ContextItem> Of(OperationSetup setup, IReadOnlyList<ContextQuestion> checklist)
    {
        var answers = setup.Context.Answers.ToLookup(answer => answer.Question, StringComparer.Ordinal);
        return [.. checklist.SelectMany(question => answers[question.Id].Any()
            ? answers[question.Id].OrderBy(answer => answer.Geo, StringComparer.Ordinal).Select(answer => Item(question, answer, setup.Operation.Audience))
            : [new ContextItem(question.Id, question.Question, "unknown", null, setup.Operation.Country, null, null, null, null)])];
    }

    private static ContextItem Item(ContextQuestion question, ContextAnswer answer, string audience)
    {
        // Sensitive questions and restricted answers: that there is an answer may be read, not what it says.
        var isRestricted = answer.Sensitivity == "restricted" || (audience == Audiences.Public && answer.Sensitivity == "internal");
        return new ContextItem(
            question.Id, question.Question, isRestricted ? "restricted" : answer.Answer, isRestricted ? null : answer.Detail, answer.Geo, answer.AsOf,
            isRestricted ? null : $"{answer.SourceClass}: {answer.SourceRef}", answer.Confidence, answer.ReviewDue);
    }
}
