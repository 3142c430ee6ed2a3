using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The context register as the audience may read it: every question of the checklist, unknown where nobody answered.</summary>
internal static class ContextItems
{
    public static IReadOnlyList<ContextItem> Of(OperationSetup setup, CatalogueTexts texts, IReadOnlyList<ContextQuestion> checklist)
    {
        var answers = setup.Context.Answers.ToLookup(answer => answer.Question, StringComparer.Ordinal);
        var law = checklist.Where(question => question.AsksProvision).Select(question => question.Part).ToHashSet(StringComparer.Ordinal);
        return [.. checklist.SelectMany(question => answers[question.Id].Any()
            ? answers[question.Id].OrderBy(answer => answer.Geo, StringComparer.Ordinal).Select(answer => Item(texts, question, answer, setup.Operation.Audience) with { IsLaw = law.Contains(question.Part) })
            : [new ContextItem(question.Id, texts.Question(question.Id), "unknown", null, setup.Operation.Country, null, null, null, null) { PartTitle = texts.Question(question.Part), IsLaw = law.Contains(question.Part) }])];
    }

    /// <summary>Those that had happened by the day of the release, oldest first.</summary>
    public static IReadOnlyList<ContextEventInfo> Events(OperationSetup setup, CatalogueTexts texts, DateOnly asOf) =>
        [.. setup.Context.Events.Where(item => item.Date <= asOf).OrderBy(item => item.Date).ThenBy(item => item.Geo, StringComparer.Ordinal).ThenBy(item => item.Title, StringComparer.Ordinal)
            .Select(item => new ContextEventInfo(item.Date, item.Geo, item.Kind, texts.Own(item.Title), texts.Own(item.Source)))];

    /// <summary>Of scores that are known; sources are citations and stay as written.</summary>
    public static IReadOnlyList<ScoreSource> ScoreSources(OperationSetup setup) =>
        [.. setup.Context.Scores.Where(score => score.Score is not null && setup.Operation.Indicators.Contains(score.Indicator))
            .OrderBy(score => score.Indicator, StringComparer.Ordinal).ThenBy(score => score.Area, StringComparer.Ordinal).ThenBy(score => score.Period, StringComparer.Ordinal)
            .Select(score => new ScoreSource(score.Indicator, score.Area, Quarter(score.Period), score.SourceRef))];

    /// <summary>Statements approved for the readers of the release, on its day.</summary>
    public static IReadOnlyList<StatementInfo> Statements(OperationSetup setup, CatalogueTexts texts, DateOnly asOf) =>
        [.. setup.Context.Statements.Where(statement => statement.On <= asOf && statement.Audiences.Contains(setup.Operation.Audience))
            .Select(statement => new StatementInfo(texts.Own(statement.Text), statement.ApprovedBy, statement.On, statement.Reference))];

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<ConsultationInfo> Consultations(OperationSetup setup, CatalogueTexts texts) =>
        [.. setup.Operation.Consultations.OrderBy(consultation => consultation.On).ThenBy(consultation => consultation.With, StringComparer.Ordinal)
            .Select(consultation => new ConsultationInfo(consultation.On, texts.Own(consultation.With), [.. consultation.About.Order(StringComparer.Ordinal)], texts.Own(consultation.Changed)))];

    /// <summary>Of a register that passed its checks.</summary>
    private static Period Quarter(string text) => Period.TryParse(text, out var period) ? period : throw new InvalidOperationException("a score without a quarter");

    private static ContextItem Item(CatalogueTexts texts, ContextQuestion question, ContextAnswer answer, string audience)
    {
        // Sensitive questions and restricted answers: that there is an answer may be read, not what it says.
        var isRestricted = answer.Sensitivity == "restricted" || (audience == Audiences.Public && answer.Sensitivity == "internal");
        return new ContextItem(
            question.Id, texts.Question(question.Id), isRestricted ? "restricted" : answer.Answer, isRestricted || answer.Detail is null ? null : texts.Own(answer.Detail), answer.Geo, answer.AsOf,
            isRestricted ? null : answer.SourceRef, answer.Confidence, answer.ReviewDue)
        {
            PartTitle = texts.Question(question.Part),
            Provision = isRestricted || answer.Provision is null ? null : texts.Own(answer.Provision),
        };
    }
}
