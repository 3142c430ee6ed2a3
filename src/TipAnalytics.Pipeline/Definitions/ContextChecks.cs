namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks the context-analysis register against checklist, areas and indicators.</summary>
internal static class ContextChecks
{
    /// <param name="today">The latest day that has come: nothing is known, scored, approved or has happened on a later one. Null: not looked at.</param>
    public static void Check(DefinitionFile<ContextDefinition> file, Catalogue catalogue, AreaTree areas, IReadOnlyList<ContextQuestion> questions, DateOnly? today)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < file.Value.Answers.Count; i++)
            Answer(file, file.Value.Answers[i], FormattableString.Invariant($"{i}"), areas, questions, seen);
        for (var i = 0; i < file.Value.Scores.Count; i++)
            Score(file, file.Value.Scores[i], FormattableString.Invariant($"{i}"), catalogue, areas, seen);
        for (var i = 0; i < file.Value.Events.Count; i++)
            Event(file, file.Value.Events[i], FormattableString.Invariant($"{i}"), areas);
        for (var i = 0; i < file.Value.Statements.Count; i++)
            Statement(file, file.Value.Statements[i], FormattableString.Invariant($"{i}"));
        if (today is { } day)
            ToCome(file, day);
    }

    /// <summary>What is dated after <paramref name="today"/>. When an answer is to be looked at again lies ahead.</summary>
    private static void ToCome(DefinitionFile<ContextDefinition> file, DateOnly today)
    {
        var register = file.Value;
        Dated("answers", "as_of", register.Answers.Select(answer => answer.AsOf), "has not come yet; give the day as of which this was known");
        Dated("scores", "period", register.Scores.Select(score => Period.TryParse(score.Period, out var quarter) ? quarter.Start : default), "has not begun yet; a quarter is scored once it has, from what was seen in it");
        // Told later, a plan that came to nothing would be printed as a change of the context, and set periods apart that are alike.
        Dated("events", "date", register.Events.Select(item => item.Date), "has not come yet; an event is what happened. Write what is planned into the detail of an answer, and the event when it has happened");
        Dated("statements", "on", register.Statements.Select(statement => statement.On), "has not come yet; give the day on which it was approved");

        void Dated(string key, string field, IEnumerable<DateOnly> days, string reason)
        {
            foreach (var (at, day) in days.Index().Where(item => item.Item > today))
                file.Fault($"\"{field}\" {reason}", key, FormattableString.Invariant($"{at}"), field);
        }
    }

    private static void Statement(DefinitionFile<ContextDefinition> file, ContextStatement statement, string at)
    {
        const string key = "statements";
        DefinitionChecks.Context(file, statement.Text, key, at, "text");
        if (statement.Text.Any(char.IsNumber))
            file.Fault("a statement from verified cases is words alone: no digits", key, at, "text");
        DefinitionChecks.Role(file, statement.ApprovedBy, key, at, "approved_by");
        DefinitionChecks.Source(file, statement.Reference, key, at, "reference");
        if (statement.Audiences.Count == 0)
            file.Fault("names no class of readers the statement was approved for", key, at, "audiences");
        for (var i = 0; i < statement.Audiences.Count; i++)
            Audiences.Check(file, statement.Audiences[i], key, at, "audiences", FormattableString.Invariant($"{i}"));
    }

    private static void Event(DefinitionFile<ContextDefinition> file, ContextEvent item, string at, AreaTree areas)
    {
        DefinitionChecks.OneOf(file, item.Kind, Vocabulary.EventKinds, "events", at, "kind");
        DefinitionChecks.Context(file, item.Title, "events", at, "title");
        DefinitionChecks.Source(file, item.Source, "events", at, "source");
        Place(file, item.Geo, areas, "events", at, "geo");
    }

    private static void Answer(
        DefinitionFile<ContextDefinition> file, ContextAnswer answer, string at, AreaTree areas, IReadOnlyList<ContextQuestion> questions, HashSet<string> seen)
    {
        DefinitionChecks.Existing(file, answer.Question, "question of the checklist", questions.Select(question => question.Id), "answers", at, "question");
        DefinitionChecks.OneOf(file, answer.Answer, Vocabulary.Answers, "answers", at, "answer");
        DefinitionChecks.OneOf(file, answer.Confidence, Vocabulary.Confidences, "answers", at, "confidence");
        DefinitionChecks.OneOf(file, answer.Sensitivity, Vocabulary.RegisterSensitivities, "answers", at, "sensitivity");
        DefinitionChecks.Context(file, answer.Detail, "answers", at, "detail");
        DefinitionChecks.Context(file, answer.Provision, "answers", at, "provision");
        DefinitionChecks.Text(file, answer.SourceClass, "answers", at, "source_class");
        DefinitionChecks.Source(file, answer.SourceRef, "answers", at, "source_ref");
        DefinitionChecks.Role(file, answer.EnteredByRole, "answers", at, "entered_by_role");
        Place(file, answer.Geo, areas, "answers", at, "geo");
        if (answer.Question.Length > 0 && !seen.Add($"{answer.Question} {answer.Geo}"))
            file.Fault($"{answer.Question} for {answer.Geo} is answered twice", "answers", at, "question");
        var question = questions.FirstOrDefault(question => question.Id == answer.Question);
        if (question is { AsksProvision: false } && answer.Provision is { Length: > 0 })
            file.Fault($"{answer.Question} asks for no provision of law; write it under \"detail\"", "answers", at, "provision");
        if (question is not { IsSensitive: true })
            return;
        if (areas.Find(answer.Geo) is { Level: > 1 })
            file.Fault($"{answer.Question} is sensitive: answer it for the country or an admin 1", "answers", at, "geo");
        if (answer.Sensitivity is "public" or "internal")
            file.Fault($"{answer.Question} is sensitive: set sensitivity: restricted", "answers", at, "sensitivity");
    }

    private static void Score(
        DefinitionFile<ContextDefinition> file, ContextScore score, string at, Catalogue catalogue, AreaTree areas, HashSet<string> seen)
    {
        DefinitionChecks.Existing(file, score.Indicator, "indicator", catalogue.Indicators.Keys, "scores", at, "indicator");
        if (catalogue.Indicators.TryGetValue(score.Indicator, out var indicator) && !indicator.IsScored)
            file.Fault(
                indicator.Kind == IndicatorKind.Level
                    ? $"{score.Indicator} is worked out from the records of {indicator.Stream}; a score beside them would do nothing"
                    : $"{score.Indicator} is of the kind {YamlBinder.Word(indicator.Kind)}; only level indicators take scores", "scores", at, "indicator");
        Place(file, score.Area, areas, "scores", at, "area");
        if (score.Period.Length > 0 && !(Period.TryParse(score.Period, out var period) && period.Grain == PeriodGrain.Quarter))
            file.Fault($"\"{score.Period}\" is not a quarter of the form 2025-Q1", "scores", at, "period");
        if (score.Score is < 0 or > 2)
            file.Fault("\"score\" has to be 0 (none known), 1 (some), 2 (strong) or empty (unknown)", "scores", at, "score");
        DefinitionChecks.Context(file, score.Reason, "scores", at, "reason");
        DefinitionChecks.Source(file, score.SourceRef, "scores", at, "source_ref");
        if (score.Indicator.Length > 0 && !seen.Add($"{score.Indicator} {score.Area} {score.Period}"))
            file.Fault($"{score.Indicator} for {score.Area} and {score.Period} is scored twice", "scores", at, "indicator");
    }

    private static void Place(DefinitionFile<ContextDefinition> file, string code, AreaTree areas, params string[] keys)
    {
        if (areas.All.Count > 0)
            DefinitionChecks.Existing(file, code, "P-code of the boundaries", areas.All.Select(area => area.Code), keys);
    }
}
