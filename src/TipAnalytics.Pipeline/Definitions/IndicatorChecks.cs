namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks an indicator against streams and models, and that its kind has the keys it needs and none it must not have.</summary>
internal static class IndicatorChecks
{
    // A level indicator without a stream rests on the context register.
    private static readonly Dictionary<IndicatorKind, (string[] Needs, string[] Refuses)> Keys = new()
    {
        [IndicatorKind.Share] = (["stream", "model", "base", "signal"], ["value"]),
        [IndicatorKind.Level] = (["model", "value"], ["base", "signal", "answers", "disaggregate_by", "minimum_base"]),
        [IndicatorKind.Coverage] = ([], ["stream", "model", "universe", "base", "signal", "value", "answers", "disaggregate_by", "minimum_base", "elevated_from"]),
        [IndicatorKind.Convergence] = ([], ["stream", "model", "universe", "base", "signal", "value", "answers", "disaggregate_by", "minimum_base", "elevated_from"]),
    };

    public static void Check(DefinitionFile<IndicatorDefinition> file, Catalogue catalogue)
    {
        var indicator = file.Value;
        DefinitionChecks.FileName(file, indicator.Id);
        DefinitionChecks.Name(file, indicator.Id, "indicator id", Vocabulary.IndicatorId(), "of the form CH-03", "id");
        KindKeys(file, indicator);
        Words(file, indicator);
        Limits(file, indicator);
        foreach (var (key, text) in Texts(indicator))
            DefinitionChecks.Text(file, text, key);
        foreach (var (sector, text) in indicator.ResponseOptions)
        {
            DefinitionChecks.OneOf(file, sector, Vocabulary.Sectors, "response_options", sector);
            DefinitionChecks.Text(file, text, "response_options", sector);
        }

        if (indicator.Model is { Length: > 0 } model && !catalogue.Models.ContainsKey(model))
            file.Fault($"there is no model \"{model}\" (models/{model}.sql).{Suggestion.For(model, catalogue.Models.Keys)}", "model");
        Stream(file, indicator, catalogue);
    }

    private static void KindKeys(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator)
    {
        var (needs, refuses) = Keys[indicator.Kind];
        var kind = YamlBinder.Word(indicator.Kind);
        foreach (var key in needs.Where(key => !file.Has(key)))
            file.Fault($"missing key \"{key}\"; an indicator of the kind {kind} needs {string.Join(", ", needs)}", "kind");
        foreach (var key in refuses.Where(key => file.Has(key)))
            file.Fault($"\"{key}\" has no meaning for an indicator of the kind {kind}; leave it out", key);
    }

    private static void Words(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator)
    {
        DefinitionChecks.OneOf(file, indicator.Family, Vocabulary.Families, "family");
        DefinitionChecks.OneOf(file, indicator.Direction, Vocabulary.Directions, "direction");
        DefinitionChecks.AllOf(file, indicator.ProtectionRisks, Vocabulary.ProtectionRisks, "protection_risks");
        DefinitionChecks.AllOf(file, indicator.CanAct, Vocabulary.Sectors, "can_act");
        DefinitionChecks.AllOf(file, indicator.Response, Vocabulary.Responses, "response");
        DefinitionChecks.AllOf(file, indicator.StandingCaveats, [.. StandingCaveats.Ids.Where(id => id != "CAV-0")], "standing_caveats");
    }

    private static void Limits(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator)
    {
        if (indicator.MinimumBase < 5)
            file.Fault("\"minimum_base\" is never below 5", "minimum_base");
        if (indicator.ElevatedFrom < 0 || (indicator.Kind == IndicatorKind.Share && indicator.ElevatedFrom > 100))
            file.Fault("\"elevated_from\" is a share from 0 to 100 or a level from 0", "elevated_from");
    }

    private static void Stream(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator, Catalogue catalogue)
    {
        if (indicator.Stream is not { Length: > 0 } id)
            return;
        if (id == Vocabulary.RegisterStream)
        {
            file.Fault("the context register is no stream: a level indicator on it leaves \"stream\" out", "stream");
        }
        else if (catalogue.Streams.TryGetValue(id, out var stream))
        {
            for (var i = 0; i < indicator.DisaggregateBy.Count; i++)
                StreamChecks.Split(file, stream, indicator.DisaggregateBy[i], "disaggregate_by", FormattableString.Invariant($"{i}"));
        }
        else
        {
            file.Fault($"there is no stream \"{id}\".{Suggestion.For(id, catalogue.Streams.Keys)}", "stream");
        }
    }

    private static IEnumerable<(string Key, string? Text)> Texts(IndicatorDefinition indicator) =>
    [
        ("title", indicator.Title), ("definition", indicator.Definition), ("unit", indicator.Unit), ("why", indicator.Why),
        ("caveat", indicator.Caveat), ("low_means", indicator.LowMeans),
    ];
}
