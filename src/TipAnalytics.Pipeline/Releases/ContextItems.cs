using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The context register as the audience may read it: every question of the checklist, unknown where nobody answered.</summary>
internal static class ContextItems
{
    public static IReadOnlyList<ContextItem> Of(OperationSetup setup, CatalogueTexts texts, IReadOnlyList<ContextQuestion> checklist)
    {
        var answers = setup.Context.Answers.ToLookup(answer => answer.Question, StringComparer.Ordinal);
        return [.. checklist.SelectMany(question => answers[question.Id].Any()
            ? answers[question.Id].OrderBy(answer => answer.Geo, StringComparer.Ordinal).Select(answer => Item(texts, question, answer, setup.Operation.Audience))
            : [new ContextItem(question.Id, texts.Question(question.Id), "unknown", null, setup.Operation.Country, null, null, null, null)])];
    }

    private static ContextItem Item(CatalogueTexts texts, ContextQuestion question, ContextAnswer answer, string audience)
    {
        // Sensitive questions and restricted answers: that there is an answer may be read, not what it says.
        var isRestricted = answer.Sensitivity == "restricted" || (audience == Audiences.Public && answer.Sensitivity == "internal");
        return new ContextItem(
            question.Id, texts.Question(question.Id), isRestricted ? "restricted" : answer.Answer, isRestricted || answer.Detail is null ? null : texts.Own(answer.Detail), answer.Geo, answer.AsOf,
            isRestricted ? null : $"{answer.SourceClass}: {answer.SourceRef}", answer.Confidence, answer.ReviewDue);
    }
}
